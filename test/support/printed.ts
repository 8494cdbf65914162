import { unpacked } from './unpack.ts'

/** How often a PDF, as `Tab.pdf` gives it, shows text. */
export const textIn = (pdf: Uint8Array): number =>
  unpacked(Buffer.from(pdf))
    .slice(1)
    .reduce((sum, one) => sum + (one.toString('latin1').match(/\bT[jJ]\b/g)?.length ?? 0), 0)
