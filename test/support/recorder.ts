import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** A wire that keeps all that goes over it, both ways, as whoever sits at the server's door would. */
export interface Recorder {
  readonly port: number
  /** everything so far, in pieces as they came */
  bytes(): Buffer
  stop(): Promise<void>
}

/** @param upstream the port of this machine that everything is handed on to; it may come later, and go and come again */
export async function startRecorder(upstream: number): Promise<Recorder> {
  const pieces: Buffer[] = []
  const open = new Set<Socket>()
  const hand = (from: Socket, to: Socket): void => {
    open.add(from)
    from.on('data', (piece: Buffer) => void pieces.push(piece))
    from.on('error', () => to.destroy())
    from.on('close', () => {
      open.delete(from)
      to.destroy()
    })
    from.pipe(to)
  }
  const server = createServer((visitor) => {
    const inner = connect(upstream, '127.0.0.1')
    hand(visitor, inner)
    hand(inner, visitor)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    bytes: () => Buffer.concat(pieces),
    async stop() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
