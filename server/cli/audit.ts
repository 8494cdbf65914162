import { readFileSync, statSync } from 'node:fs'
import { AUDIT_FILE_CAP, type AuditFile, readAuditFile } from '../../shared/auditFile.ts'
import { standardSodium } from '../../shared/crypto/standard.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import { auditFindings, readExport } from './audit/check.ts'
import { wordsOf } from './audit/words.ts'
import type { Verb } from './cli.ts'
import { readSignedFile } from './roster/file.ts'
import { inOrder, report } from './roster/finding.ts'

interface Options {
  readonly roster: readonly string[]
  readonly root?: readonly string[]
  readonly before?: string
  readonly lines?: true
  readonly json?: true
}

/** `mitos audit FILE`: whether what an NGO's members did is all there, of a file that one of them took out. It changes nothing. */
export const audit: Verb = (program, io) =>
  void program
    .command('audit')
    .argument('<file>', 'what the inbox saved: audit-NGO-DAY.json')
    .requiredOption(
      '--roster <files...>',
      'signed rosters that name the organisation: whose coordinators sign its team',
    )
    .option('--root <files...>', 'the signed roots, the oldest first: then the rosters’ signatures are checked too')
    .option('--before <file>', 'an audit that was saved earlier: all that it has must be in this one')
    .option('--lines', 'print every line too')
    .option('--json', 'one JSON object instead of lines')
    .description('Check an audit that somebody saved from the inbox. Ends with 0, or 1 where something does not hold.')
    .action(async (path: string, { roster, root = [], before, lines, json }: Options) => {
      const crypto = await standardSodium()
      const trust = {
        rosters: roster.map((one) => readSignedFile(one, 'roster')),
        roots: root.map((one) => readSignedFile(one, 'root')),
      }
      const earlier = before === undefined ? undefined : readFile(before)
      const opened = await readExport(crypto, readFile(path), trust, earlier, io.clock())
      const findings = auditFindings(opened)
      if (json && lines) {
        const { read } = opened
        io.say(
          JSON.stringify({
            ok: !findings.some(({ level }) => level === 'red'),
            findings: inOrder(findings),
            lines: read.lines,
          }),
        )
        return report({ ...io, say: () => undefined }, findings, true)
      }
      if (lines && !json) for (const line of opened.read.lines) io.say(wordsOf(line, opened.names))
      report(io, findings, !!json)
    })

/** @throws MitosError `not-found` | `too-large` | `bad-input` */
function readFile(path: string): AuditFile {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isFile()) throw new MitosError('not-found', 'there is no file for the audit at that path')
  if (stat.size > AUDIT_FILE_CAP) throw new MitosError('too-large', 'the file is too large for an audit')
  try {
    return readAuditFile(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new MitosError(
      'bad-input',
      `this file is no audit, or was changed after it was saved (${codeOf(error)}): ask for it again`,
    )
  }
}
