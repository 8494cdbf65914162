import { fileURLToPath } from 'node:url'
import { standardSodium } from '../shared/crypto/standard.ts'
import { buildApp } from './app.ts'
import { loadConfig, refuseUnknown } from './config.ts'
import { BACKLOG } from './connections.ts'
import { crashQuietly } from './crash.ts'
import { beginHeartbeat } from './heartbeat.ts'
import { refuseOldClock, refuseUnsafe } from './refusals.ts'
import { exitCodeOf, listenError, whyNot } from './startErrors.ts'
import { lockFolder } from './store/sqlite/lock.ts'
import { openSqliteStore } from './store/sqlite/store.ts'
import { Documents } from './trust/documents.ts'

/**
 * How long what runs may take to finish when the process is told to stop, ms: all is over within ten seconds. The systemd unit
 * waits a little longer.
 */
const PATIENCE = 8000
const log = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

/** `npm start`: the server for real use. It refuses what is not safe, saying why, and stops cleanly when it is told to. */
async function main(): Promise<void> {
  process.umask(0o077)
  crashQuietly((line) => void process.stderr.write(line))
  // dist/, seen from dist/server/main.js
  const builtDir = fileURLToPath(new URL('..', import.meta.url))
  refuseUnknown(process.env)
  const config = loadConfig(process.env)
  refuseUnsafe(config, builtDir)
  const unlock = lockFolder(config.data)
  const crypto = await standardSodium()
  const clock = (): number => Math.floor(Date.now() / 1000)
  const store = await openSqliteStore(config.data, { clock })
  // Before the build's files go into the folder: it may be of another network.
  refuseOldClock(clock(), await new Documents(store, crypto, clock, config.root).published())
  const app = await buildApp({ config, store, crypto, clock, builtDir, log })
  const endHeartbeat = beginHeartbeat(store, log)
  stopOnSignal(async () => {
    endHeartbeat()
    setTimeout(() => app.server.closeAllConnections(), PATIENCE).unref()
    await app.close()
    await store.close()
    unlock()
  })
  await app.listen({ port: config.port, host: config.host, backlog: BACKLOG }).catch((error: unknown) => {
    throw listenError(error)
  })
  const address = app.server.address()
  log({ listening: typeof address === 'object' ? address?.port : address, origin: config.origin })
}

/** The first signal finishes what runs, the second does not wait. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const onSignal = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}

main().catch((error: unknown) => {
  const why = whyNot(error)
  process.stderr.write(`mitos does not start: ${why ?? 'internal'}\n`)
  if (why === undefined) process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`)
  process.exit(exitCodeOf(error))
})
