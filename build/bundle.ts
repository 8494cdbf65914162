import { build } from 'vite'

export interface BundleOptions {
  readonly entry: string
  /** Whether the script hands its exports to the element that loaded it. */
  readonly hands: boolean
  /** Whether to write templates as sums and the like, which is safe for our own code and not for that of others. */
  readonly tight?: boolean
  /** What `virtual:pins` exports to this bundle: what it may load next, by name and hash. */
  readonly pins?: Readonly<Record<string, unknown>>
}

interface Chunk {
  readonly type: string
  readonly fileName: string
  readonly code: string
}

/**
 * One entry becomes one classic script, no chunks: only those are pinned by SRI in every browser. Names come from our own
 * hash of the bytes, so the bundler's are never seen.
 * @returns the script's bytes
 */
export async function bundle(options: BundleOptions): Promise<Buffer> {
  const pins = Object.entries(options.pins ?? {}).map(([name, pin]) => `export const ${name} = ${JSON.stringify(pin)}`)
  const result = await build({
    configFile: false,
    mode: 'production',
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [
      {
        name: 'mitos-pins',
        resolveId: (id: string) => (id === 'virtual:pins' ? id : undefined),
        load: (id: string) => (id === 'virtual:pins' ? pins.join('\n') : undefined),
      },
    ],
    build: {
      write: false,
      target: 'es2020',
      // A few per cent smaller than the default, which is what these budgets come down to.
      minify: 'terser',
      terserOptions: {
        ecma: 2020,
        compress: { passes: 5, ecma: 2020, unsafe_arrows: true, pure_getters: true, unsafe: !!options.tight },
      },
      modulePreload: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: options.entry,
        preserveEntrySignatures: 'strict',
        output: options.hands
          ? {
              format: 'iife',
              name: 'm',
              exports: 'named',
              generatedCode: { symbols: false },
              footer: 'document.currentScript.hand(m)',
            }
          : { format: 'iife', exports: 'none' },
      },
    },
  })
  const { output } = result as unknown as { output: readonly Chunk[] }
  const only = output[0]
  if (output.length !== 1 || only?.type !== 'chunk')
    throw new Error(`${options.entry}: one file expected, got ${output.map((one) => one.fileName).join(', ')}`)
  return Buffer.from(only.code)
}
