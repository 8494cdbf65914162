import { standardSodium } from '../../../../shared/crypto/standard.ts'
import type { Crypto } from '../../../../shared/crypto/crypto.ts'
import type { Roster } from '../../../../shared/roster.ts'
import type { SignedDocument } from '../../../../shared/signed.ts'
import { EXIT, Ended, type Io } from '../../cli.ts'
import { originOf } from '../../watch/ask.ts'
import { readable } from '../diffVerb.ts'
import { fullTime, nameOf, visible } from '../words.ts'
import { stored } from './memory.ts'
import { type Step, rehearse } from './rehearse.ts'
import { put, readBack } from './send.ts'
import { type Given, stepsOf } from './steps.ts'
import { tell } from './tell.ts'
import { type There, lookThere, versionOf } from './there.ts'

/** Asks somebody at the terminal. */
export type Ask = (question: string) => Promise<string>

export interface PublishOptions {
  readonly to: string
  readonly yes?: true
  readonly dryRun?: true
}

/**
 * Tries everything by the server's own rules, says what changes, asks, sends, and looks.
 * @throws MitosError as `rehearse` and `put` | Ended where it was not wanted, or is not to be seen yet
 */
export async function publishGiven(io: Io, ask: Ask, given: Given, options: PublishOptions): Promise<void> {
  const { roster } = given
  if (roster) readable(roster, 'roster')
  const where = originOf(options.to)
  const crypto = await standardSodium()
  const there = await lookThere(where)
  const steps = stepsOf(given, there)
  if (!steps.length) return tellAgain(io, given, there)
  await rehearse({ crypto, where, there, steps, clock: io.clock })
  await tell(io, where, steps, roster, there)
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
  await look(io, crypto, where, steps, there)
}

/** NGOs that read with other keys than before. A server holds sealed requests only, so it cannot tell a test that arrived. */
function withOtherKeys({ ngos }: Roster, { inForce }: There): readonly string[] {
  const before = inForce ? (JSON.parse(inForce.roster.signed) as Roster).ngos : []
  return ngos.filter(({ box }) => !before.some((one) => one.box.key === box.key)).map(nameOf)
}

/** All of it is there already: what of it is not in force, and what that needs. */
function tellAgain(io: Io, { roster, releases }: Given, there: There): void {
  const { inForce } = there
  for (const { hash, inner } of releases)
    if (
      inForce &&
      stored('release', inForce.release).hash !== hash &&
      versionOf(inForce.release) < Number(inner['version'])
    )
      io.say(`release ${Number(inner['version'])} waits there until a roster names it`)
  if (!inForce) io.say('Nothing is in force there before a roster is.')
  const said = roster
    ? `roster ${Number(roster.inner['version'])} is in force there already`
    : 'all of this is there already'
  io.say(`${said}; nothing was sent`)
  if (inForce) needRoot(io, there.roots, inForce.root)
}

/**
 * Whoever drops a key means it at once, but a root waits as long as release and roster are not signed as it asks.
 * @param roots all that are there @param inForce version of the root that pages believe
 */
function needRoot(io: Io, roots: readonly SignedDocument[], inForce: number): void {
  const newest = Math.max(...roots.map(versionOf))
  if (newest <= inForce) return
  io.say(
    `! root ${newest} only waits there, and root ${inForce} is in force: a key that was dropped still counts. Release and roster must be signed by ` +
      'the keys that it names: release sign, or the next roster, then publish',
  )
  throw new Ended(EXIT.warned)
}

/** What is in force now, as a panel reads it. */
async function look(io: Io, crypto: Crypto, where: string, steps: readonly Step[], there: There): Promise<void> {
  const sent = steps.find(([kind]) => kind === 'roster')?.[1]
  const wanted = sent ?? there.inForce?.roster
  if (!wanted) return io.say('Nothing is in force there before a roster is.')
  const back = await readBack(crypto, where, stored('root', there.roots[0] ?? steps[0]![1]).hash)
  const { version, expires, desks } = JSON.parse(wanted.signed) as Roster
  if (back.hash === stored('roster', wanted).hash) {
    const until = `roster ${version} is in force until ${fullTime(expires, desks[0]!.tz)}`
    io.say(`${until}; ${sent ? 'every page knows within 5 minutes' : 'pages believe what is there'}`)
    const others = sent ? withOtherKeys(JSON.parse(sent.signed) as Roster, there) : []
    if (others.length)
      io.say(
        visible(
          `New keys: ${others.join(', ')}. Let a coordinator of each press “Send a test” in the inbox and see it arrive: nobody else can know whether a request does`,
        ),
      )
    const sentRoots = steps.flatMap(([kind, document]) => (kind === 'root' ? [document] : []))
    return needRoot(io, [...there.roots, ...sentRoots], back.root)
  }
  io.say(
    `All was taken, but chain.json still gives roster ${back.version}: a cache on the way may keep it for 5 minutes. Run the same again then`,
  )
  throw new Ended(EXIT.warned)
}
