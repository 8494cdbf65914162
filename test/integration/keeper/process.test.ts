import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../folder.ts'

const MITOS = join(process.cwd(), 'dist/server/cli/mitos.js')
const PASSPHRASE = 'canary lantern orbit pickle harbour'

/** Starts a program at a terminal of its own, types each answer when its question stands there, and prints what was to be seen. */
const AT_A_TERMINAL = `
import os, pty, sys
questions = [b'five words or more', b'once more']
pid, terminal = pty.fork()
if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
seen = b''
while True:
  try: some = os.read(terminal, 4096)
  except OSError: break
  if not some: break
  seen += some
  if questions and questions[0] in seen:
    questions.pop(0)
    os.write(terminal, b'${PASSPHRASE}x\\x7f\\r')
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`

/** @returns exit code and both outputs */
const run = (command: string, ...args: readonly string[]): Promise<{ code: number; output: string }> =>
  new Promise((resolve) =>
    execFile(command, args, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, output: `${out}${err}` }),
    ).stdin!.end(),
  )

describe('The installed command line, as processes at the real cost', () => {
  const folder = temporaryFolder()
  afterAll(() => folder.remove())
  const file = (name: string) => join(folder.path, name)
  const add = ['root', 'add', file('root-1.json'), '--role', 'root', '--key', file('a.key')]

  it('shows nothing of a passphrase at a terminal, and opens the key with it from a file descriptor', async () => {
    expect((await run(process.execPath, MITOS, 'root', 'new', folder.path)).code).toBe(0)
    const typed = await run('python3', '-c', AT_A_TERMINAL, process.execPath, MITOS, ...add)
    expect(typed).toMatchObject({ code: 0, output: expect.stringContaining('The same once more: \r\nwritten: ') })
    writeFileSync(file('passphrase'), `${PASSPHRASE}\n`, { mode: 0o600 })
    const shell = '"$0" "$1" root paper "$2" --passphrase-fd 3 3< "$3"'
    const paper = await run('bash', '-c', shell, process.execPath, MITOS, file('a.key'), file('passphrase'))
    expect(paper).toMatchObject({ code: 0, output: expect.stringContaining('This page IS the key') })
    const kept = ['a.key', 'root-1.json'].map((name) => readFileSync(file(name), 'latin1'))
    expect([typed.output, paper.output, ...kept].join()).not.toMatch(/canary|lantern/)
    const groups = [...readFileSync(file('a.key.html'), 'utf8').matchAll(/<li>(\w{5})<\/li>/g)].map(([, one]) => one!)
    expect(groups).toHaveLength(14)
    for (const group of groups) expect([typed.output, paper.output, ...kept].join()).not.toContain(group)
    // The real cost, twice, on a machine that may have much else to do.
  }, 180_000)

  it('says that there is no terminal, and makes nothing', async () => {
    mkdirSync(file('b'), { mode: 0o700 })
    const none = await run(process.execPath, MITOS, ...add.slice(0, -1), file('b/b.key'))
    expect(none).toEqual({
      code: 1,
      output: expect.stringMatching(/^mitos: bad-input: there is no terminal to ask on/),
    })
    expect(readdirSync(file('b'))).toEqual([])
  })
})
