import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openRequest, sealRequest } from '../../../shared/envelope.ts'
import { composeRequest } from '../../../shared/request.ts'
import { deriveCode, makeCode } from '../../../shared/returnCode.ts'
import type { RequestId } from '../../../shared/wire.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { Frame } from '../../../widget/panel/frame.tsx'
import type { State } from '../../../widget/panel/state.ts'
import { isTest } from '../../../widget/panel/test.ts'
import { panelOf } from '../../../widget/panel/view.ts'
import { draw } from '../inbox/draw.ts'
import { call } from '../inbox/facts.ts'
import { NOW, makeChain } from '../shared/network.ts'

afterEach(() => void vi.unstubAllGlobals())

/** Where the panel runs: a page of its own with this address, or a frame within one. */
function at(hash: string, framed = false): void {
  const self = {}
  vi.stubGlobal('self', self)
  vi.stubGlobal('parent', framed ? {} : self)
  vi.stubGlobal('location', { hash })
}

const languages = JSON.parse(readFileSync('widget/locales/index.json', 'utf8')) as readonly { tag: string }[]
const shown = (tag: string): string => {
  const strings = JSON.parse(readFileSync(`widget/locales/${tag}.json`, 'utf8'))
  const state = { catalog: { tag, name: tag, dir: 'ltr', strings }, step: 'start', judged: {}, draft: { for: 'self' } }
  return draw(<Frame p={panelOf(state as unknown as State, {} as never)}>the screen</Frame>)
}
const WORDS = ['Test', 'Δοκιμή', 'Test', 'Test', 'Prova', 'Test', 'اختبار', 'Test', 'Тест', 'Provë', 'Тест', 'ٹیسٹ']

describe('the panel is a test', () => {
  it('only as /go#test, a page of its own: in a frame nothing makes it one', () => {
    const all = ['#test', '', '#Test', '#test=1', '#other'].map((hash) => (at(hash), isTest()))
    expect(all).toEqual([true, false, false, false, false])
    at('#test', true)
    expect(isTest()).toBe(false)
  })

  it('and says so on every screen, in each language', () => {
    at('#test')
    expect(languages.map(({ tag }) => shown(tag).match(/^(.+)\n(?=the screen)/m)?.[1])).toEqual(WORDS)
    at('')
    expect(
      languages.map(({ tag }) => shown(tag)).filter((text) => WORDS.some((one) => text.includes(`\n${one}\n`))),
    ).toEqual([])
  })
})

it('a request of a test says so inside the seal; another has no such name at all', async () => {
  const { crypto } = await sodium()
  const { parts, pin } = await makeChain(crypto)
  const code = await deriveCode(crypto, async () => crypto.random(32), makeCode(crypto.random), parts.network)
  const place = { ngo: 'a21', desk: 'GR', site: null, t: NOW, skew: null, tz: null, lang: 'el', shown: null } as const
  const composed = (test: boolean) =>
    composeRequest(crypto, call(), { ...place, roster: parts.roster, rosterHash: pin, test }, code)
  expect('test' in composed(false)).toBe(false)
  const secret = new Uint8Array(32).fill(20) as never
  const own = { network: parts.network, ngo: 'a21', keys: [{ publicKey: crypto.boxPublicKey(secret), secret }] }
  const opened = [false, true].map(async (test) => {
    const sealed = sealRequest(crypto, composed(test), code, crypto.random(16) as RequestId)
    const read = await openRequest(crypto, sealed, own)
    return [sealed.length, read.test]
  })
  expect(await Promise.all(opened)).toEqual([
    [8281, false],
    [8281, true],
  ])
})
