import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BODY_SIZE } from '../../shared/wire.ts'
import { fastClock } from '../support/fastClock.ts'
import { ask } from '../support/wire.ts'
import { temporaryFolder } from './folder.ts'
import { type ServerProcess, startProcess } from './process.ts'

/** The server lives twenty times as fast as we do, so that a minute of its patience takes three seconds. */
const FAST = fastClock(20)

let folder: ReturnType<typeof temporaryFolder>
let server: ServerProcess
let port: number
const start = async (environment: Record<string, string> = {}): Promise<void> => {
  folder = temporaryFolder()
  server = await startProcess(join(folder.path, 'data'), { ...FAST, ...environment })
  port = Number(new URL(server.url).port)
}
const stop = async (): Promise<void> => {
  server.process.kill('SIGKILL')
  await server.ended
  folder.remove()
}

const opened = async (host = '127.0.0.1'): Promise<Socket> => {
  const socket = connect(port, host)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}
/** Begins, then goes on with a byte each tenth of a second (two seconds of the server's) until it is cut off; what it heard. */
async function drip(begin: string, byte: string): Promise<string> {
  const socket = await opened()
  let heard = ''
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
  socket.write(begin)
  const timer = setInterval(() => socket.write(byte), 100)
  await cutOff(socket)
  clearInterval(timer)
  return heard
}
/** Settles once the other side is through with it, by whatever. */
const cutOff = (socket: Socket): Promise<void> => new Promise((resolve) => socket.on('close', () => resolve()))
const isWell = async (): Promise<boolean> => (await ask(`${server.url}/healthz`)).status === 200

describe('A client that wants to hold the server up', () => {
  beforeAll(() => start())
  afterAll(() => stop())

  it.concurrent.each([
    ['one header after another', 'GET /healthz HTTP/1.1\r\nHost: x\r\n', 'X-A: a\r\n'],
    ['one byte of a header after another', 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ', 'a'],
    ['a body byte by byte', `POST /api/requests HTTP/1.1\r\nHost: x\r\nContent-Length: ${BODY_SIZE}\r\n\r\n`, 'a'],
    [
      'a body in endless pieces',
      'POST /api/requests HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n',
      '1\r\na\r\n',
    ],
  ] as const)('by %s is cut off, and told why', async (_, begin, byte) => {
    const heard = await drip(begin, byte)
    expect(heard).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/)
    expect(heard).toContain('"code":"bad-input"')
  })

  it.concurrent('by saying nothing at all is cut off', async () => {
    const socket = await opened()
    socket.resume()
    await cutOff(socket)
    expect(socket.bytesRead).toBe(0)
  })

  it.concurrent('by not reading what it asked for is cut off', async () => {
    const socket = await opened()
    socket.pause()
    const question = 'GET /w/inbox.abc.html HTTP/1.1\r\nHost: x\r\n\r\n'
    const more = (): void => {
      while (!socket.destroyed && socket.write(question.repeat(16)));
    }
    socket.on('drain', more)
    more()
    await cutOff(socket)
  })

  it.concurrent('by asking for a thousand things at once is cut off before one of them is begun', async () => {
    const socket = await opened()
    socket.write('GET /w/inbox.abc.html HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1000))
    let heard = ''
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
    await cutOff(socket)
    expect(heard.split('HTTP/1.1 200').length - 1).toBeLessThanOrEqual(16)
  })

  it('has held nobody else up, nor made the server grow', async () => {
    expect(await isWell()).toBe(true)
    const most = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))![1]
    expect(Number(most)).toBeLessThan(200_000)
  })
})

describe('Connections', () => {
  /** Asks on a connection that it then keeps; whether it was answered, or dropped. */
  const keeps = async (host: string): Promise<Socket | undefined> => {
    const socket = connect(port, host)
    socket.write('GET /w/panel.abc.js HTTP/1.1\r\nHost: x\r\n\r\n')
    return new Promise((resolve) => {
      socket.on('error', () => undefined)
      socket.once('data', () => resolve(socket))
      socket.once('close', () => resolve(undefined))
    })
  }

  it('are bounded for all addresses together where the host has two', async () => {
    await start({ MITOS_HOST: 'localhost', MITOS_CONNECTIONS: '10' })
    const hosts = Array.from({ length: 30 }, (_, i) => (i % 2 ? '127.0.0.1' : '::1'))
    const kept = (await Promise.all(hosts.map(keeps))).filter((socket) => socket !== undefined)
    expect(kept).toHaveLength(10)
    for (const socket of kept) socket.destroy()
    await stop()
  })

  it('that two thousand clients leave idle keep nobody from being heard', async () => {
    await start()
    const idle = await Promise.all(Array.from({ length: 2000 }, () => opened()))
    expect(await isWell()).toBe(true)
    for (const socket of idle) socket.destroy()
    await stop()
  })
})

describe('When it is told to stop', () => {
  it('the server waits for a client that goes on and on for a while only, and ends well', async () => {
    await start()
    const dripping = drip(`POST /api/requests HTTP/1.1\r\nHost: x\r\nContent-Length: ${BODY_SIZE}\r\n\r\n`, 'a')
    // It has begun to read once it answers another one.
    expect(await isWell()).toBe(true)
    const asked = performance.now()
    server.process.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    // Its own ten seconds; it may be a little later that we hear of it.
    expect(((performance.now() - asked) * 20) / 1000).toBeLessThan(30)
    expect(await dripping).toBe('')
    folder.remove()
  })
})
