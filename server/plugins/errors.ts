import type { Socket } from 'node:net'
import { STATUS_CODES } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { inTurn } from '../inTurn.ts'
import { type Problem, problem, problemOf } from '../problem.ts'

export const PROBLEM_TYPE = 'application/problem+json'
/** Seconds after which it makes sense to ask a busy or failing server again. */
const RETRY_AFTER = 30

/** Every failure is `application/problem+json` with a stable code; an unknown address and a wrong method too. */
export function errors(app: FastifyInstance, log: (line: object) => void): void {
  app.setErrorHandler((error, request, reply) => {
    const found = problemOf(error)
    if (found.code === 'internal' && !isSilent(request)) log({ code: 'internal', at: firstFrame(error) })
    return sendProblem(reply, found)
  })
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, problem('not-found')))
  rememberMethods(app)
}

export function sendProblem(reply: FastifyReply, found: Problem): FastifyReply {
  if (found.status === 503) reply.header('retry-after', RETRY_AFTER)
  return reply.code(found.status).header('cache-control', 'no-store').type(PROBLEM_TYPE).send(found.body)
}

/** What people ask, and the stream of an inbox, whose end tells how long a member was there. */
const SILENT = ['/api/requests', '/api/mailbox', '/api/mailbox/delete', '/api/inbox/changes']

/** Whether nothing at all may be logged: a journal stamps its lines, and would keep the second in which somebody wrote. */
export const isSilent = (request: FastifyRequest): boolean => SILENT.includes(request.routeOptions.url ?? '')

const known = new WeakMap<FastifyInstance, Map<string, Set<string>>>()

function rememberMethods(app: FastifyInstance): void {
  const methodsOf = new Map<string, Set<string>>()
  known.set(app, methodsOf)
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsOf.get(url) ?? new Set()
    for (const one of [method].flat()) methods.add(one)
    methodsOf.set(url, methods)
  })
}

/** Fastify answers 404 to a wrong method. To be called last: each address gets the methods that it has not, with 405. */
export function refuseOtherMethods(app: FastifyInstance): void {
  for (const [url, methods] of known.get(app) ?? []) {
    const allow = [...methods].sort().join(', ')
    const refused = problem('method-not-allowed')
    app.route({
      url,
      method: app.supportedMethods.filter((method) => !methods.has(method)) as HTTPMethods[],
      exposeHeadRoute: false,
      // Before the body is read.
      onRequest: async (_request, reply) => sendProblem(reply.header('allow', allow), refused),
      handler: () => undefined,
    })
  }
}

/** Where it happened, without the message, which may quote what somebody sent. */
export function firstFrame(error: unknown): string {
  const frame = error instanceof Error ? error.stack?.split('\n').find((line) => /^\s+at /.test(line)) : undefined
  return frame?.trim().replace(/\(?(file:\/\/)?\/.*\//, '') ?? 'unknown'
}

/** What is no HTTP, or comes too slowly: thousands may be too slow in one moment, so they are ended a few at a time. */
export function onClientError(error: Error & { code?: string }, socket: Socket): void {
  const { code } = error
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') inTurn(() => endWith(408, socket))
  else if (code === 'ECONNRESET') socket.destroy()
  else endWith(code === 'HPE_HEADER_OVERFLOW' ? 431 : 400, socket)
}

/** Answered on the bare socket. Who never said anything hears nothing. */
function endWith(status: number, socket: Socket): void {
  if (!socket.writable || !socket.bytesRead) return void socket.destroy()
  const { body } = problem('bad-input', status)
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${body.length}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  )
}
