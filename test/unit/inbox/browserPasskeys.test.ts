import { describe, expect, it } from 'vitest'
import { createLent } from '../../../inbox/lock/lent.ts'
import { AWAY } from '../../../inbox/lock/lock.ts'
import { lendToList } from '../../../inbox/lock/saving.ts'
import { type BrowserParts, browserPasskeys, lending } from '../../../inbox/passkey/browser.ts'
import { codeOf } from '../../../shared/errors.ts'

const bytes = (n: number, length = 32): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(n)
const MEMBER = bytes(1, 16)
const INPUT = bytes(2)

/** What a browser answers: the extension's results, and whose passkey it is. */
const credential = (results: object | undefined, userHandle: ArrayBuffer | null = MEMBER.buffer) =>
  ({
    rawId: bytes(5, 3).buffer,
    response: { userHandle },
    getClientExtensionResults: () => ({ ...(results && { prf: results }) }),
  }) as unknown as Credential
const output = (n: number) => ({ enabled: true, results: { first: bytes(n).buffer } })
const refusal = (name: string) => Promise.reject(Object.assign(new Error(), { name }))

/** A browser that answers one call after another, and keeps what it was asked. */
function browser(answers: readonly (() => Promise<Credential | null>)[], parts: Partial<BrowserParts> = {}) {
  const asked: any[] = []
  const told: any[] = []
  const left = [...answers]
  const call = async (options: object | undefined) => (asked.push(options), left.shift()!())
  const port = browserPasskeys({
    host: 'mitos.example',
    title: () => 'List',
    random: (length) => bytes(9, length),
    credentials: { create: call, get: call } as BrowserParts['credentials'],
    kind: {
      getClientCapabilities: async () => ({ 'extension:prf': true }),
      signalUnknownCredential: async (about) => void told.push(about),
      signalAllAcceptedCredentials: async (about) => void told.push(about),
    },
    ...parts,
  })
  return { port, asked, told }
}
const failure = (work: Promise<unknown>) => work.then(() => 'ok', codeOf)

describe('The browser’s passkeys', () => {
  it('are there where the browser says so, at a name: an address of numbers can have none', async () => {
    const possible = (parts: Partial<BrowserParts>) => browser([], parts).port.possible()
    const says = (can: Readonly<Record<string, boolean>>) => ({ kind: { getClientCapabilities: async () => can } })
    expect(await possible({})).toBe(true)
    expect(await possible({ host: 'localhost' })).toBe(true)
    for (const host of ['127.0.0.1', '[::1]']) expect(await possible({ host })).toBe(false)
    expect(await possible({ credentials: undefined })).toBe(false)
    for (const kind of [undefined, {}]) expect(await possible({ kind })).toBe(false)
    expect(await possible(says({ 'extension:prf': false }))).toBe(false)
    expect(await possible(says({ passkeyPlatformAuthenticator: true }))).toBe(false)
  })

  it('are made to lie on the device, to ask who is there, and under a name that tells nothing', async () => {
    const { port, asked } = browser([async () => credential(output(7))])
    expect((await port.make(MEMBER, INPUT)).output).toEqual(bytes(7))
    expect(asked).toEqual([
      {
        publicKey: {
          challenge: bytes(9),
          timeout: 60_000,
          extensions: { prf: { eval: { first: INPUT } } },
          rp: { id: 'mitos.example', name: 'List' },
          user: { id: MEMBER, name: 'List', displayName: 'List' },
          pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
          authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
          attestation: 'none',
        },
      },
    ])
  })

  it('are asked at once where they tell nothing while they are made', async () => {
    const { port, asked, told } = browser([
      async () => credential({ enabled: true }),
      async () => credential({ results: { first: bytes(7) } }),
    ])
    expect((await port.make(MEMBER, INPUT)).output).toEqual(bytes(7))
    expect(asked[1].publicKey).toMatchObject({
      rpId: 'mitos.example',
      userVerification: 'required',
      allowCredentials: [{ type: 'public-key', id: bytes(5, 3).buffer }],
    })
    expect(told).toEqual([])
  })

  it('that cannot do it are taken off the device again', async () => {
    for (const answers of [
      [async () => credential(undefined)],
      [async () => credential({ enabled: false })],
      [async () => credential({ enabled: true }), async () => credential({})],
    ]) {
      const { port, told } = browser(answers)
      expect(await failure(port.make(MEMBER, INPUT))).toBe('passkey-unsupported')
      expect(told).toEqual([{ rpId: 'mitos.example', credentialId: 'BQUF' }])
    }
  })

  it('say whose they are, without a name or a list of them', async () => {
    const { port, asked } = browser([async () => credential(output(7))])
    expect(await port.ask(INPUT)).toEqual({ member: MEMBER, output: bytes(7) })
    expect(asked[0].publicKey).toMatchObject({ allowCredentials: [], userVerification: 'required' })
    for (const [results, handle] of [
      [undefined, MEMBER.buffer],
      [output(7), null],
      [output(7), bytes(1, 3).buffer],
    ] as const)
      expect(await failure(browser([async () => credential(results, handle)]).port.ask(INPUT))).toBe(
        'passkey-unsupported',
      )
  })

  it('tell no from cannot', async () => {
    for (const name of ['NotAllowedError', 'AbortError'])
      expect(await failure(browser([() => refusal(name)]).port.ask(INPUT))).toBe('passkey-cancelled')
    expect(await failure(browser([async () => null]).port.ask(INPUT))).toBe('passkey-cancelled')
    for (const name of ['SecurityError', 'NotSupportedError', 'ConstraintError', 'TypeError'])
      expect(await failure(browser([() => refusal(name)]).port.make(MEMBER, INPUT))).toBe('passkey-unsupported')
  })

  it('are forgotten by the device where it listens, and nothing fails where it does not', async () => {
    const { port, told } = browser([])
    port.forget(MEMBER)
    browser([], { kind: {} }).port.forget(MEMBER)
    await new Promise((resolve) => setTimeout(resolve))
    expect(told).toEqual([{ rpId: 'mitos.example', userId: 'AQEBAQEBAQEBAQEBAQEBAQ', allAcceptedCredentialIds: [] }])
  })
})

