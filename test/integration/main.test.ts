import { once } from 'node:events'
import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toHex } from '../../shared/bytes.ts'
import { type KeyId, checkBody, readHeader } from '../../shared/wire.ts'
import { openSqliteStore } from '../../server/store/sqlite/store.ts'
import { temporaryFolder } from './folder.ts'
import { boxKey, sealedFor } from './network.ts'
import { publish, startProcess } from './process.ts'

let folder: ReturnType<typeof temporaryFolder>
let data: string
beforeEach(() => {
  folder = temporaryFolder()
  data = join(folder.path, 'data')
})
afterEach(() => folder.remove())

const A21 = boxKey('a21 1')
const kept = async () => {
  const store = await openSqliteStore(data, { clock: () => 0 })
  const keyId = sealedFor(A21).slice(17, 25) as KeyId
  const { rows } = await store.listRequests([keyId], null, 100_000)
  await store.close()
  return new Set(rows.map((row) => toHex(row.id)))
}
const idOf = (body: Uint8Array) => toHex(readHeader(checkBody(body)).id)

describe('The server process', () => {
  it('finishes what runs when it is told to stop, and takes up its data again', async () => {
    const server = await startProcess(data)
    await publish(server)
    const body = sealedFor(A21)
    const out = httpRequest(`${server.url}/api/requests`, {
      method: 'POST',
      headers: { 'content-length': body.length },
    })
    const answered = new Promise<number>((resolve, reject) => {
      out.on('response', (response) => resolve(response.statusCode!))
      out.on('error', reject)
    })
    await new Promise<void>((resolve) => out.write(body.subarray(0, 4000), () => resolve()))
    // The server has begun to read once it answers another one.
    await fetch(`${server.url}/healthz`)
    server.process.kill('SIGTERM')
    await expect.poll(() => fetch(`${server.url}/healthz`).catch(() => 'refused')).toBe('refused')
    out.end(body.subarray(4000))
    expect(await answered).toBe(204)
    expect(await server.ended).toBe(0)
    expect([...(await kept())]).toEqual([idOf(body)])

    const again = await startProcess(data)
    expect((await fetch(`${again.url}/trust/chain.json`)).status).toBe(200)
    again.process.kill('SIGINT')
    expect(await again.ended).toBe(0)
  })

  it('reads its files while somebody keeps as many connections open as they can', async () => {
    const server = await startProcess(data, {}, ['bash', '-c', 'ulimit -n 128; exec "$0" "$@"'])
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const get = () =>
      new Promise<number | undefined>((resolve, reject) => {
        const out = httpRequest(`${server.url}/w/panel.abc.js`, { agent }, (response) => {
          response.resume().on('end', () => resolve(response.statusCode))
        })
        out.on('error', reject).end()
      })
    expect(await get()).toBe(200)
    const port = Number(new URL(server.url).port)
    const idle = Array.from({ length: 200 }, () => connect(port, '127.0.0.1').on('error', () => undefined))
    await Promise.all(idle.map((socket) => once(socket, 'connect')))
    // The server has taken or dropped them all once it answers.
    for (let i = 0; i < 5; i++) expect(await get()).toBe(200)
    for (const socket of idle) socket.destroy()
    agent.destroy()
    server.process.kill('SIGKILL')
    await server.ended
  })

  it('does not wait when it is told twice', async () => {
    const server = await startProcess(data)
    const out = httpRequest(`${server.url}/api/requests`, { method: 'POST', headers: { 'content-length': 8281 } })
    out.on('error', () => undefined)
    await new Promise<void>((resolve) => out.write('x', () => resolve()))
    await fetch(`${server.url}/healthz`)
    server.process.kill('SIGTERM')
    await expect.poll(() => fetch(`${server.url}/healthz`).catch(() => 'refused')).toBe('refused')
    server.process.kill('SIGTERM')
    expect(await server.ended).toBe(1)
  })
})
