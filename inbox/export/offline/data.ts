import { answersIn, caseIn, stateOf } from '../../cases/view.ts'
import type { CopyItem, CopyView } from './open.ts'

/** What is in a copy, as data. Hours are seconds UTC. */
export function listData(view: CopyView): object {
  const { about, counts, session, items } = view
  const { ngo, member, chain } = session
  return {
    ngo: ngo.id,
    member: member.login,
    saved: about.at,
    own: about.own,
    roster: chain.roster.version,
    counts,
    requests: items.map(rowData),
  }
}

/** Taken back by the person, or deleted on request and only the row still there. */
export const isGone = ({ item, file }: CopyItem): boolean =>
  item.kind === 'request' && (item.withdrawn || stateOf(item, file) === 'gone')

const rowData = ({ id, item, file }: CopyItem) => ({
  id,
  hour: item.hour,
  state: stateOf(item, file),
  owner: item.claim?.by ?? null,
  ...(item.kind === 'shut' ? { code: item.code } : { withdrawn: item.withdrawn, test: item.facts.test }),
})

/** One request and its case. Of what the person took back, or was deleted, there is nothing but that. */
export function showData(_: CopyView, one: CopyItem): object {
  const { item, file } = one
  const now = isGone(one) ? null : caseIn(file)
  const told = item.kind === 'request' && !isGone(one) ? item : null
  return {
    ...rowData(one),
    ...(told && { ways: told.ways.map((way) => way.told), wrote: told.wrote, lang: told.facts.lang ?? null }),
    ...(told?.handed && {
      handed: { from: told.handed.from, consent: told.handed.consent, note: told.handed.note ?? null },
    }),
    ...(item.kind === 'request' && { under: item.under ?? null, check: item.check }),
    case: now && {
      marks: now.marks,
      cut: file?.kind === 'open' && file.cut,
      tries: now.tries,
      notes: now.notes,
      replies: answersIn(now),
      events: now.events.map((event) => ({
        seq: event.seq,
        ...(event.kind === 'opened' && { by: event.by, at: event.at, kind: event.act?.kind ?? null }),
        ...(event.refused && { refused: event.refused }),
      })),
    },
    ...(file?.kind === 'shut' && { code: file.code }),
  }
}
