import { MitosError } from '../../../shared/errors.ts'
import { DAY } from '../../../shared/root.ts'
import { EXIT, Ended, type Io } from '../cli.ts'
import { type RootFile, lacks, needStep, readRootFile, rootBefore } from './rootFile.ts'
import { changes, rootWords, signatureWords } from './rootWords.ts'
import { type Tools, count } from './tools.ts'

/** So long before its end a root is spoken of, days. */
const SOON = 30

/**
 * `root check`: walks the files from the first version to the last, and tells. Each root but the last may have ended.
 * @throws Ended with what is wrong, or will soon be
 */
export async function checkRoots(
  tools: Tools,
  io: Io,
  files: readonly string[],
  options: { readonly previous?: string },
): Promise<void> {
  const sodium = await tools.sodium()
  const found: { file: string; read: RootFile }[] = []
  for (const file of files) found.push({ file, read: await readRootFile(sodium, file) })
  found.sort((a, b) => a.read.root.version - b.read.root.version)
  let before = await firstBefore(found[0]!)
  const wrong: string[] = []
  for (const { read } of found) {
    const name = `root ${read.root.version}`
    if (before) needStep(before.root, read.root)
    rootWords(read.root).forEach((line) => io.say(line))
    if (before) changes(before.root, read.root).lines.forEach((line) => io.say(line))
    const missing = lacks(sodium, read.root)
    const { lines, full } = signatureWords(read, before?.root)
    lines.forEach((line) => io.say(line))
    wrong.push(...missing.map((line) => `${name}: ${line}`))
    if (!missing.length && !full) wrong.push(`${name}: signatures are missing (root sign)`)
    io.say(`its hash: ${read.hash}${read.root.version === 1 ? ' (the pin: data-trust, MITOS_ROOT)' : ''}`)
    before = read
  }
  end(io, before!, wrong)

  async function firstBefore(first: { file: string; read: RootFile }): Promise<RootFile | undefined> {
    try {
      return await rootBefore(sodium, first.file, first.read, options.previous)
    } catch (error) {
      if (!(error instanceof MitosError) || error.code !== 'not-found' || options.previous) throw error
      io.say(`the root before root ${first.read.root.version} is not here, so what it changes cannot be told`)
      return undefined
    }
  }
}

function end(io: Io, last: RootFile, wrong: readonly string[]): void {
  const left = Math.floor((last.root.expires - io.clock()) / DAY)
  const over = last.root.expires <= io.clock()
  if (over)
    io.say(
      `WRONG root ${last.root.version} has ended: the panel shows phone lines only. Make the next one now (root rotate)`,
    )
  wrong.forEach((line) => io.say(`WRONG ${line}`))
  if (wrong.length || over) throw new Ended(EXIT.wrong)
  if (left < SOON) {
    io.say(`SOON  root ${last.root.version} ends in ${count(left, 'day')}: make the next one (root rotate)`)
    throw new Ended(EXIT.warned)
  }
  io.say('all is well')
}
