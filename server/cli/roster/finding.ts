import { EXIT, Ended, type Io } from '../cli.ts'
import { visible } from './words.ts'

/**
 * What was found: `red` is wrong now, `amber` will be soon or is worth a look, `green` is as it should be. The word says it, so
 * that nobody needs the colours.
 */
export interface Finding {
  readonly level: 'red' | 'amber' | 'green'
  /** stable, for programs */
  readonly code: string
  /** a desk, an NGO, a line, an address */
  readonly where: string
  readonly says: string
  /** what to do now */
  readonly todo: string
}

const ORDER = { red: 0, amber: 1, green: 2 } as const

/** The worst first; within one level as they were found. */
export const inOrder = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort((a, b) => ORDER[a.level] - ORDER[b.level])

export const lineOf = ({ level, code, where, says, todo }: Finding): string =>
  visible(`${level.padEnd(5)} ${code}: ${where}: ${says}.${todo ? ` ${todo}.` : ''}`)

/** Prints, one a line or as one JSON object, and ends as cron needs it. @throws Ended 1 where something is red, 3 where amber */
export function report(io: Io, findings: readonly Finding[], json: boolean): void {
  const red = findings.some(({ level }) => level === 'red')
  const amber = findings.some(({ level }) => level === 'amber')
  if (json) io.say(JSON.stringify({ ok: !red, findings: inOrder(findings) }))
  else for (const one of inOrder(findings)) io.say(lineOf(one))
  if (red || amber) throw new Ended(red ? EXIT.wrong : EXIT.warned)
}

type Found = (code: string, where: string, says: string, todo?: string) => Finding
const as =
  (level: Finding['level']): Found =>
  (code, where, says, todo = '') => ({ level, code, where, says, todo })
export const red = as('red')
export const amber = as('amber')
export const green = as('green')
