import { createServer, type AddressInfo, type Server } from 'node:net'

export const HOST = '127.0.0.1'

interface HeldPort {
  readonly port: number
  /** gives the port free, for who listens next */
  release(): Promise<void>
}

/**
 * The port that is asked for, else the usual one if it is free, else any. It stays taken until it is needed: what the
 * server signs names its port long before it listens.
 */
export async function holdPort(wanted: string | undefined, usual: number): Promise<HeldPort> {
  const held = (await listening(wanted ? Number(wanted) : usual)) ?? (await listening(0))
  if (!held) throw new Error('no free port')
  const { port } = held.address() as AddressInfo
  return { port, release: () => new Promise((resolve) => held.close(() => resolve())) }
}

/**
 * A server on this port that hangs up at once; undefined where the port is taken. Who was left to wait, such as a page whose server
 * starts again, would keep it from ever being released.
 */
async function listening(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', () => resolve(undefined))
    server.listen(port, HOST, () => resolve(server))
  })
}
