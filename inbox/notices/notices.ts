import { type Signal, batch, signal } from '@preact/signals'
import { toBase64 } from '../../shared/bytes.ts'
import { codeOf } from '../../shared/errors.ts'
import { NOTICE_SIZE, noticeFile, noticeText } from '../../shared/notice.ts'
import type { Notice } from '../../shared/noticeDocument.ts'
import { writeNoticeSheet } from '../../shared/noticeSheet.ts'
import { signDocument } from '../../shared/signed.ts'
import { leadsOf } from '../../shared/team.ts'
import type { Api } from '../api.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import { judge } from './judge.ts'

export type NoticesPage =
  | { readonly kind: 'list' }
  /** `read`: whether the text in force has come, or there is none */
  | { readonly kind: 'text'; readonly tag: string; readonly typed: string; readonly read: boolean }
  | { readonly kind: 'sheet'; readonly sheet: NoticesFile; readonly saved: boolean }

/** A file for the keeper, and the words to compare. */
export interface NoticesFile {
  readonly file: string
  readonly text: string
  readonly words: readonly string[]
  readonly tags: readonly string[]
}

export type Notices = ReturnType<typeof createNotices>

/** Whether this member can sign what their NGO tells: the roster names their key a coordinator's. */
export const mayTell = ({ chain, ngo, member }: Session): boolean => leadsOf(chain.roster, ngo).includes(member.sign)

/** What an NGO tells about data: a coordinator writes it, signs it, puts it on the server, and sends its hash to the keeper. */
export function createNotices({
  api,
  session,
  loggedOut,
}: {
  readonly api: Pick<Api, 'notice' | 'putNotice'>
  readonly session: Signal<Session | null>
  readonly loggedOut: () => void
}) {
  const page: Signal<NoticesPage> = signal({ kind: 'list' })
  const said: Signal<Said | null> = signal(null)
  const busy = signal(false)
  /** by language, the hashes that this browser put since log-in */
  const put: Signal<Readonly<Record<string, string>>> = signal({})
  /** by language, what was typed and not published, for who went back or closed it */
  const drafts = new Map<string, string>()
  /** by hash: texts that were read and are what their hash says, or were put */
  const texts = new Map<string, string>()

  const go = (to: NoticesPage): void =>
    batch(() => {
      page.value = to
      said.value = null
    })
  const hashIn = (current: Session, tag: string): string | undefined => put.value[tag] ?? current.ngo.notices?.[tag]

  /** What was put and no roster names yet. */
  function waiting(current: Session): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(put.value).filter(([tag, hash]) => current.ngo.notices?.[tag] !== hash))
  }

  /** Opens a language's text, with what is there already. */
  async function open(tag: string): Promise<void> {
    const current = session.value
    if (!current) return
    const hash = hashIn(current, tag)
    const known = drafts.get(tag) ?? (hash === undefined ? '' : texts.get(hash))
    go({ kind: 'text', tag, typed: known ?? '', read: known !== undefined })
    if (known !== undefined) return
    const found = await read(current, hash!)
    const now = page.value
    if (session.value?.keys !== current.keys || now.kind !== 'text' || now.tag !== tag || now.read) return
    batch(() => {
      if (found === null) said.value = { key: 'notices.unread' }
      page.value = { ...now, typed: now.typed || (found ?? ''), read: true }
    })
  }

  /** The text of a hash; null where it did not come, or is another one. */
  async function read({ crypto }: Session, hash: string): Promise<string | null> {
    try {
      const file = await api.notice(hash)
      if (file.length !== NOTICE_SIZE || toBase64(await crypto.sha256(file)) !== hash) return null
      texts.set(hash, noticeText(file))
      return texts.get(hash)!
    } catch {
      return null
    }
  }

  function type(typed: string): void {
    if (page.value.kind !== 'text') return
    drafts.set(page.value.tag, typed)
    page.value = { ...page.value, typed }
  }

  /** Signs what stands in the field and puts it on the server; what was typed stays if that does not work. */
  async function publish(): Promise<void> {
    const [current, at] = [session.value, page.value]
    if (!current || at.kind !== 'text' || !at.read || busy.value) return
    const { text, fault } = judge(at.typed)
    if (fault) return void (said.value = { key: `notices.${fault}` })
    const { crypto, keys, chain, ngo, clock } = current
    const notice: Notice = { type: 'notice', v: 1, network: chain.roster.network, ngo: ngo.id, issued: clock(), text }
    busy.value = true
    said.value = null
    try {
      const hash = toBase64(await crypto.sha256(noticeFile(text)))
      await api.putNotice(signDocument(crypto, notice, [keys.signSeed]))
      if (session.value?.keys !== keys) return
      texts.set(hash, text)
      drafts.delete(at.tag)
      put.value = { ...put.value, [at.tag]: hash }
      // As the roster has it: there is nothing for the keeper to do.
      if (Object.keys(waiting(session.value)).length) toKeeper()
      else go({ kind: 'list' })
    } catch (error) {
      // Locked meanwhile: whoever unlocked since is not to be locked for it.
      if (session.value?.keys !== keys) return
      if (codeOf(error) === 'not-logged-in') loggedOut()
      else said.value = codeOf(error) === 'too-many' ? { key: 'notices.toomany' } : wordsFor(error)
    } finally {
      busy.value = false
    }
  }

  /** Makes the file for the keeper of all that waits. */
  function toKeeper(): void {
    const current = session.value
    if (!current) return
    const { crypto, keys, chain, ngo, clock } = current
    const notices = waiting(current)
    const sheet = {
      type: 'notices',
      v: 1,
      network: chain.roster.network,
      ngo: ngo.id,
      issued: clock(),
      notices,
    } as const
    const made = writeNoticeSheet(crypto, sheet, keys.signSeed)
    const tags = Object.keys(notices)
    go({ kind: 'sheet', sheet: { file: `mitos-notices-${ngo.id}.json`, ...made, tags }, saved: false })
  }

  return {
    page,
    said,
    busy,
    open,
    type,
    publish,
    toKeeper,
    /** What is known of a language: not written, in force, or put and not in a roster yet. */
    stateOf: (current: Session, tag: string): 'none' | 'force' | 'waits' =>
      tag in waiting(current) ? 'waits' : current.ngo.notices?.[tag] ? 'force' : 'none',
    /** How the list of languages is shown. */
    list: () => go({ kind: 'list' }),
    saved(): void {
      if (page.value.kind === 'sheet') page.value = { ...page.value, saved: true }
    },
    clear(): void {
      batch(() => {
        go({ kind: 'list' })
        put.value = {}
        texts.clear()
        drafts.clear()
      })
    },
  }
}
