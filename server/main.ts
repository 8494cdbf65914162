import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { standardSodium } from '../shared/crypto/standard.ts'
import { MitosError } from '../shared/errors.ts'
import { buildApp } from './app.ts'
import { type Config, isLoopback, loadConfig } from './config.ts'
import { crashQuietly } from './crash.ts'
import { beginHeartbeat } from './heartbeat.ts'
import { adviceFor } from './store/advice.ts'
import { openSqliteStore } from './store/sqlite/store.ts'
import { watchStore } from './storeWatch.ts'

/** How long what runs may take to finish when the process is told to stop, ms: all is over within ten seconds. */
const PATIENCE = 8000
const log = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

/** `npm start`: the server for real use. It refuses what is not safe, saying why, and stops cleanly when it is told to. */
async function main(): Promise<void> {
  process.umask(0o077)
  crashQuietly((line) => void process.stderr.write(line))
  const config = loadConfig(process.env)
  refuseUnsafe(config)
  const crypto = await standardSodium()
  const clock = (): number => Math.floor(Date.now() / 1000)
  const store = await openSqliteStore(config.data, { clock })
  // dist/, seen from dist/server/main.js
  const builtDir = fileURLToPath(new URL('..', import.meta.url))
  const app = await buildApp({ config, store, crypto, clock, builtDir, log })
  const endHeartbeat = beginHeartbeat(store)
  const stopWatching = watchStore(store, log)
  stopOnSignal(async () => {
    endHeartbeat()
    stopWatching()
    setTimeout(() => app.server.closeAllConnections(), PATIENCE).unref()
    await app.close()
    await store.close()
  })
  await app.listen({ port: config.port, host: config.host })
  const address = app.server.address()
  log({ listening: typeof address === 'object' ? address?.port : address, origin: config.origin })
}

/** @throws MitosError `config-invalid` | `store-unsafe` */
function refuseUnsafe(config: Config): void {
  if (config.origin.startsWith('http:') && !isLoopback(config.origin))
    throw new MitosError('config-invalid', 'MITOS_ORIGIN: a public address needs TLS in front (https)')
  if (existsSync(join(config.data, 'demo.json')))
    throw new MitosError('store-unsafe', 'the data folder is of a demo, whose keys are known')
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

/** What to do about it. A cause that is a text is words of ours. */
const wordsOf = ({ code, cause }: MitosError): string | undefined =>
  typeof cause === 'string' ? cause : adviceFor(code)

main().catch((error: unknown) => {
  const why = error instanceof MitosError ? [error.code, wordsOf(error)].filter((one) => one !== undefined) : []
  process.stderr.write(`mitos does not start: ${why.join(': ') || 'internal'}\n`)
  if (!why.length) process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`)
  process.exit(1)
})
