import { cpSync, lstatSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { toBase64, toHex } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { sumoSodium } from '../../../shared/crypto/sumo.ts'
import type { Io } from '../../../server/cli/cli.ts'
import { run } from '../../../server/cli/cli.ts'
import { keeperVerbs } from '../../../server/cli/keeper/keeper.ts'
import { rosterCheck } from '../../../server/cli/roster/checkVerb.ts'
import { publishAsking } from '../../../server/cli/roster/publishVerb.ts'
import { rosterDiff } from '../../../server/cli/roster/diffVerb.ts'
import { lines } from '../../../server/cli/roster/linesVerb.ts'
import { watch } from '../../../server/cli/watch/watchVerb.ts'
import { writePaper } from '../../../server/cli/keeper/paperCode.ts'
import type { Sodium } from '../../../server/cli/keeper/tools.ts'
import { temporaryFolder } from '../folder.ts'

export const sodium = await sumoSodium()

/** A passphrase that no output and no file may show. */
export const PASSPHRASE = 'canary lantern orbit pickle harbour'
export const START = Date.UTC(2026, 10, 2, 8) / 1000
export const DAY = 86_400

/** Verbs that need no key and ask nobody. */
const READING = [lines, rosterCheck, rosterDiff, watch]

/** What a run of the command line ended with, and all that it said. */
export interface Ran {
  readonly code: number
  readonly said: string
  /** the questions that it asked */
  readonly asked: readonly string[]
}

/** A keeper's laptop: a folder, a clock, and somebody at the terminal. */
export interface Desk {
  readonly folder: string
  /** seconds UTC; a test sets it */
  now: number
  /** `mitos …`; words with a slash in them are files of the folder. `answers`: what is typed, in order, without end for the last. */
  mitos(line: string, answers?: readonly string[]): Promise<Ran>
  path(name: string): string
  text(name: string): string
  /** all seeds that were made here */
  readonly seeds: Uint8Array[]
  /** Whether no secret stands in any output or file but papers. */
  keptSecrets(): void
  close(): void
}

export function openDesk(): Desk {
  const own = temporaryFolder()
  const seeds: Uint8Array[] = []
  const outputs: string[] = []
  const path = (name: string) => join(own.path, name)
  const watched: Sodium = {
    ...sodium,
    crypto: {
      ...sodium.crypto,
      random(length) {
        const made = sodium.crypto.random(length)
        if (length === 32) seeds.push(made.slice())
        return made
      },
    },
    // The real cost is tried once, in a process of its own.
    argon2id: (password, salt, options) => sodium.argon2id(password, salt, { ...options, passes: 1, memory: 8 }),
  }
  const desk: Desk = {
    folder: own.path,
    seeds,
    now: START,
    async mitos(line, answers = [PASSPHRASE]) {
      const said: string[] = []
      const asked: string[] = []
      const ask = async (question: string) => {
        asked.push(question)
        const answer = answers[Math.min(asked.length, answers.length) - 1]
        if (answer === undefined || asked.length > 40)
          throw new MitosError('bad-input', 'there is nobody at the terminal')
        return answer
      }
      const io: Io = {
        say: (one) => void said.push(one),
        complain: (one) => void said.push(one),
        environment: {},
        clock: () => desk.now,
      }
      const args = line.split(' ').map((word) => (word.includes('/') && !word.startsWith('http') ? path(word) : word))
      const code = await run(
        [
          ...keeperVerbs({ terminal: { ask, askSecret: ask }, sodium: async () => watched }),
          ...READING,
          publishAsking(ask),
        ],
        args,
        io,
      )
      outputs.push(...said, ...asked)
      return { code, said: said.join('\n').replaceAll(`${own.path}/`, ''), asked }
    },
    path,
    text: (name) => readFileSync(path(name), 'utf8'),
    keptSecrets() {
      const files = readdirSync(own.path, { recursive: true, encoding: 'utf8' }).map(path)
      const kept = files.filter((file) => lstatSync(file).isFile() && !/\.html$|\.secret$/.test(file))
      const all = [...outputs, ...kept.map((file) => readFileSync(file, 'latin1'))].join('\n')
      expect(seeds.length + kept.length).toBeGreaterThan(0)
      for (const seed of seeds)
        for (const secret of [
          toBase64(seed),
          Buffer.from(seed).toString('base64'),
          toHex(seed),
          Buffer.from(seed).toString('latin1'),
        ])
          expect(all.includes(secret)).toBe(false)
      for (const seed of seeds) expect(all).not.toContain(writePaper(sodium.crypto, seed)[0]!)
      expect(all).not.toMatch(/canary|lantern/)
    },
    close: own.remove,
  }
  return desk
}

/**
 * A network as two keepers make it, in `keeper/`: two root keys, one roster key, two release keys; root-1.json is whole.
 * It is made once for a file of tests.
 */
export async function makeNetwork(desk: Desk): Promise<void> {
  made ??= make()
  const first = await made
  cpSync(first.path('keeper'), desk.path('keeper'), { recursive: true })
  desk.seeds.push(...first.seeds)
}

let made: Promise<Desk> | undefined
afterAll(async () => (await made)?.close())

async function make(): Promise<Desk> {
  const desk = openDesk()
  const well = async (line: string) => {
    const ran = await desk.mitos(line)
    if (ran.code !== 0) throw new Error(ran.said)
  }
  await well('root new keeper/')
  for (const [role, name] of ['root a', 'root b', 'roster a', 'release a', 'release b'].map((one) => one.split(' ')))
    await well(`root add keeper/root-1.json --role ${role} --key keeper/${name}-${role}.key`)
  for (const name of ['a', 'b']) await well(`root sign keeper/root-1.json --key keeper/${name}-root.key`)
  desk.keptSecrets()
  return desk
}
