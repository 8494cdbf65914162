import { readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SECRET_FILE, openSecrets } from '../../server/secret.ts'
import { toBase64 } from '../../shared/bytes.ts'
import { temporaryFolder } from './folder.ts'
import { crypto, loginSignature, member } from './network.ts'
import { type TestServer, startServer } from './server.ts'

let folder: ReturnType<typeof temporaryFolder>
let server: TestServer
const file = () => join(folder.path, SECRET_FILE)
const start = async () => (server = await startServer({ data: folder.path }))
beforeEach(async () => {
  folder = temporaryFolder()
  await start()
})
afterEach(async () => {
  await server.stop()
  folder.remove()
})

const post = (path: string, body: object) =>
  server.get(`/api/inbox/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(body),
  })
const blobOf = async (name: string, login: Uint8Array = new Uint8Array(32)) =>
  (await (await post('login', { name, login: toBase64(login) })).json()) as { blob: string; challenge: string }
const restart = async (between: () => void) => {
  await server.app.close()
  await server.store.close()
  between()
  await start()
}

describe("The server's secret", () => {
  it('is 32 bytes in a file of its own, for the owner only, and in no other file', async () => {
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    const secret = readFileSync(file())
    expect(secret).toHaveLength(32)
    expect(readFileSync(join(folder.path, 'mitos.db')).includes(secret)).toBe(false)
    await blobOf('nobody')
    expect(readFileSync(join(folder.path, 'mitos.db-wal')).includes(secret)).toBe(false)
  })

  it('stays over a restart, so that a name of nobody keeps its false blob', async () => {
    const { blob } = await blobOf('nobody')
    await restart(() => undefined)
    expect((await blobOf('nobody')).blob).toBe(blob)
  })

  it('if it is lost, is made anew: members log in as before, only false blobs are others', async () => {
    const maria = member('maria', 'a21')
    await server.store.putMember(maria)
    const { blob } = await blobOf('nobody')
    await restart(() => rmSync(file()))
    expect((await blobOf('nobody')).blob).not.toBe(blob)
    const { challenge } = await blobOf('maria', maria.login)
    const time = server.now
    const signature = loginSignature('maria', server.origin, maria.id, challenge, time)
    const session = await post('session', { member: toBase64(maria.id), challenge, time, signature })
    expect(session.status).toBe(204)
  })

  it('is refused when it is damaged or a link: nothing is guessed', () => {
    renameSync(file(), join(folder.path, 'elsewhere'))
    symlinkSync(join(folder.path, 'elsewhere'), file())
    expect(() => openSecrets(folder.path, crypto)).toThrow(expect.objectContaining({ code: 'store-unsafe' }))
    rmSync(file())
    renameSync(join(folder.path, 'elsewhere'), file())
    truncateSync(file(), 31)
    expect(() => openSecrets(folder.path, crypto)).toThrow(expect.objectContaining({ code: 'store-unsafe' }))
  })

  it('gives each name a secret of its own', () => {
    const secrets = openSecrets(folder.path, crypto)
    expect(toBase64(secrets('one'))).toBe(toBase64(openSecrets(folder.path, crypto)('one')))
    expect(toBase64(secrets('one'))).not.toBe(toBase64(secrets('two')))
  })
})
