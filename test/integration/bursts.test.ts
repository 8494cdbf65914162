import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type Socket, connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from './folder.ts'
import { boxKey, crypto, sealedFor } from './network.ts'
import { type ServerProcess, publish, startProcess } from './process.ts'

/** How many people write in one moment, each over a connection of their own. */
const PEOPLE = 100

describe('Many who come while the server is busy', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let server: ServerProcess
  beforeAll(async () => {
    folder = temporaryFolder()
    server = await startProcess(join(folder.path, 'data'))
    await publish(server)
  })
  afterAll(async () => {
    server?.process.kill('SIGKILL')
    await server?.ended
    folder?.remove()
  })

  const opened = async (): Promise<Socket> => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    return socket
  }
  /** The server does nothing as long as this takes, as if its disk were slow. */
  async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
    server.process.kill('SIGSTOP')
    try {
      return await work()
    } finally {
      server.process.kill('SIGCONT')
    }
  }

  it('wait to be let in, two thousand of them, and need not come again', async () => {
    const sockets = await whileBusy(() => Promise.all(Array.from({ length: 2000 }, opened)))
    for (const socket of sockets) socket.destroy()
  })

  it(`are kept by few commits, ${PEOPLE} of them: one each would make the last wait for all the others' turns of the disk`, async () => {
    const log = join(folder.path, 'data/mitos.db-wal')
    const before = commitsIn(log)
    const answers = await whileBusy(async () => {
      const sockets = await Promise.all(Array.from({ length: PEOPLE }, opened))
      return sockets.map((socket) => ask(socket, anotherRequest()))
    })
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['HTTP/1.1 204 No Content']))
    const commits = commitsIn(log) - before
    expect(commits).toBeGreaterThan(0)
    expect(commits).toBeLessThan(PEOPLE / 4)
  })
})

const sealed = sealedFor(boxKey('a21 1'))
/** The same bytes under another id. */
function anotherRequest(): Uint8Array {
  const body = sealed.slice()
  body.set(crypto.random(16), 1)
  return body
}

/** Sends a request, and waits for the first line of the answer. */
async function ask(socket: Socket, body: Uint8Array): Promise<string> {
  let heard = ''
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
  socket.write(`POST /api/requests HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`)
  socket.write(body)
  await once(socket, 'close')
  return heard.split('\r\n')[0]!
}

/** How many transactions SQLite's log holds: of each, the last frame tells the size of the database. */
function commitsIn(file: string): number {
  const log = readFileSync(file)
  const frame = 24 + log.readUInt32BE(8)
  let commits = 0
  for (let at = 32; at + frame <= log.length; at += frame)
    if (log.compare(log, 16, 24, at + 8, at + 16) === 0 && log.readUInt32BE(at + 4)) commits++
  return commits
}
