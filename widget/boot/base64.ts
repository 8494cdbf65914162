/** Standard base64 of a few bytes, as hashes are compared. */
export const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
