import type { AlertConfig } from '../../alertConfig.ts'
import { hourOf } from '../../deps.ts'
import type { Look } from '../../store/sqlite/look.ts'
import type { Published } from '../../trust/documents.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

/** Nobody may wait so long without anybody knowing, seconds. */
const INCIDENT = 72 * 3600

/** Whether each NGO can be called, and whether somebody has waited for too long. */
export async function lookAtAlerts(
  config: AlertConfig | undefined,
  look: Pick<Look, 'ways' | 'unopenedSince'>,
  { roster, keyIds }: Published,
  now: number,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const [ngo, keys] of keyIds)
    if (await look.unopenedSince(keys, hourOf(now) - INCIDENT))
      findings.push(fail('alerts', `${ngo}: nobody has opened a request for three days: call them`))
  if (!config) return findings.length ? findings : [ok('alerts', 'not set up: members look at the list for themselves')]
  const ways = await look.ways()
  for (const { id } of roster?.value.ngos ?? [])
    if (!ways.some(({ ngo, result }) => ngo === id && result === 'arrived'))
      findings.push(warn('alerts', `${id}: nobody there can be called yet; members say how under More, Alerts`))
  const failed = ways.filter(({ result }) => result !== 'arrived' && result !== 'none')
  if (failed.length)
    findings.push(
      warn(
        'alerts',
        `${failed.length} of ${ways.length} ways to call a member failed last time; they see which (${kinds(failed)})`,
      ),
    )
  return findings.length ? findings : [ok('alerts', `every NGO can be called, by ${kinds(ways)}`)]
}

const kinds = (ways: readonly { readonly kind: string }[]): string =>
  [...new Set(ways.map(({ kind }) => kind))].toSorted().join(', ')
