import { join } from '../../shared/bytes.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { readMailbox, writeDelete } from '../../shared/mailbox.ts'
import { readCode } from '../../shared/returnCode.ts'
import { BODY_SIZE, type SealedRequest } from '../../shared/wire.ts'
import { cleanText } from '../../shared/text.ts'
import { firstWord } from '../panel/actions.ts'
import { field, typed } from '../panel/field.ts'
import { judgeNow } from '../panel/offer.ts'
import type { Panel } from '../panel/view.ts'
import { wipe } from '../panel/wipe.ts'
import { quietName } from '../panel/words.ts'
import type { Sealer } from '../seal/seal.ts'
import { openMailbox } from './opened.ts'
import type { Back } from './told.ts'

/** How long one answer of the server may take, ms. */
const PATIENCE = 30_000

/**
 * One thing at a time. What goes wrong is said on the screen, where all stays as it is; nothing comes to a panel that was wiped
 * meanwhile.
 * @param here whether the same person still waits
 */
async function once(p: Panel, work: (here: () => boolean) => Promise<void>): Promise<void> {
  const { store } = p.act.tools
  const { passing, back, step } = store.get()
  if (passing.waiting) return
  const here = () => store.get().back === back && store.get().step === step
  p.act.pass({ waiting: true, message: '' })
  try {
    await work(here)
  } catch {
    if (here()) p.act.pass({ message: 'return.failed' })
  }
  if (here()) p.act.pass({ waiting: false })
}

function refuse(p: Panel, message: string): void {
  p.act.pass({ message })
  field.current?.focus()
}

/** Judges the number here, then asks the server for what lies at its address. */
export async function look(p: Panel): Promise<void> {
  const { store, courier, context } = p.act.tools
  let code: ReturnType<typeof readCode>
  try {
    code = readCode(typed())
  } catch {
    return refuse(p, 'return.typo')
  }
  await once(p, async (here) => {
    const sealer = await courier.sealer()
    const keys = await sealer.derive(code)
    const mailbox = readMailbox(await fetchMailbox(p.act.server, keys.token))
    const opened = () => {
      const { t } = judgeNow(store.get(), context.config)
      return openMailbox(sealer.crypto, mailbox, keys, sealer.chain().roster, t)
    }
    let found = await opened()
    if (found.unsure) {
      // The key may be newer than the roster of a page that has stood open.
      await renew(p, here).catch(() => undefined)
      found = await opened()
    }
    if (here()) show(p, 'replies', { keys, ...found })
  })
}

/** A newer chain, where there is one. */
async function renew(p: Panel, here: () => boolean): Promise<void> {
  const { store, courier, context } = p.act.tools
  const { text, got } = await context.fetchChain()
  const chain = await courier.believe(text)
  if (here()) store.set({ chain, got })
}

export const show = (p: Panel, step: 'return' | 'replies' | 'reply' | 'return-delete', back?: Back): void =>
  p.act.tools.store.set({ step, passing: {}, overlay: undefined, ...(back && { back }) })

async function fetchMailbox(server: string, token: Uint8Array): Promise<Uint8Array> {
  const answer = await fetch(`${server}/api/mailbox`, {
    method: 'POST',
    body: token.slice() as Uint8Array<ArrayBuffer>,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    redirect: 'error',
    signal: patience(),
  })
  if (!answer.ok) throw answer.status
  return new Uint8Array(await answer.arrayBuffer())
}

const patience = (): AbortSignal => AbortSignal.timeout?.(PATIENCE)

/** Where this panel is, for a word that is sealed for the NGO that has the request. */
function placeOf(p: Panel, ngo: string): Parameters<Sealer['seal']>[1] {
  const { store, context } = p.act.tools
  const { desk, site } = context.config
  const { t, skew } = judgeNow(store.get(), context.config)
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone || null
  return { ngo, desk, site, t, skew, tz, lang: p.lang, shown: null }
}

const post = (sealer: Sealer, url: string, body: Uint8Array) =>
  sealer.post(fetch.bind(self), url, body as SealedRequest, patience(), navigator.onLine)

/** Sends a word more to who has the request; a second try sends the same bytes. */
export async function write(p: Panel): Promise<void> {
  const { store, courier } = p.act.tools
  const text = cleanText(typed(), true).trim()
  const { keys, ngo, ...rest } = store.get().back!
  if (!text) return refuse(p, 'note.q2')
  if (!keys || !ngo) return
  let { sealed } = rest
  await once(p, async (here) => {
    const sealer = await courier.sealer()
    if (sealed?.text !== text)
      sealed = { text, body: sealer.seal({ kind: 'follow-up', text }, placeOf(p, ngo.id), keys) }
    const outcome = await post(sealer, `${p.act.server}/api/requests`, sealed.body)
    if (!here()) return
    if (outcome === 'sent') {
      const none = { forms: [], word: '', replyBy: '', line: '', ngoLine: '', code: '' }
      return wipe(store, courier, firstWord(), {
        step: 'sent',
        sent: { ...none, how: 'again', ngo: quietName(ngo, p.lang) },
      })
    }
    const again = outcome === 'gone' || outcome === 'conflict'
    if (outcome === 'gone') await renew(p, here).catch(() => undefined)
    if (!here()) return
    const message = outcome === 'maybe' ? 'notsent.maybe' : 'return.failed'
    const { sealed: _, ...before } = store.get().back!
    store.set({ back: again ? before : { ...before, sealed }, passing: { message } })
  })
}

/** Deletes all that lies at the number's address, and tells the NGO that has the request, in its inbox, that it was withdrawn. */
export async function remove(p: Panel): Promise<void> {
  const { store, courier } = p.act.tools
  const { keys, ngo } = store.get().back!
  if (!keys) return
  await once(p, async (here) => {
    const sealer = await courier.sealer()
    const body = ngo
      ? sealer.seal({ kind: 'withdraw' }, placeOf(p, ngo.id), keys)
      : toNobody(sealer.crypto, keys.address)
    const outcome = await post(sealer, `${p.act.server}/api/mailbox/delete`, writeDelete(keys.token, body))
    if (!here()) return
    if (outcome !== 'sent') throw outcome
    wipe(store, courier, firstWord(), { step: 'deleted', back: {} })
  })
}

/** Where no NGO of the roster has the request: looks like any other, and nobody has the key that it names. */
const toNobody = (crypto: Crypto, address: Uint8Array): SealedRequest =>
  join(Uint8Array.of(1), crypto.random(24), address, crypto.random(BODY_SIZE - 25 - address.length)) as SealedRequest
