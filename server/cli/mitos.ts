#!/usr/bin/env node
import type { OpenCopy } from '../../shared/exportReader.ts'
import { audit } from './audit.ts'
import { backup } from './backup.ts'
import { check } from './check.ts'
import { type Verb, run } from './cli.ts'
import { keeperVerbs } from './keeper/keeper.ts'
import { openTerminal } from './keeper/terminal.ts'
import type { Tools } from './keeper/tools.ts'
import { member } from './member.ts'
import { open } from './open/openVerb.ts'
import { produce } from './produce.ts'
import { restore } from './restore.ts'
import { rosterCheck } from './roster/checkVerb.ts'
import { rosterDiff } from './roster/diffVerb.ts'
import { publish } from './roster/publishVerb.ts'
import { lines } from './roster/linesVerb.ts'
import { shred } from './shred.ts'
import { site } from './site.ts'
import { watch } from './watch/watchVerb.ts'

const terminal = openTerminal(
  () => process.stdin,
  (text) => void process.stderr.write(text),
)

const tools: Tools = {
  terminal,
  // WebAssembly of some size, which the other verbs do without.
  sodium: async () => (await import('../../shared/crypto/sumo.ts')).sumoSodium(),
}
/** The build makes it of the inbox (build/opener.ts). */
const reader = async (): Promise<OpenCopy> => {
  const { openCopy } = (await import(new URL('../../open/open.js', import.meta.url).href)) as { openCopy: OpenCopy }
  return openCopy
}

/** `npx mitos VERB`: one file of this folder a verb. */
const VERBS: readonly Verb[] = [
  audit,
  backup,
  check,
  lines,
  member,
  produce,
  publish,
  restore,
  rosterCheck,
  rosterDiff,
  shred,
  site,
  watch,
  open(tools, reader),
  ...keeperVerbs(tools),
]

process.umask(0o077)
try {
  process.exitCode = await run(VERBS, process.argv.slice(2), {
    say: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
    environment: process.env,
    clock: () => Math.floor(Date.now() / 1000),
  })
} finally {
  terminal.close()
}
