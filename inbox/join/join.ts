import { type Signal, signal } from '@preact/signals'
import { fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { codeOf } from '../../shared/errors.ts'
import { invitationId, invitationMac } from '../../shared/invitation.ts'
import { type MemberKeys, publicKeysOf } from '../../shared/member.ts'
import { memberWords } from '../../shared/sixWords.ts'
import type { Invited, JoinRequest } from '../../shared/staffApi.ts'
import { LOGIN_NAME } from '../../shared/team.ts'
import { cleanText } from '../../shared/text.ts'
import { wrapOwnKeys } from '../setup/ownKeys.ts'
import { type Made, type Setup, createSetup } from '../setup/setup.ts'
import { type Said, wordsFor } from '../said.ts'
import { type UnlockDeps, readNetwork } from '../unlock/unlock.ts'

/**
 * `opening`: the invitation is looked up · `dead`: it leads nowhere · `names` · `setup`: passphrase and kit · `joined`: six words
 * are compared · `wait`: for the coordinator's yes
 */
export type JoinState =
  | { readonly kind: 'opening'; readonly busy: boolean; readonly said: Said | null }
  | { readonly kind: 'dead'; readonly said: Said }
  | { readonly kind: 'names'; readonly shown: string; readonly login: string; readonly said: Said | null }
  | { readonly kind: 'setup'; readonly setup: Setup }
  | { readonly kind: 'joined'; readonly words: readonly string[]; readonly said: Said | null }
  | { readonly kind: 'wait' }

export type Join = ReturnType<typeof createJoin>

/** What the invitation leads into, once the server has told. */
interface Into {
  readonly crypto: MemberCrypto
  readonly network: string
  readonly invited: Invited
}

const LONGEST_NAME = 200

/**
 * A newcomer's way from the link to the six words. All of it is in memory: who leaves begins again with the same link, as long as
 * nothing was sent.
 * @param secret of the link; null: the link is damaged
 */
export function createJoin(deps: UnlockDeps, secret: Uint8Array | null) {
  const state: Signal<JoinState> = signal(
    secret ? { kind: 'opening', busy: true, said: null } : { kind: 'dead', said: { key: 'join.damaged' } },
  )
  let into: Into | null = null
  let names = { shown: '', login: '' }
  let setup: Setup | null = null
  let keys: MemberKeys | null = null
  /** what was sent last, the same once more where no answer came */
  let sent: JoinRequest | null = null
  let sending = false
  let gone = false

  async function look(): Promise<void> {
    if (!secret) return
    state.value = { kind: 'opening', busy: true, said: null }
    try {
      const { crypto, chain } = await readNetwork(deps)
      const invited = await deps.api.invited({ invite: toBase64(invitationId(crypto, secret)) })
      if (gone) return
      into = { crypto, network: chain.roster.network, invited }
      if (!invited.member) return askNames(null)
      names = { shown: invited.member.name, login: invited.member.name }
      begin()
    } catch (error) {
      if (gone) return
      if (codeOf(error) === 'invitation-unknown') return die({ key: 'join.used' })
      state.value = { kind: 'opening', busy: false, said: wordsFor(error) }
    }
  }

  const askNames = (said: Said | null): void => void (state.value = { kind: 'names', ...names, said })

  function named(): void {
    if (state.value.kind !== 'names') return
    names = { shown: cleanText(state.value.shown).trim(), login: state.value.login.trim().toLowerCase() }
    if (!names.shown || names.shown.length > LONGEST_NAME) return askNames({ key: 'join.shown.wrong' })
    if (!LOGIN_NAME.test(names.login)) return askNames({ key: 'join.login.wrong' })
    begin()
  }

  /** Passphrase and kit; where they are there already, only the name was wrong. */
  function begin(): void {
    sent = null
    if (setup) {
      state.value = { kind: 'setup', setup }
      return void setup.next()
    }
    setup = createSetup(into!.crypto, {
      kind: 'join',
      known: [names.shown, names.login, into!.invited.ngo],
      save: send,
      why: wordsFor,
    })
    state.value = { kind: 'setup', setup }
  }

  async function send(made: Made): Promise<void> {
    const again = sent !== null
    sending = true
    try {
      const request = sent ?? (await compose(made))
      sent = request
      await deps.api.join(request)
      if (!gone) joined(null)
    } catch (error) {
      if (gone) return
      const code = codeOf(error)
      if (code === 'name-taken') askNames({ key: 'join.login.taken' })
      if (code !== 'invitation-unknown') throw error
      // No answer came to the first try: it may have been the one that counted.
      if (again) joined({ key: 'join.perhaps' })
      else die({ key: 'join.used' })
    } finally {
      sending = false
    }
  }

  async function compose(made: Made): Promise<JoinRequest> {
    const { crypto, network, invited } = into!
    keys ??= { boxSecret: crypto.random(32), signSeed: crypto.random(32) } as MemberKeys
    const id = invited.member ? fromBase64(invited.member.id, 16) : crypto.random(16)
    const { box, sign } = publicKeysOf(crypto, keys)
    const owner = { alive: () => !gone, network, name: names.login, id, keys }
    const own = await wrapOwnKeys({ crypto, derive: deps.derive }, owner, made)
    const who = { network, ngo: invited.ngo, name: names.login, box: toBase64(box), sign: toBase64(sign) }
    return {
      invite: toBase64(invitationId(crypto, secret!)),
      name: who.name,
      shown: names.shown,
      box: who.box,
      sign: who.sign,
      ...own,
      mac: toBase64(invitationMac(crypto, secret!, who)),
    }
  }

  /** From here on nothing is secret: the words come from public keys. */
  function joined(said: Said | null): void {
    const { box, sign } = sent!
    const words = memberWords(into!.crypto, fromBase64(box, 32), fromBase64(sign, 32))
    finish()
    state.value = { kind: 'joined', words, said }
  }

  function die(said: Said): void {
    finish()
    state.value = { kind: 'dead', said }
  }

  function finish(): void {
    setup?.clear()
    wipe(secret ?? undefined, keys?.boxSecret, keys?.signSeed)
    ;[setup, keys, sent] = [null, null, null]
  }

  return {
    of: 'join' as const,
    state,
    look,
    named,
    type: (typed: { readonly shown?: string; readonly login?: string }): void => {
      if (state.value.kind === 'names') state.value = { ...state.value, ...typed, said: null }
    },
    compared: () => void (state.value = { kind: 'wait' }),
    /** whether anything is here that somebody else must not see */
    secret: (): boolean => state.value.kind === 'names' || state.value.kind === 'setup',
    /** Whether it is on its way to the server: its six words are shown when it has arrived, whatever happens meanwhile. */
    sending: () => sending,
    /** what to say to who comes back after everything was wiped */
    dropped: { key: 'join.dropped' } as Said,
    /** Lets go of everything. */
    drop() {
      gone = true
      finish()
    },
  }
}
