import { type ReadonlySignal, batch, computed, signal } from '@preact/signals'
import { codeOf } from '../../shared/errors.ts'
import { type Table, type Through, lastWholeMonth, tablesOf } from '../../shared/statistics.ts'
import {
  type OpenedStatistics,
  approveStatistics,
  mayApprove,
  readStatistics,
  writeStatistics,
} from '../../shared/statisticsFile.ts'
import type { Item } from '../list/items.ts'
import type { Said } from '../said.ts'
import type { Session } from '../session.ts'
import { type Outcomes, countedOf, planOf } from './counted.ts'

interface NumbersDeps {
  readonly session: ReadonlySignal<Session | null>
  readonly items: ReadonlySignal<readonly Item[]>
  /** seconds UTC */
  readonly t: ReadonlySignal<number>
  /** how cases ended; absent: that table is not made */
  readonly outcomes?: Outcomes
}

/** A file to be downloaded; its name says nothing but the month. */
export interface Made {
  readonly name: string
  readonly text: string
}

export type Numbers = ReturnType<typeof createNumbers>

/** The year's tables, and a file of tables on its way to a release. In memory only. */
export function createNumbers({ session, items, t, outcomes }: NumbersDeps) {
  const opened = signal<OpenedStatistics | null>(null)
  const said = signal<Said | null>(null)
  /** as text, so that the tables are made anew when a month ends and not with every tick of the clock */
  const until = computed(() => {
    const one = session.value
    return one ? JSON.stringify(lastWholeMonth(t.value, one.chain.roster.desks[0]!.tz)) : null
  })
  const through = computed<Through | null>(() => (until.value === null ? null : (JSON.parse(until.value) as Through)))
  const tables = computed<readonly Table[]>(() => {
    const [one, months] = [session.value, through.value]
    if (!one || !months) return []
    return tablesOf(countedOf(items.value, months, outcomes), planOf(one.chain.roster, months, outcomes))
  })

  return {
    through,
    tables,
    opened,
    said,
    /** The tables as a file for the one who releases them. */
    make(): Made | null {
      const [one, months] = [session.value, through.value]
      if (!one || !months || one.member.role !== 'lead') return null
      const { chain, ngo, crypto, keys } = one
      const file = { network: chain.roster.network, ngo: ngo.id, ...months, tables: tables.value } as const
      const name = fileName(months, 'json')
      said.value = { key: 'release.made', values: { name } }
      return { name, text: writeStatistics(crypto, { type: 'statistics', v: 1, ...file }, keys.signSeed) }
    },
    /** Opens a file of tables; what is wrong with it is said. */
    async open(text: string): Promise<void> {
      const one = session.value
      if (!one) return
      try {
        const read = await readStatistics(one.crypto, text, one.team)
        if (session.value?.keys !== one.keys) return
        batch(() => {
          opened.value = read
          said.value = null
        })
      } catch (error) {
        if (session.value?.keys === one.keys) said.value = refused(error)
      }
    },
    /** The second person's yes to the tables that are open. */
    approve(): Made | null {
      const [one, read] = [session.value, opened.value]
      if (!one || !read || read.approver || !mayApprove(one.member, read.maker)) return null
      const text = approveStatistics(one.crypto, read, one.keys.signSeed)
      const name = fileName(read.file, 'json')
      batch(() => {
        opened.value = { ...read, approver: one.member }
        said.value = { key: 'release.done', values: { name } }
      })
      return { name, text }
    },
    clear(): void {
      opened.value = null
      said.value = null
    },
  }
}

export const fileName = ({ year, month }: Through, ending: 'json' | 'csv'): string =>
  `numbers-${year}-${String(month).padStart(2, '0')}.${ending}`

function refused(error: unknown): Said {
  const code = codeOf(error)
  if (code === 'document-conflict') return { key: 'release.bad.other', code }
  return { key: code === 'document-signature' ? 'release.bad.signature' : 'release.bad.shape', code }
}
