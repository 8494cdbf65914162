import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { mostConnections } from './connections.ts'

/** How long each may take, ms; looked at every five seconds (Node's own default of thirty would let all wait so much longer). */
const PATIENCE = { headers: 10_000, request: 30_000, keptAlive: 10_000, silence: 60_000 }
const LOOK = 5_000
/** Bytes of all headers of a request. */
const HEADERS = 16 << 10
const REQUESTS = 10_000
/**
 * How many requests of one connection may wait for their answers. Neither browsers nor nginx ask before they were answered;
 * 64 KiB of questions would else be 1,400 files that are open at once, for one client.
 */
const AT_ONCE = 16

/**
 * What listens, for clients that may be slow, silent or many, but not for ever. It is Fastify's one server: where the host is
 * `localhost`, which has two addresses, it would else make a second one without these bounds; so the first address is bound.
 *
 * @param connections how many may be open at once
 */
export const boundedServer =
  (connections: number) =>
  (handler: RequestListener): Server => {
    const server = createServer(
      {
        headersTimeout: PATIENCE.headers,
        requestTimeout: PATIENCE.request,
        keepAliveTimeout: PATIENCE.keptAlive,
        connectionsCheckingInterval: LOOK,
        maxHeaderSize: HEADERS,
      },
      oneAfterAnother(handler),
    )
    server.setTimeout(PATIENCE.silence)
    server.maxRequestsPerSocket = REQUESTS
    server.maxConnections = mostConnections(connections)
    return server
  }

/** Ends a connection on which more is asked than anybody would wait for. */
function oneAfterAnother(handler: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, number>()
  const add = (socket: Socket, change: 1 | -1): number => {
    const count = (waiting.get(socket) ?? 0) + change
    waiting.set(socket, count)
    return count
  }
  return (request, response) => {
    const { socket } = request
    response.once('close', () => add(socket, -1))
    if (add(socket, 1) > AT_ONCE) socket.destroy()
    else handler(request, response)
  }
}
