import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../server/store/sqlite/open.ts'
import { type CliResult, mitos } from './cli.ts'
import { temporaryFolder } from './folder.ts'
import { noticeFile } from '../../shared/notice.ts'
import { signDocument } from '../../shared/signed.ts'
import { NOW, boxKey, crypto, hashOf, ngo, root, roster, sealedFor, seed } from './network.ts'
import { publishAll } from './publish.ts'
import { type ServerProcess, startProcess } from './process.ts'

/** What the NGO tells about data, by language. */
const TEXTS = { en: 'about data', el: 'για τα δεδομένα' }
const fileHash = (text: string) => createHash('sha256').update(noticeFile(text)).digest('base64url')
async function putNotice(text: string): Promise<number> {
  const { network } = JSON.parse(roster().signed) as { network: string }
  const notice = { type: 'notice', v: 1, network, ngo: 'a21', issued: NOW, text } as const
  const body = JSON.stringify(signDocument(crypto, notice, [seed('a21 lead')]))
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${server.url}/trust/notices`, { method: 'PUT', headers, body })).status
}

const folder = temporaryFolder()
const data = join(folder.path, 'data')
const backups = join(folder.path, 'backups')
let server: ServerProcess
beforeAll(async () => {
  server = await startProcess(data)
  const [desk] = (JSON.parse(roster().signed) as { desks: { shifts: [number, number, string][] }[] }).desks
  const shifts = Array.from({ length: 27 }, (_, i) => [NOW / 60 - 10 + i * 480, 480, 'a21'])
  const notices = Object.fromEntries(Object.entries(TEXTS).map(([lang, text]) => [lang, fileHash(text)]))
  await publishAll(server.url, roster(1, null, { desks: [{ ...desk, shifts }], ngos: [ngo('a21', 1, { notices })] }))
  for (const text of Object.values(TEXTS)) expect(await putNotice(text)).toBe(204)
  mkdirSync(backups)
  writeFileSync(join(backups, 'newest'), 'sealed')
})
afterAll(async () => {
  server.process.kill()
  await server.ended
  folder.remove()
})

const DAY = 86_400
const environment = (more: Record<string, string> = {}) => ({
  MITOS_DATA: data,
  MITOS_ROOT: hashOf(root()),
  MITOS_PORT: new URL(server.url).port,
  MITOS_ORIGIN: 'https://help.example',
  MITOS_TRUST_PROXY: '127.0.0.1',
  ...more,
})
const check = (args: readonly string[] = [], more: Record<string, string> = {}, day = 0): Promise<CliResult> =>
  mitos(['check', ...args], environment(more), NOW + day * DAY)
const line = (result: CliResult, name: string) => result.output.split('\n').find((one) => one.slice(5).startsWith(name))
/** All but the accounts' warning: where the tests run as root, so does the check. */
const others = (result: CliResult) => result.output.split('\n').filter((one) => !one.startsWith('warn account'))

/** A line without what another program may change meanwhile. */
const unmeasured = (line: string): string => line.replace(/[\d.]+ GB/, 'some GB')

/** Names, sizes and hashes of everything in the data folder. */
const everything = () =>
  readdirSync(data, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => join(data, name))
    .filter((file) => statSync(file).isFile() && !file.endsWith('-shm'))
    .map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')])

describe('mitos check, beside the server that runs', () => {
  it('finds nothing wrong, says so in a line each, and changes nothing', async () => {
    const before = everything()
    const silent = await check(['--backups', backups])
    expect(everything()).toEqual(before)
    // Only a write shows that the server can write.
    const result = await check(['--live', '--backups', backups])
    // How much of the disk is free is another's doing too.
    const known = others(silent).map(unmeasured)
    expect(others(result).filter((one) => !known.includes(unmeasured(one)))).toEqual([
      'ok   server   answers, and can write',
    ])
    expect(others(result).filter((one) => !one.startsWith('ok  '))).toEqual([])
    expect(others(result).map((one) => one.slice(5, 13).trim())).toEqual(
      expect.arrayContaining([
        'settings',
        'folder',
        'database',
        'root',
        'release',
        'roster',
        'files',
        'notices',
        'alerts',
        'clock',
        'disk',
        'backup',
        'server',
      ]),
    )
    expect(result.code).toBe(process.getuid?.() === 0 ? 3 : 0)
  })

  it('says the same to programs', async () => {
    const { output } = await check(['--json'])
    const { ok, checks } = JSON.parse(output) as {
      ok: boolean
      checks: { name: string; state: string; says: string }[]
    }
    expect(ok).toBe(true)
    expect(checks.find(({ name }) => name === 'roster')).toEqual({
      name: 'roster',
      state: 'ok',
      says: expect.stringMatching(/^1 ends in \d+ days \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\)$/),
    })
  })

  it.each([
    [6, 'warn', /^warn roster {3}1 ends in /, 3],
    [11, 'FAIL', /^FAIL roster {3}1 ended .*lines only/, 1],
    [90, 'FAIL', /^FAIL roster/, 1],
  ])('tells before and when the roster ends, on day %i: %s', async (day, _, says, code) => {
    const result = await check([], {}, day)
    expect(line(result, 'roster')).toMatch(says)
    expect(result.code).toBe(code)
    if (day === 90) expect(line(result, 'root')).toMatch(/^warn root {5}1 ends in/)
  })

  it('tells when nobody has a shift any more', async () => {
    expect(line(await check([], {}, 7.5), 'shifts')).toMatch(/^warn shifts {3}GR: the last shift ends in 36 hours/)
    expect(line(await check([], {}, 9.5), 'shifts')).toMatch(/^warn shifts {3}GR: nobody/)
  })

  it('tells that a file of the release is not as it was signed', async () => {
    const file = join(data, 'w', 'panel.abc.js')
    const bytes = readFileSync(file)
    writeFileSync(file, 'other()')
    const result = await check()
    writeFileSync(file, bytes)
    expect(line(result, 'files')).toBe(
      'FAIL files    /w/panel.abc.js: gone or changed; copy w/ from a backup, never edit it',
    )
    expect(result.code).toBe(1)
  })

  it('tells that a notice which the roster names is not here, or not as it was', async () => {
    const change = (statement: string, ...values: string[]) => {
      const database = new Sqlite(join(data, 'mitos.db'))
      database.prepare(statement).run(...values)
      database.close()
    }
    expect(line(await check(), 'notices')).toBe('ok   notices  all 2 that the roster names are there')
    change('UPDATE notices SET text = ? WHERE hash = ?', 'other', fileHash(TEXTS.el))
    const changed = await check()
    expect([line(changed, 'notices'), changed.code]).toEqual([
      'FAIL notices  a21 (el): changed; restore the newest backup (docs/operations.md)',
      1,
    ])
    change('DELETE FROM notices WHERE hash = ?', fileHash(TEXTS.el))
    const missing = await check()
    expect([line(missing, 'notices'), missing.code]).toEqual([
      'warn notices  a21 (el): not here; a lead has to put them (PUT /trust/notices)',
      3,
    ])
    expect(await putNotice(TEXTS.el)).toBe(204)
  })

  it('tells which NGO cannot be called, whose ways failed, and who has waited for three days', async () => {
    const more = { MITOS_ALERT_WAYS: 'push' }
    const all = async (day = 0) =>
      (await check([], more, day)).output.split('\n').filter((one) => one.slice(5).startsWith('alerts'))
    expect(line(await check(), 'alerts')).toBe('ok   alerts   not set up: members look at the list for themselves')
    expect(await all()).toEqual([
      'warn alerts   a21: nobody there can be called yet; members say how under More, Alerts',
    ])
    const database = new Sqlite(join(data, 'mitos.db'))
    const id = Buffer.alloc(16, 7)
    const insert = database.prepare(`INSERT INTO members VALUES (?, 'a21', 'maria', x'', x'', x'')`)
    insert.run(id)
    const way = database.prepare(`INSERT INTO alert_ways VALUES (?, ?, ?, x'', ?, 0)`)
    way.run(Buffer.alloc(16, 1), id, 'push', 'arrived')
    expect(await all()).toEqual(['ok   alerts   every NGO can be called, by push'])
    way.run(Buffer.alloc(16, 2), id, 'mail', 'alert-unreachable')
    const failed = 'warn alerts   1 of 2 ways to call a member failed last time; they see which (mail)'
    expect(await all()).toEqual([failed])
    const body = sealedFor(boxKey('a21 1'))
    expect((await fetch(`${server.url}/api/requests`, { method: 'POST', body: body as BodyInit })).status).toBe(204)
    expect(await all(2.9)).toEqual([failed])
    expect(await all(3.1)).toEqual(['FAIL alerts   a21: nobody has opened a request for three days: call them', failed])
    database.exec(`DELETE FROM alert_ways; DELETE FROM members; DELETE FROM requests`)
    database.close()
  })

  it('tells that a backup is late, missing, or older than seven days (R48)', async () => {
    const file = join(backups, 'newest')
    const at = (day: number) => utimesSync(file, NOW - day * DAY, NOW - day * DAY)
    at(2)
    expect(line(await check([], { MITOS_BACKUP: backups }), 'backup')).toMatch(
      /^warn backup {3}the newest was made 2 days ago/,
    )
    at(8)
    expect((await check([], { MITOS_BACKUP: backups })).output).toMatch(/warn backup {3}1 are older than seven days/)
    rmSync(file)
    const none = await check(['--backups', backups])
    expect([line(none, 'backup'), none.code]).toEqual(['FAIL backup   there is none (mitos backup)', 1])
    writeFileSync(file, 'sealed')
  })

  it('takes half a backup for none, and one from years ahead for no new one', async () => {
    const other = join(folder.path, 'other')
    mkdirSync(other)
    writeFileSync(join(other, '.mitos-20261126T02.backup.new'), 'half')
    symlinkSync('/nowhere', join(other, 'old'))
    expect(line(await check(['--backups', other]), 'backup')).toBe('FAIL backup   there is none (mitos backup)')
    for (const [name, day] of [
      ['now', -2],
      ['later', 400],
    ] as const) {
      writeFileSync(join(other, name), 'sealed')
      utimesSync(join(other, name), NOW + day * DAY, NOW + day * DAY)
    }
    const { output } = await check(['--backups', other])
    expect(output).toMatch(/^warn backup {3}the newest was made 2 days ago/m)
    expect(output).toMatch(/^FAIL backup {3}1 are dated after now/m)
  })

  it('tells that the server does not answer', async () => {
    const result = await check(['--live'], { MITOS_PORT: '1' })
    expect(line(result, 'server')).toMatch(/^FAIL server {3}does not answer/)
    expect(result.code).toBe(1)
  })

  it('tells by its code what npm start would refuse', async () => {
    for (const [more, says] of [
      [{ MITOS_ROOT: hashOf(roster()) }, /FAIL root {5}config-root: MITOS_ROOT/],
      [{ MITOS_ORIGIN: 'http://help.example' }, /FAIL settings config-tls: /],
      [{ MITOS_TRUSTPROXY: 'x' }, /FAIL settings config-unknown: /],
      [{ MITOS_TRUST_PROXY: '' }, /warn settings MITOS_TRUST_PROXY is not set/],
    ] as const)
      expect((await check([], more)).output).toMatch(says)
    chmodSync(data, 0o750)
    const open = await check()
    chmodSync(data, 0o700)
    expect(line(open, 'folder')).toMatch(/^FAIL folder {3}data-readable: /)
    expect(line(await check([], {}, 400), 'clock')).toMatch(/^FAIL clock {4}clock-ahead: .*set it/)
    expect(line(await check([], {}, -20_000), 'clock')).toMatch(/^FAIL clock {4}clock-behind: /)
  })

  it.runIf(process.platform === 'linux')('tells that the data folder lies in memory', async () => {
    const memory = mkdtempSync('/dev/shm/mitos-check-')
    openDatabase(memory, { clock: () => NOW }).close()
    expect(line(await check([], { MITOS_DATA: memory }), 'folder')).toMatch(/^FAIL folder {3}it lies in memory/)
    rmSync(memory, { recursive: true })
  })
})

describe('mitos check, where no server runs', () => {
  it('finds the same, and leaves nothing behind', async () => {
    server.process.kill()
    await server.ended
    const before = [everything(), readdirSync(data)]
    const result = await check()
    expect(others(result).filter((one) => !one.startsWith('ok  '))).toEqual([])
    expect([everything(), readdirSync(data)]).toEqual(before)
  })

  it('tells that a database is damaged, and that one is gone', async () => {
    const file = join(data, 'mitos.db')
    const bytes = readFileSync(file)
    writeFileSync(file, Buffer.from(bytes).fill(7, 4096, 12_288))
    const damaged = await check()
    expect([line(damaged, 'database'), damaged.code]).toEqual([
      expect.stringMatching(/^FAIL database it is damaged/),
      1,
    ])
    rmSync(file)
    expect(line(await check(), 'folder')).toMatch(/^FAIL folder {3}store-missing: .*restore the newest/)
    mkdirSync(join(data, 'restoring'))
    expect(line(await check(), 'folder')).toMatch(/^FAIL folder {3}restore-unfinished: .*again/)
    rmSync(data, { recursive: true })
    expect(line(await check(), 'folder')).toMatch(/^FAIL folder {3}it has no database/)
    mkdirSync(data)
    expect(readdirSync(data)).not.toContain('mitos.db')
  })
})
