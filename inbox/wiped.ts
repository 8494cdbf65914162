/** Whether a key was wiped meanwhile: what is sealed under zeros anybody reads who carries it. */
export const isWiped = (key: Uint8Array): boolean => key.every((byte) => byte === 0)
