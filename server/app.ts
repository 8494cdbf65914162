import { join } from 'node:path'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance } from 'fastify'
import { MitosError } from '../shared/errors.ts'
import { Alerts } from './alerts/alerts.ts'
import { Changes } from './changes.ts'
import { Clients } from './clients.ts'
import { CONNECTIONS } from './config.ts'
import type { Deps } from './deps.ts'
import { boundedServer } from './httpServer.ts'
import { bodies } from './plugins/body.ts'
import { errors, onClientError, refuseOtherMethods, sendProblem } from './plugins/errors.ts'
import { securityHeaders } from './plugins/headers.ts'
import { logging } from './plugins/logging.ts'
import { forPeople } from './plugins/people.ts'
import { stopping } from './plugins/stopping.ts'
import { problemOf } from './problem.ts'
import { requestLimit } from './requestLimit.ts'
import { Retention, everyMinute } from './retention.ts'
import { alertRoutes } from './routes/alerts.ts'
import { auditRoutes } from './routes/audit.ts'
import { caseRoutes } from './routes/cases.ts'
import { embedRoute } from './routes/embed.ts'
import { fileRoutes } from './routes/files.ts'
import { foundRoutes } from './routes/found.ts'
import { goRoute } from './routes/go.ts'
import { guideRoutes } from './routes/guide.ts'
import { healthRoute } from './routes/health.ts'
import { inboxRoutes } from './routes/inbox.ts'
import { inboxPage } from './routes/inboxPage.ts'
import { joinRoutes } from './routes/join.ts'
import { loginRoutes } from './routes/login.ts'
import { mailboxRoutes } from './routes/mailbox.ts'
import { memberNoteRoutes } from './routes/memberNotes.ts'
import { ownRoutes, teamRoutes } from './routes/members.ts'
import { referralRoutes } from './routes/referrals.ts'
import { removalRoutes } from './routes/removal.ts'
import { requestRoutes } from './routes/requests.ts'
import { streamRoute } from './routes/stream.ts'
import { takenBackRoute } from './routes/takenBack.ts'
import { trustRoutes } from './routes/trust.ts'
import { openSecrets } from './secret.ts'
import { needSameOrigin } from './staff/sameOrigin.ts'
import { Sessions } from './staff/sessions.ts'
import { ChainFiles } from './trust/chain.ts'
import { Documents } from './trust/documents.ts'
import { WebFiles } from './webFiles.ts'

export type { Deps, ServerEvent } from './deps.ts'

/**
 * The server, ready to listen. It owns nothing that it was given: whoever opened the store closes it after the app.
 * @throws MitosError `store-unsafe` where the data folder holds another file under a built one's name, or no secret that could
 *   be one; `config-root` where it holds the documents of another network
 */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const { config, store, crypto, clock, log } = deps
  const app = fastify(serverOptions(deps))
  const secrets = openSecrets(config.data, crypto)
  const files = new WebFiles(join(deps.builtDir, 'w'), join(config.data, 'w'))
  const documents = new Documents(store, crypto, clock, config.root)
  await documents.published()
  const retention = new Retention(deps, documents)
  // Before anybody is served, what a machine that stood still has kept too long goes.
  await retention.tick()
  const alerts = new Alerts(deps, documents, secrets)
  const stopTicks = (deps.ticks ?? everyMinute)(async () => {
    await retention.tick()
    await alerts.tick()
  })
  const chain = new ChainFiles(documents, store, clock)
  const sessions = new Sessions(store, crypto, clock)
  const clients = new Clients(crypto, clock)
  const changes = new Changes(crypto.random(9))
  const publishing = { store, crypto, documents, files, pin: config.root, clock }

  securityHeaders(app, config.origin)
  logging(app, log)
  errors(app, log)
  bodies(app)
  stopping(app)
  await app.register(rateLimit, {
    global: false,
    keyGenerator: (request) => clients.nameOf(request.ip),
    errorResponseBuilder: () => new MitosError('too-many'),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
  })
  await app.register(fastifyStatic, {
    root: files.folder,
    serve: false,
    preCompressed: true,
    // A time of a file tells when it was put there, and the file itself may not be asked for in parts.
    etag: false,
    lastModified: false,
    acceptRanges: false,
    cacheControl: false,
    dotfiles: 'ignore',
  })

  await app.register(async (scope) => fileRoutes(scope, files))
  await app.register(async (scope) => trustRoutes(scope, deps, chain, publishing))
  await app.register(async (scope) => {
    forPeople(scope)
    const limit = requestLimit(app, config.limit, clients)
    requestRoutes(scope, deps, documents, limit, changes, alerts.arrivals)
    mailboxRoutes(scope, deps, documents, { limit, changes, secret: secrets('filler') })
  })
  await app.register(async (scope) => healthRoute(scope, store))
  await app.register(async (scope) => inboxPage(scope, documents, files, deps))
  await app.register(async (scope) => embedRoute(scope, deps, documents))
  await app.register(async (scope) => goRoute(scope, deps, documents))
  await app.register(async (scope) => {
    await scope.register(cookie)
    scope.addHook('onRequest', async (request) => needSameOrigin(request, config.origin))
    loginRoutes(scope, deps, sessions, clients, secrets)
    inboxRoutes(scope, deps, documents, sessions, changes)
    streamRoute(scope, deps, documents, sessions, changes)
    caseRoutes(scope, deps, documents, sessions, changes)
    auditRoutes(scope, deps, documents, sessions)
    removalRoutes(scope, deps, documents, sessions, changes)
    referralRoutes(scope, deps, documents, sessions, changes, alerts.arrivals)
    takenBackRoute(scope, deps, sessions)
    teamRoutes(scope, deps, documents, sessions)
    memberNoteRoutes(scope, deps, documents, sessions)
    ownRoutes(scope, deps, documents, sessions)
    joinRoutes(scope, deps)
    guideRoutes(scope, deps, documents, sessions)
    alertRoutes(scope, deps, documents, sessions, alerts)
    foundRoutes(scope, deps, documents)
  })

  refuseOtherMethods(app)
  app.addHook('onClose', async () => {
    stopTicks()
    retention.stop()
    alerts.stop()
  })
  await app.ready()
  return app
}

/** Slow and endless clients are cut off; nothing of Fastify's own logs, headers or answers is used. */
function serverOptions({ config }: Deps) {
  return {
    logger: false,
    trustProxy: config.trustProxy.length ? [...config.trustProxy] : false,
    return503OnClosing: false,
    bodyLimit: 64 << 10,
    serverFactory: boundedServer(config.connections ?? CONNECTIONS),
    routerOptions: { maxParamLength: 120 },
    clientErrorHandler: onClientError,
    frameworkErrors: (error: Error, _request: unknown, reply: Parameters<typeof sendProblem>[0]) =>
      sendProblem(reply, problemOf(error)),
  }
}
