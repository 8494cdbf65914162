import { type AddressInfo, type Server, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import type { AlertConfig } from '../../server/alertConfig.ts'
import type { AlertSettings, AlertWaysRequest } from '../../shared/alertsApi.ts'
import { type MailServer, startMailServer } from '../support/mailServer.ts'
import type { Endpoint } from '../support/pushService.ts'
import { temporaryFolder } from './folder.ts'
import { boxKey, sealedFor } from './network.ts'
import { type TestServer, startServer } from './server.ts'
import { type Visitor, place, teamServer } from './team.ts'

export const MINUTE = 60
export const ALL = [place('lena', 'lead'), place('maria'), place('nikos')]
const HERE = ['127.0.0.0/8']

/** How a server calls members: by a mail server at that port, or by none; and by whatever lies on this machine. */
export const alertsBy = (port: number | undefined, more: Partial<AlertConfig> = {}): AlertConfig => ({
  ...(port !== undefined && { mail: { host: '127.0.0.1', port, secure: false, from: 'list@ngo.example' } }),
  push: true,
  webhook: true,
  networks: HERE,
  ...more,
})
export const put = (who: Visitor, ...ways: AlertWaysRequest['ways'][number][]) => who.send('PUT', 'alerts', { ways })
export const settings = async (who: Visitor): Promise<AlertSettings> =>
  (await (await who.send('GET', 'alerts')).json()) as AlertSettings
export const mailTo = (name: string) => ({ kind: 'mail', address: `${name}@a21.example` }) as const
export const claimAll = async (who: Visitor): Promise<void> => {
  const { requests } = (await (await who.send('GET', 'requests')).json()) as { requests: { id: string }[] }
  for (const { id } of requests) expect((await who.send('POST', `requests/${id}/claim`, {})).status).toBe(200)
}

/** A server that calls, and what it may call. To be made once in a file: each of its tests begins with neither, and leaves nothing. */
export function alertStage() {
  let folder: ReturnType<typeof temporaryFolder>
  let server: TestServer
  let mail: MailServer | undefined
  const endpoints: { stop(): Promise<void> }[] = []
  beforeEach(() => void (folder = temporaryFolder()))
  afterEach(async () => {
    await server.stop()
    await mail?.stop()
    mail = undefined
    for (const one of endpoints.splice(0)) await one.stop()
    folder.remove()
  })

  const data = (): string => join(folder.path, 'data')
  /** Another process over the same data. */
  const again = async (alerts?: AlertConfig): Promise<void> => {
    const { now } = server
    await server.stop()
    server = await startServer({ limit: 1000, data: data(), ...(alerts && { alerts }) }, undefined, undefined, now)
  }
  /** Who got mail, in order of names. */
  const called = (): readonly string[] =>
    mail!
      .mails()
      .map((one) => /^To: (.*)@/m.exec(one)![1]!)
      .toSorted()
  return {
    get server() {
      return server
    },
    folder: (): string => folder.path,
    data,
    startMail: async (tls?: Parameters<typeof startMailServer>[0]): Promise<MailServer> =>
      (mail = await startMailServer(tls)),
    begin: async (alerts?: AlertConfig): Promise<void> =>
      void (server = await teamServer({ data: data(), ...(alerts && { alerts }) })),
    again,
    /** It is stopped when the test ends. */
    async keep<T extends Pick<Endpoint, 'stop'>>(starting: T | Promise<T>): Promise<T> {
      const one = await starting
      endpoints.push(one)
      return one
    },
    /** Somebody writes, and the small delay of R42 goes by. */
    async comes(fill = 1, minutes = 3): Promise<void> {
      expect((await server.post(sealedFor(boxKey('a21 1'), fill))).status).toBe(204)
      server.now += minutes * MINUTE
    },
    called,
    /** Who is called after so many minutes, and was not before. */
    async next(minutes = 6): Promise<readonly string[]> {
      const before = [...called()]
      server.now += minutes * MINUTE
      await server.tick()
      await mail!.idle()
      return called().filter((name) => {
        const at = before.indexOf(name)
        if (at >= 0) before.splice(at, 1)
        return at < 0
      })
    },
  }
}

/** A mail server that takes connections and says nothing. */
export async function silent(): Promise<{
  port: number
  came: Promise<unknown>
  count(): number
  stop(): Promise<void>
}> {
  let count = 0
  const sockets = new Set<{ destroy(): void }>()
  const listener: Server = createServer()
  const came = new Promise((resolve) =>
    listener.on('connection', (socket) => {
      count++
      sockets.add(socket)
      socket.on('error', () => undefined)
      resolve(undefined)
    }),
  )
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return {
    port: (listener.address() as AddressInfo).port,
    came,
    count: () => count,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}
