#!/usr/bin/env node
import { backup } from './backup.ts'
import { check } from './check.ts'
import { type Verb, run } from './cli.ts'
import { member } from './member.ts'
import { produce } from './produce.ts'
import { restore } from './restore.ts'
import { shred } from './shred.ts'
import { site } from './site.ts'

/** `npx mitos VERB`: one file of this folder a verb. */
const VERBS: readonly Verb[] = [backup, check, member, produce, restore, shred, site]

process.umask(0o077)
process.exitCode = await run(VERBS, process.argv.slice(2), {
  say: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  environment: process.env,
  clock: () => Math.floor(Date.now() / 1000),
})