describe('The focus', () => {
  function page() {
    const state = { focus: true, away: 0, later: [] as (() => void)[] }
    const lent = createLent({
      hasFocus: () => state.focus,
      goAway: () => void state.away++,
      soon: (then) => void state.later.push(then),
    })
    return { state, lent, pass: () => state.later.splice(0).forEach((then) => then()) }
  }

  it.each(['granted', 'cancelled'])('is lent to the dialog; who is not back when it was %s is away', async (how) => {
    for (const back of [true, false]) {
      const { state, lent, pass } = page()
      let end = (): void => undefined
      const dialog = new Promise<Credential>((resolve, reject) => {
        end = () =>
          how === 'granted' ? resolve(credential(output(7))) : reject(new DOMException('', 'NotAllowedError'))
      })
      const { port } = browser([() => dialog])
      const asked = failure(lending(port, lent).ask(INPUT))
      state.focus = false
      expect(lent.lent()).toBe(true)
      end()
      expect(await asked).toBe(how === 'granted' ? 'ok' : 'passkey-cancelled')
      expect([lent.lent(), state.away]).toEqual([true, 0])
      state.focus = back
      pass()
      expect([lent.lent(), state.away]).toEqual([false, back ? 0 : 1])
    }
  })

  it.each([
    ['a list of downloads that opens when a file is saved, until one presses on the page', 'back', 0],
    ['it for two minutes at most', 'never back', 1],
    ['no list that does not open: who goes later is away at once', 'no list', 0],
  ] as const)('is lent to %s', async (_, how, away) => {
    const { state, lent, pass } = page()
    const [self, clocks] = [new EventTarget(), [] as (readonly [number, () => void])[]]
    const clock = (ms: number) => clocks.filter((one) => one[0] === ms).forEach((one) => one[1]())
    const tell = (kind: 'blur' | 'focus') => ((state.focus = kind === 'focus'), self.dispatchEvent(new Event(kind)))
    const ended = async () => (await new Promise((then) => setTimeout(then, 0)), pass())
    lendToList(lent, self, (ms, then) => void clocks.push([ms, then]))
    if (how !== 'no list') tell('blur')
    clock(2000)
    await ended()
    expect(lent.lent()).toBe(how !== 'no list')
    if (how === 'back') tell('focus')
    clock(AWAY)
    await ended()
    expect([lent.lent(), state.away]).toEqual([false, away])
  })
})
