import { CHAIN_CAP, type Chain, readChain } from '../../../shared/chain.ts'
import type { Verifier } from '../../../shared/crypto/crypto.ts'
import { codeOf } from '../../../shared/errors.ts'
import { endFindings } from '../roster/check/ends.ts'
import { type Finding, amber, red } from '../roster/finding.ts'
import { lengthOf } from '../roster/words.ts'
import { AskError, UNANSWERED, ask } from './ask.ts'

/** The chain that a server gives, if it can be believed. */
export interface Given {
  readonly chain: Chain
  readonly text: string
}

export interface Watching {
  readonly crypto: Verifier
  /** hash of the root that the network is known by */
  readonly pin: string
  /** seconds UTC */
  readonly now: number
  /** ms for each answer */
  readonly within: number
}

/** Asks for the chain, and makes the whole check that a panel makes. */
export async function chainOf(where: string, { crypto, pin, within }: Watching): Promise<Given | Finding> {
  let text: string
  try {
    const { status, bytes } = await ask(`${where}/trust/chain.json`, CHAIN_CAP, within)
    text = bytes.toString('utf8')
    const none = whyNone(where, status, text)
    if (none) return none
  } catch (error) {
    return unanswered(where, error)
  }
  try {
    return { chain: await readChain(crypto, text, pin), text }
  } catch (error) {
    const code = codeOf(error)
    return red(code, where, WHY[code] ?? 'what it gives cannot be believed', WHAT_TO_DO)
  }
}

/** @throws what is not ours */
export function unanswered(where: string, error: unknown): Finding {
  if (!(error instanceof AskError)) throw error
  return red(error.code, where, ...UNANSWERED[error.code])
}

const WHAT_TO_DO = 'Panels show phone lines only. Compare the root with the keepers, then ask the operator'
const WHY: Readonly<Record<string, string>> = {
  'chain-refused': 'what it gives as chain.json is damaged, or no chain',
  'root-refused': 'its roots do not lead from the root that you gave: another network, or a false one',
  'roster-refused': 'its roster is not signed as the root asks, or holds what no reader takes',
  'release-refused': 'its release is not signed as the root asks, or not the one that the roster names',
}

function whyNone(where: string, status: number, text: string): Finding | undefined {
  if (status === 503 && text.includes('"chain-unreachable"'))
    return red('nothing-published', where, 'no network is published there yet', 'Publish root, release and roster')
  if (status >= 500) return red('server-fails', where, `it answers ${status}`, 'Ask its operator (mitos check --live)')
  if (status === 200 && /^\s*\{/.test(text)) return undefined
  const todo = 'Look at the address; if it is right, something else answers there: ask its operator'
  return red('no-network', where, `there is no Mitos network at this address (it answers ${status})`, todo)
}

/** Seconds: what a cache may keep, and what the time is rounded down by, make a true clock look slow. */
const [SLOW, FAST] = [1500, 600]

/** What a believed chain says about its own end, the clock, and who is there. */
export function chainFindings(where: string, { root, release, roster, time }: Chain, now: number): readonly Finding[] {
  const tz = roster.desks[0]!.tz
  const named = (findings: readonly Finding[]): readonly Finding[] =>
    findings.map((one) => ({ ...one, where: `${where}, ${one.where}` }))
  const findings: Finding[] = [
    ...named(endFindings('root', root, now, tz)),
    ...named(endFindings('release', release, now, tz)),
    ...named(endFindings('roster', roster, now, tz)),
  ]
  const apart = time === null ? 0 : now - time
  if (apart > SLOW || apart < -FAST) {
    const says = `its clock is ${lengthOf(Math.abs(apart))} ${apart > 0 ? 'behind' : 'ahead of'} this one, or its answer is kept too long`
    findings.push(amber('clock-off', where, says, 'Set the wrong one of the two'))
  }
  for (const { id, shifts } of roster.desks)
    if (!shifts.some(([start, length]) => 60 * (start + length) > now))
      findings.push(red('shift-none', `${where}, ${id}`, 'nobody has a shift any more', 'Publish a roster with shifts'))
  return findings
}
