import { chmodSync, chownSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashOf, root, roster } from './network.ts'
import { temporaryFolder } from './folder.ts'
import { type ServerProcess, spawnServer, startProcess } from './process.ts'

let folder: ReturnType<typeof temporaryFolder>
let data: string
beforeEach(() => {
  folder = temporaryFolder()
  data = join(folder.path, 'data')
})
afterEach(() => folder.remove())

const NEEDS_SOMEBODY = 78
const PASSES = 1

/** One line, `CODE: why and what to do`, and nothing made. */
async function refuses(environment: Record<string, string>, why: RegExp, exitCode = NEEDS_SOMEBODY): Promise<void> {
  const server = spawnServer({ MITOS_DATA: data, ...environment })
  expect([await server.ended, server.output()]).toEqual([exitCode, expect.stringMatching(why)])
  expect(server.output()).toMatch(/^mitos does not start: [a-z-]+: .+\n$/)
  for (const value of Object.values(environment).filter((one) => one.length > 4 && !one.startsWith('127.')))
    expect(server.output()).not.toContain(value)
}
const putRoot = async (server: ServerProcess) => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(root())
  expect((await fetch(`${server.url}/trust/root`, { method: 'PUT', headers, body })).status).toBe(204)
}

describe('npm start refuses, and says what to do, a configuration', () => {
  it('without a root', () => refuses({ MITOS_ROOT: '' }, /config-root: MITOS_ROOT/))
  it('with a root that is none', () => refuses({ MITOS_ROOT: 'not-a-hash' }, /config-root: MITOS_ROOT/))
  it('with a proxy that is no network', () =>
    refuses({ MITOS_TRUST_PROXY: '127.0.0.1/99' }, /config-proxy: MITOS_TRUST_PROXY/))
  it.each(['0.0.0.0/0', '0.0.0.0/1,128.0.0.0/1', '::/0'])('that believes everybody about addresses: %s', (proxy) =>
    refuses({ MITOS_TRUST_PROXY: proxy }, /config-proxy: MITOS_TRUST_PROXY/),
  )
  it('without a data folder', () => refuses({ MITOS_DATA: '' }, /config-data: MITOS_DATA/))
  it('whose data folder depends on where it is started', () =>
    refuses({ MITOS_DATA: './mitos-data' }, /config-data: MITOS_DATA: give the whole path/))
  it('with a name that nothing reads', () =>
    refuses({ MITOS_TRUSTPROXY: '127.0.0.1' }, /config-unknown: MITOS_TRUSTPROXY/))
  it('with a public address without TLS', () =>
    refuses({ MITOS_ORIGIN: 'http://help.example' }, /config-tls: MITOS_ORIGIN: .*TLS/))
  it.each([
    ['whose origin has no TLS', {}],
    ['in front of which nobody stands', { MITOS_ORIGIN: 'https://help.example' }],
  ])('that lets others reach it directly, %s', (_, more) =>
    refuses({ MITOS_HOST: '0.0.0.0', ...more }, /config-tls: MITOS_HOST/),
  )
  it('whose mail would go out in the clear', () =>
    refuses(
      { MITOS_SMTP_URL: 'smtp://mail.example', MITOS_MAIL_FROM: 'list@ngo.example' },
      /config-tls: MITOS_SMTP_URL: .*smtps/,
    ))
  it('with an address that this machine does not have', () =>
    refuses(
      { MITOS_HOST: '192.0.2.1', MITOS_ORIGIN: 'https://help.example', MITOS_TRUST_PROXY: '192.0.2.2' },
      /config-host: MITOS_HOST/,
      PASSES,
    ))
  it('whose port another program has', async () => {
    const other = createServer()
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    )
    await refuses({ MITOS_PORT: String(port) }, /config-port: MITOS_PORT/, PASSES)
    other.close()
  })
})

describe('npm start refuses, and says what to do, a data folder', () => {
  it('that other accounts can read', async () => {
    mkdirSync(data)
    chmodSync(data, 0o755)
    await refuses({}, /data-readable: other accounts can read/)
    expect(readdirSync(data)).toEqual([])
  })

  it.runIf(process.getuid?.() === 0)('that belongs to another account', async () => {
    mkdirSync(data, { mode: 0o700 })
    chownSync(data, 65_534, 65_534)
    await refuses({}, /data-owner: .*another account/)
    expect(readdirSync(data)).toEqual([])
  })

  it('of a demo, whose keys are known', async () => {
    mkdirSync(data, { mode: 0o700 })
    writeFileSync(join(data, 'demo.json'), '{}')
    await refuses({}, /data-demo: .*demo/)
    expect(readdirSync(data)).toEqual(['demo.json'])
  })

  it('inside the built code, which a build empties', () =>
    refuses({ MITOS_DATA: join(process.cwd(), 'dist', 'w') }, /data-place: /))

  it('whose database is a link', async () => {
    const server = await startProcess(data)
    server.process.kill()
    await server.ended
    renameSync(join(data, 'mitos.db'), join(folder.path, 'elsewhere.db'))
    symlinkSync(join(folder.path, 'elsewhere.db'), join(data, 'mitos.db'))
    await refuses({}, /data-link: /)
  })

  it('that another server uses, and takes it once that one is gone, killed even', async () => {
    const first = await startProcess(data)
    await refuses({}, /data-busy: another server/, PASSES)
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200)
    first.process.kill('SIGKILL')
    await first.ended
    const second = await startProcess(data)
    expect((await fetch(`${second.url}/healthz`)).status).toBe(200)
    second.process.kill()
    expect(await second.ended).toBe(0)
    expect(readdirSync(data).filter((name) => name.startsWith('serving'))).toEqual(['serving.lock'])
  })

  it('of another network, before it puts files there', async () => {
    const first = await startProcess(data)
    await putRoot(first)
    first.process.kill()
    await first.ended
    // As a newer build's would be: not there yet.
    rmSync(join(data, 'w'), { recursive: true })
    await refuses({ MITOS_ROOT: hashOf(roster()) }, /config-root: MITOS_ROOT: .*another network/)
    expect(readdirSync(data)).not.toContain('w')
  })

  it('on a machine whose clock stands before what was signed, until it is set', async () => {
    const first = await startProcess(data)
    await putRoot(first)
    first.process.kill()
    await first.ended
    const late = spawnServer({ MITOS_DATA: data }, ['faketime', '1970-01-02 00:00:00'])
    expect([await late.ended, late.output()]).toEqual([PASSES, expect.stringMatching(/clock-behind: .*set it/)])
  })
})
