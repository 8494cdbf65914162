import { createInterface } from 'node:readline/promises'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { Roster } from '../../../shared/roster.ts'
import type { SignedDocument } from '../../../shared/signed.ts'
import { EXIT, Ended, type Io, type Verb } from '../cli.ts'
import { rosterCommand } from '../keeper/rosterCommand.ts'
import { originOf } from '../watch/ask.ts'
import { checkRoster } from './check.ts'
import { diffRosters, linesOf } from './diff.ts'
import { readable } from './diffVerb.ts'
import { type DocumentFile, readSignedFile } from './file.ts'
import { stored } from './publish/memory.ts'
import { type Step, rehearse } from './publish/rehearse.ts'
import { put, readBack } from './publish/send.ts'
import { switchesUndone } from './publish/switches.ts'
import { type There, lookThere, versionOf } from './publish/there.ts'
import { count, fullTime, visible } from './words.ts'

interface Options {
  readonly to: string
  readonly root?: readonly string[]
  readonly release?: readonly string[]
  readonly yes?: true
  readonly dryRun?: true
}

/** Asks somebody at the terminal. */
export type Ask = (question: string) => Promise<string>

/** `mitos roster publish FILE --to URL`: tries it by the server's own rules, shows what changes, asks, sends, and looks. */
export const publishAsking =
  (ask: Ask): Verb =>
  (program, io) =>
    void rosterCommand(program)
      .command('publish')
      .argument('<file>', 'a signed roster')
      .requiredOption('--to <url>', 'the server, as https://HOST')
      .option('--root <files...>', 'signed roots that may not be there yet, the oldest first')
      .option('--release <files...>', 'signed releases that may not be there yet')
      .option('--yes', 'do not ask')
      .option('--dry-run', 'do everything but send')
      .description('Put a roster in force: check it by the server’s rules, show what changes, ask, send, read it back.')
      .action(async (path: string, options: Options) => {
        const file = readSignedFile(path, 'roster')
        const roster = readable(file, 'roster')
        const where = originOf(options.to)
        const crypto = await standardSodium()
        const there = await lookThere(where)
        if (there.inForce && stored('roster', there.inForce.roster).hash === file.hash)
          return io.say(`roster ${roster.version} is in force there already; nothing was sent`)
        const steps = stepsOf(file, options, there)
        await rehearse({ crypto, where, there, steps, clock: io.clock })
        await tell(io, file, roster, there)
        io.say(`to send: ${steps.map(([kind, document]) => `${kind} ${versionOf(document)}`).join(', then ')}`)
        if (options.dryRun) return io.say('Everything would be taken. Nothing was sent (--dry-run).')
        if (!options.yes && !/^yes$/i.test((await ask(`Put this in force at ${where}? Type yes: `)).trim())) {
          io.say('Nothing was sent.')
          throw new Ended(EXIT.wrong)
        }
        for (const [kind, document] of steps) {
          await put(where, kind, document)
          io.say(`${kind} ${versionOf(document)} was taken`)
        }
        const first = there.roots[0] ?? steps[0]![1]
        await confirm(io, await readBack(crypto, where, stored('root', first).hash), file, roster)
      })

/** Roots before releases before the roster: each is checked by what was put before it. */
function stepsOf(file: DocumentFile & { signed: SignedDocument }, options: Options, { roots }: There): readonly Step[] {
  const there = roots.map((one) => stored('root', one).hash)
  const given = (options.root ?? []).map((path) => readSignedFile(path, 'root'))
  const releases = (options.release ?? []).map((path) => readSignedFile(path, 'release'))
  return [
    ...given.filter(({ hash }) => !there.includes(hash!)).map(({ signed }): Step => ['root', signed]),
    ...releases.map(({ signed }): Step => ['release', signed]),
    ['roster', file.signed],
  ]
}

async function tell(io: Io, file: DocumentFile, roster: Roster, { inForce }: There): Promise<void> {
  const findings = await checkRoster(await standardSodium(), file, [], io.clock())
  const red = findings.filter(({ level }) => level === 'red').length
  if (red) io.say(`! the launch check has ${count(red, 'red finding')}: mitos roster check tells them`)
  if (!inForce) {
    const { ngos, desks } = roster
    io.say(`This is the first roster there: ${count(ngos.length, 'NGO')}, ${count(desks.length, 'desk')}`)
    for (const { name, leads } of ngos) io.say(visible(`- ${name}, ${count(leads.length, 'lead')}`))
    return
  }
  const before = JSON.parse(inForce.roster.signed) as Roster
  for (const line of await switchesUndone(await standardSodium(), inForce, roster)) io.say(visible(`! ${line}`))
  io.say(`In force there is roster ${before.version}. With roster ${roster.version}:`)
  for (const line of linesOf(diffRosters(before, roster, stored('roster', inForce.roster).hash))) io.say(line)
}

async function confirm(
  io: Io,
  back: { readonly version: number; readonly hash: string },
  { hash }: DocumentFile,
  { version, expires, desks }: Roster,
): Promise<void> {
  if (back.hash === hash)
    return io.say(
      `roster ${version} is in force until ${fullTime(expires, desks[0]!.tz)}; every page knows within 5 minutes`,
    )
  io.say(
    `All was taken, but chain.json still gives roster ${back.version}: a cache on the way may keep it for 5 minutes. Run the same again then`,
  )
  throw new Ended(EXIT.warned)
}

async function askTerminal(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new MitosError('bad-input', 'nobody can be asked here; look first (--dry-run), then add --yes')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await terminal.question(question)
  } finally {
    terminal.close()
  }
}

export const rosterPublish: Verb = publishAsking(askTerminal)
