/**
 * Loaded into a real server before anything else of it (`NODE_OPTIONS=--import=…`): a bug that nobody caught, in the middle of a
 * visitor's request, with all that is known of them in its message.
 */
import { subscribe } from 'node:diagnostics_channel'

subscribe('http.server.request.start', ({ request }) => {
  if (!request.url.startsWith('/crash')) return
  const told = `${request.url} ${request.socket.remoteAddress} ${JSON.stringify(request.rawHeaders)}`
  const error = Object.assign(new Error(told), { told, address: request.socket.remoteAddress })
  if (request.url.startsWith('/crash/warning')) process.emitWarning(told)
  else if (request.url.startsWith('/crash/promise')) void Promise.reject(error)
  else throw error
})
