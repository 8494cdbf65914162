import { fileURLToPath } from 'node:url'
import { standardSodium } from '../../shared/crypto/standard.ts'
import { type Config, type Variables, isOwnHost, loadConfig, refuseUnknown } from '../config.ts'
import { refuseUnsafe } from '../refusals.ts'
import { lookAt } from '../store/sqlite/look.ts'
import { Documents } from '../trust/documents.ts'
import { lookAtAlerts } from './check/alerts.ts'
import { lookAtDocuments } from './check/documents.ts'
import { type Finding, fail, failure, found, ok, warn } from './check/finding.ts'
import { lookAtAccount, lookAtBackups, lookAtDisk, lookAtFolder, lookAtServer } from './check/machine.ts'
import { lookAtOldKeys } from './check/oldKeys.ts'
import { EXIT, Ended, type Verb } from './cli.ts'

interface Options {
  readonly backups?: string
  readonly live?: true
  readonly json?: true
}

/** dist/, seen from dist/server/cli/check.js */
const BUILT = fileURLToPath(new URL('../..', import.meta.url))

/** `mitos check`: everything that an operator should know before people do. It changes nothing. */
export const check: Verb = (program, io) =>
  void program
    .command('check')
    .description(
      'Look at settings, data folder, documents, disk and backups. Ends with 0, 1 (a failure) or 3 (warnings only).',
    )
    .option('--backups <folder>', 'how old the newest backup is (else MITOS_BACKUP)')
    .option('--live', 'ask the server whether it can write')
    .option('--json', 'one JSON object instead of lines')
    .action(async (options: Options) => {
      const findings = await look(options, io.environment, io.clock())
      const failed = findings.some(({ state }) => state === 'FAIL')
      const warned = findings.some(({ state }) => state === 'warn')
      if (options.json) io.say(JSON.stringify({ ok: !failed, checks: findings }))
      else for (const { state, name, says } of findings) io.say(`${state.padEnd(4)} ${name.padEnd(8)} ${says}`)
      if (failed || warned) throw new Ended(failed ? EXIT.wrong : EXIT.warned)
    })

async function look(options: Options, environment: Variables, now: number): Promise<readonly Finding[]> {
  let config: Config
  try {
    refuseUnknown(environment)
    config = loadConfig(environment)
    refuseUnsafe(config, BUILT)
  } catch (error) {
    return [failure('settings', error)]
  }
  const { data, host, port } = config
  const folder = await found('folder', () => lookAtFolder(data))
  const backups = options.backups ?? config.backups
  return [
    settings(config),
    lookAtAccount(),
    ...folder,
    ...(folder.some(({ state }) => state === 'FAIL') ? [] : await found('database', () => database(config, now))),
    ...(await found('disk', () => lookAtDisk(data))),
    ...(backups ? await found('backup', () => lookAtBackups(backups, now)) : []),
    ...(options.live ? [await lookAtServer(host, port)] : []),
  ]
}

function settings({ host, origin, trustProxy }: Config): Finding {
  if (origin.startsWith('https:') && isOwnHost(host) && !trustProxy.length)
    return warn(
      'settings',
      'MITOS_TRUST_PROXY is not set: all visitors count as one, and one of them can use up the limit',
    )
  return ok('settings', 'safe')
}

async function database({ data, root, alerts }: Config, now: number): Promise<readonly Finding[]> {
  const seen = lookAt(data)
  try {
    if (!seen.sound) return [fail('database', 'it is damaged; restore the newest backup (docs/operations.md)')]
    const state = {
      same: ok('database', 'sound'),
      older: warn('database', 'sound, of an older version: the next start changes it, and makes a copy before'),
      newer: fail('database', 'store-newer: a newer Mitos has written to it; start that one (docs/operations.md)'),
    }[seen.version]
    const documents = new Documents(seen.documents, await standardSodium(), () => now, root)
    return [
      state,
      ...(await found('root', async () => {
        const published = await documents.published()
        return [
          ...(await lookAtDocuments(published, data, seen.notice, now)),
          ...(await lookAtAlerts(alerts, seen, published, now)),
        ]
      })),
      ...(await found('cases', async () => lookAtOldKeys((await documents.published()).retired, seen, now))),
    ]
  } finally {
    seen.close()
  }
}
