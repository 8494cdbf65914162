import { dirname, resolve } from 'node:path'
import { build } from 'vite'
import { commonPasswords } from './commonPasswords.ts'
import { uncalled } from './uncalled.ts'
import { type Lent, borrowedModule, checkBorrowed, lenderModule } from './lent.ts'

export interface BundleOptions {
  readonly entry: string
  /** Whether the script hands its exports to the element that loaded it. */
  readonly hands: boolean
  /** Whether to write templates as sums and the like, which is safe for our own code and not for that of others. */
  readonly tight?: boolean
  /** What `virtual:pins` exports to this bundle: what it may load next, by name and hash. */
  readonly pins?: Readonly<Record<string, unknown>>
  /** What this script lends to one that comes later: `virtual:lent`. */
  readonly lends?: Lent
  /** Nobody at risk waits for it: packed quickly, some per cent larger. */
  readonly quick?: boolean
  /** What it borrows. It then hands over a function of the list, which gives its exports. */
  readonly borrows?: Lent
}

interface Chunk {
  readonly type: string
  readonly fileName: string
  readonly code: string
  /** of all files that it was made of, by their paths */
  readonly modules: Readonly<Record<string, unknown>>
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
      commonPasswords,
      uncalled,
      {
        name: 'mitos-pins',
        enforce: 'pre' as const,
        resolveId: (id: string, importer: string | undefined) => {
          if (id === 'virtual:pins' || id === 'virtual:lent') return id
          const module = importer && id.startsWith('.') ? resolve(dirname(importer), id) : id
          return options.borrows?.modules.has(module) ? `\0borrowed:${module}` : undefined
        },
        load: (id: string) => {
          if (id === 'virtual:pins') return pins.join('\n')
          if (id === 'virtual:lent') return options.lends && lenderModule(options.lends)
          const [, module] = id.split('\0borrowed:')
          return module && options.borrows ? borrowedModule(options.borrows, module) : undefined
        },
      },
    ],
    build: {
      write: false,
      target: 'es2020',
      // A few per cent smaller than the default, which is what these budgets come down to.
      minify: options.quick ? true : 'terser',
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
              footer: options.borrows ? '' : 'document.currentScript.hand(m)',
            }
          : { format: 'iife', exports: 'none' },
      },
    },
  })
  const { output } = result as unknown as { output: readonly Chunk[] }
  const only = output[0]
  if (output.length !== 1 || only?.type !== 'chunk')
    throw new Error(`${options.entry}: one file expected, got ${output.map((one) => one.fileName).join(', ')}`)
  if (!options.borrows) return Buffer.from(only.code)
  checkBorrowed(options.borrows, Object.keys(only.modules))
  return Buffer.from(`document.currentScript.hand({draw:function(L){${only.code.trim()}return m}})`)
}
