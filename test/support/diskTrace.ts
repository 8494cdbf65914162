/** What a process did to the disk and what it said, in order. */
export type Step =
  | { readonly kind: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: string; readonly size: number }
  | { readonly kind: 'make' | 'makeFolder' | 'remove'; readonly file: string }
  | { readonly kind: 'rename'; readonly file: string; readonly to: string }
  | { readonly kind: 'sync'; readonly file: string; readonly failed: boolean }
  /** the start of an answer, and the client's port; or a line of output, and no port */
  | { readonly kind: 'said'; readonly text: string; readonly port: number | undefined }

const CALLS = 'openat,write,writev,pwrite64,pwritev,fsync,fdatasync,ftruncate,fallocate,unlink,rename,mkdir'
const REFUSED = /^(writev|pwritev|fallocate)\(\d+<\//

/** A command in front of another one that traces its main thread, which is the one that writes. */
export const tracing = (trace: string, inject: readonly string[] = []): string[] => [
  'strace',
  '-D',
  '-q',
  '-yy',
  '-xx',
  '-s',
  // The inbox is more than a million bytes.
  '4000000',
  '-e',
  `trace=${CALLS}`,
  ...inject.flatMap((one) => ['-e', `inject=${one}`]),
  '-o',
  trace,
]

/** Whether a trace tells the process's end, and so all of it. */
export const isWhole = (text: string): boolean => text.endsWith('+++\n')

/** Reads a trace: what concerns this folder, and what was said. */
export function readTrace(text: string, folder: string): Step[] {
  const steps: Step[] = []
  /** where the next `write` of an open file goes */
  const positions = new Map<string, number>()
  const sizes = new Map<string, number>()
  for (const line of text.split('\n')) {
    const call = /^(\w+)\((.*)\)\s+= (-?\d+)/.exec(line)
    if (!call) continue
    const [, name = '', args = '', result = ''] = call
    const failed = result.startsWith('-')
    const texts = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map((one) => bytesOf(one[1]!))
    const [, fd = '', opened = ''] = /^(\d+)<((?:->|[^>])*)>/.exec(args) ?? []
    const file = unescaped(opened)
    // Written to after it was removed: no name leads there any more.
    if (file.endsWith('(deleted)')) continue
    const inside = (path: string): boolean => path === folder || path.startsWith(`${folder}/`)
    if (/^p?writev?(64)?$/.test(name) && !failed && !inside(file)) {
      const said = Buffer.concat(texts).subarray(0, 100).toString('latin1')
      const port = /->[^>]*:(\d+)\]/.exec(file)?.[1]
      steps.push({ kind: 'said', text: said, port: port === undefined ? undefined : Number(port) })
    } else if (name === 'openat') {
      const path = texts[0]!.toString()
      if (failed || !inside(path) || !/O_CREAT|O_TRUNC|O_RDWR|O_WRONLY/.test(args)) continue
      const opens = `${/^\d+/.exec(result)![0]}`
      if (args.includes('O_CREAT') && !sizes.has(path)) steps.push({ kind: 'make', file: path })
      if (args.includes('O_TRUNC')) steps.push({ kind: 'truncate', file: path, size: 0 })
      if (args.includes('O_TRUNC') || !sizes.has(path)) sizes.set(path, 0)
      positions.set(opens, args.includes('O_APPEND') ? sizes.get(path)! : 0)
    } else if (failed && !name.endsWith('sync')) continue
    else if (name.endsWith('sync') && inside(file)) steps.push({ kind: 'sync', file, failed })
    else if (name === 'ftruncate' && inside(file)) {
      const size = Number(/, (\d+)$/.exec(args)![1])
      steps.push({ kind: 'truncate', file, size })
      sizes.set(file, size)
    } else if (name === 'pwrite64' || name === 'write') {
      const at = name === 'write' ? positions.get(fd)! : Number(/, (\d+)$/.exec(args)![1])
      // As much as was written, which may be less than was asked for.
      const bytes = texts[0]!.subarray(0, Number(result))
      steps.push({ kind: 'write', file, at, bytes })
      if (name === 'write') positions.set(fd, at + bytes.length)
      sizes.set(file, Math.max(sizes.get(file) ?? 0, at + bytes.length))
    } else if (name === 'mkdir' && inside(texts[0]!.toString())) {
      steps.push({ kind: 'makeFolder', file: texts[0]!.toString() })
    } else if (name === 'unlink' && inside(texts[0]!.toString())) {
      steps.push({ kind: 'remove', file: texts[0]!.toString() })
      sizes.delete(texts[0]!.toString())
    } else if (name === 'rename' && inside(texts[0]!.toString())) {
      const [from = '', to = ''] = texts.map(String)
      steps.push({ kind: 'rename', file: from, to })
      sizes.set(to, sizes.get(from)!)
      sizes.delete(from)
    } else if (REFUSED.test(line)) throw new Error(`a call that the replay does not know: ${name}`)
  }
  return steps
}

const bytesOf = (escaped: string): Buffer => Buffer.from(escaped.replaceAll('\\x', ''), 'hex')
const unescaped = (text: string): string =>
  text.replace(/(?:\\x[0-9a-f]{2})+/g, (escaped) => bytesOf(escaped).toString())
