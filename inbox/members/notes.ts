import { type ReadonlySignal, type Signal, batch, signal } from '@preact/signals'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { SPOKEN_MOST, openSpoken, sealSpoken } from '../../shared/spoken.ts'
import type { MemberNote } from '../../shared/staffApi.ts'
import type { Api } from '../api.ts'
import { createDoing } from '../doing.ts'
import { wordsFor } from '../said.ts'
import type { Session } from '../session.ts'

/** What is known of a member beside the signed team. */
export interface Note {
  /** tags; null: they told none, 'shut': what they told does not open here */
  readonly languages: readonly string[] | null | 'shut'
  /** of inbox keys for which that is sealed; 0: they told none */
  readonly generation: number
  /** undefined, as `seen`: only coordinators are told */
  readonly passkey: boolean | undefined
  /** midnight UTC of a day; null: not known */
  readonly seen: number | null | undefined
}

interface NotesDeps {
  readonly api: Pick<Api, 'memberNotes' | 'putSpoken'>
  readonly session: ReadonlySignal<Session | null>
  readonly holds: (one: Session) => boolean
  readonly loggedOut: () => void
}

/** The languages of all, which each tells of themselves, and what the server tells coordinators of them. */
export function createNotes({ api, session, holds, loggedOut }: NotesDeps) {
  /** by member id; null: not read yet */
  const notes: Signal<ReadonlyMap<string, Note> | null> = signal(null)
  /** they could not be read just now */
  const away = signal(false)
  /** the language that is about to be added */
  const chosen = signal('')
  const { busy, said, attempt, failed } = createDoing({ session, loggedOut, words: wordsFor })
  /** how often something was told: what was asked for before does not know of it */
  let turn = 0
  /** for which generation in force it was looked whether one's own is still readable */
  let lookedFor = 0

  async function read(current: Session): Promise<void> {
    const before = turn
    const { members } = await api.memberNotes()
    const opened = await Promise.all(members.map(async (one) => [one.member, await opensTo(current, one)] as const))
    if (!holds(current) || turn !== before) return
    batch(() => {
      notes.value = new Map(opened)
      away.value = false
    })
  }

  async function put(current: Session, languages: readonly string[]): Promise<void> {
    const { crypto, chain, ngo, member, keys, clock } = current
    const of = { network: chain.roster.network, ngo: ngo.id, by: member.id, issued: clock(), languages }
    const { generation, key } = ngo.box
    const sealed = toBase64(sealSpoken(crypto, of, keys.signSeed, fromBase64(key, 32)))
    turn++
    await api.putSpoken({ generation, sealed })
    await read(current)
  }

  /** Under keys that were replaced it would be lost with them: the member's own browser seals it for those in force. */
  async function keepUp(current: Session): Promise<void> {
    const own = notes.value?.get(current.member.id)
    if (!own?.languages || own.languages === 'shut' || own.generation >= current.ngo.box.generation) return
    await put(current, own.languages)
  }

  async function look(): Promise<void> {
    const current = session.value
    if (!current) return
    try {
      await read(current)
      await keepUp(current).catch(() => undefined)
    } catch (error) {
      if (!holds(current)) return
      away.value = true
      failed(current, error)
    }
  }

  const own = (): readonly string[] => {
    const languages = notes.value?.get(session.value?.member.id ?? '')?.languages
    return languages && languages !== 'shut' ? languages : []
  }

  return {
    notes,
    away,
    chosen,
    busy,
    said,
    look,
    /** Without a word, once for each generation that comes in force: what was told must not go with the keys before. */
    async glance(): Promise<void> {
      const current = session.value
      if (!current || lookedFor === current.ngo.box.generation) return
      lookedFor = current.ngo.box.generation
      await read(current)
        .then(() => keepUp(current))
        .catch(() => undefined)
    },
    own,
    add: (tag: string) =>
      attempt(async (current) => {
        if (!tag || own().includes(tag) || own().length >= SPOKEN_MOST) return
        await put(current, [...own(), tag])
        chosen.value = ''
      }),
    remove: (tag: string) =>
      attempt((current) =>
        put(
          current,
          own().filter((one) => one !== tag),
        ),
      ),
    clear(): void {
      lookedFor = 0
      batch(() => {
        notes.value = null
        away.value = false
        chosen.value = ''
        said.value = null
      })
    },
  }
}

async function opensTo(session: Session, { member, spoken, passkey, seen }: MemberNote): Promise<Note> {
  const rest = { passkey, seen, generation: spoken?.generation ?? 0 }
  if (!spoken) return { ...rest, languages: null }
  const { crypto, chain, ngo, team, boxes } = session
  const box = boxes.find(({ generation }) => generation === spoken.generation)
  const signers = (id: string) => team.members.filter((one) => one.id === id).map(({ sign }) => sign)
  const of = { network: chain.roster.network, ngo: ngo.id, by: member }
  try {
    return { ...rest, languages: box ? (await openSpoken(crypto, spoken.sealed, box, of, signers)).languages : 'shut' }
  } catch {
    return { ...rest, languages: 'shut' }
  }
}
