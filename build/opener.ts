import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

/**
 * What `mitos open` reads a sealed copy with: the inbox's own code as one module for Node, since the command line itself has
 * nothing to open with, and a second reader would be one more to keep right. Cryptography comes from whoever calls it.
 * @param root of the repository
 * @param out the folder that gets `open/open.js`
 */
export async function buildOpener(root: string, out: string): Promise<void> {
  const result = await build({
    configFile: false,
    root,
    mode: 'production',
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    ssr: { noExternal: true },
    build: {
      write: false,
      ssr: join(root, 'inbox/export/offline/open.ts'),
      target: 'node20',
      minify: false,
      reportCompressedSize: false,
      rollupOptions: { output: { format: 'es' } },
    },
  })
  const { output } = result as unknown as { output: readonly { readonly type: string; readonly code: string }[] }
  const [only] = output
  if (output.length !== 1 || only?.type !== 'chunk') throw new Error('open.ts: one file expected')
  await mkdir(join(out, 'open'), { recursive: true })
  await writeFile(join(out, 'open/open.js'), only.code)
}
