import { beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '../../../inbox/api.ts'
import { type Memory, createMemory } from '../../../inbox/trust/memory.ts'
import { type FetchRoster, walkLine } from '../../../inbox/trust/line.ts'
import { historyOf } from '../../../inbox/trust/history.ts'
import { headOf, trustedChain } from '../../../inbox/trust/trusted.ts'
import { type Under, underWhich, worst } from '../../../inbox/trust/under.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { MitosError } from '../../../shared/errors.ts'
import { NOW } from '../shared/network.ts'
import { type Listed, listed, listsOf, withRoots, withSwitch } from './lists.ts'
import { DAY } from './world.ts'

let crypto: MemberCrypto
let lists: Readonly<Record<number, Listed>>
beforeAll(async () => {
  crypto = (await sodium()).crypto
  lists = await listsOf(crypto)
})

const kept: FetchRoster = async (version) => JSON.stringify(lists[version]!.roster)
/** What a page refuses after it believed these chains in turn. */
async function refusal(texts: readonly string[], last: string, fetchRoster = kept, memory = createMemory()) {
  for (const text of texts) await trustedChain(crypto, text, memory, fetchRoster)
  const before = { ...memory }
  try {
    await trustedChain(crypto, last, memory, fetchRoster)
    return 'believed'
  } catch (error) {
    // What was refused is not remembered.
    expect(memory).toEqual(before)
    const { code, cause } = error as MitosError & { cause: { what?: string; seen?: number; got?: number } }
    return [code, cause?.what, cause?.seen, cause?.got].filter((one) => one !== undefined).join(' ')
  }
}

describe('a chain that goes back behind what this page saw is refused', () => {
  it('a roster', async () => {
    expect(await refusal([lists[4]!.text], lists[3]!.text)).toBe('trust-older roster 4 3')
  })

  it('a release', async () => {
    const newer = await listed(crypto, 3, lists[2]!.hash, undefined, { version: 4 })
    expect(await refusal([lists[2]!.text, newer.text], lists[4]!.text, kept)).toBe('trust-older release 4 3')
  })

  it('a root', async () => {
    expect(await refusal([withRoots(crypto, lists[2]!.text)], lists[2]!.text)).toBe('trust-older root 2 1')
  })

  it('the spare keys in force, within one roster', async () => {
    const text = withSwitch(crypto, lists[2]!.text)
    expect(await refusal([lists[2]!.text, text], lists[2]!.text)).toBe('trust-older switch 4 3')
    expect(await refusal([lists[2]!.text, text], lists[3]!.text)).toBe('believed')
  })
})

describe('a chain that does not follow from what this page saw is refused', () => {
  it('the same roster with other bytes', async () => {
    const other = await listed(crypto, 2, `${'B'.repeat(42)}E`)
    expect(await refusal([lists[2]!.text], other.text)).toBe('trust-changed roster 2 2')
  })

  it('the same release with other bytes', async () => {
    const other = await listed(crypto, 3, lists[2]!.hash, undefined, { name: '1.0.1' })
    expect(await refusal([lists[2]!.text], other.text)).toBe('trust-changed release 3 3')
  })

  it('the same root with other bytes, also where newer ones follow it', async () => {
    const other = withRoots(crypto, lists[2]!.text, { expires: NOW + 99 * DAY })
    expect(await refusal([withRoots(crypto, lists[2]!.text)], other)).toBe('trust-changed root 2 2')
    const chain = JSON.parse(lists[2]!.text)
    const cut = JSON.stringify({ ...chain, roots: [JSON.parse(withRoots(crypto, lists[2]!.text)).roots[1]] })
    // Without the first root nothing shows that the second follows from it.
    expect(await refusal([lists[2]!.text], cut)).toBe('trust-changed root 1 2')
  })

  it('a newer roster that names another one before it, near or far', async () => {
    const fork = await listed(crypto, 3, `${'C'.repeat(42)}E`)
    expect(await refusal([lists[2]!.text], fork.text)).toBe('trust-changed roster 2 3')
    const far = await listed(crypto, 4, fork.hash)
    const served: FetchRoster = async () => JSON.stringify(fork.roster)
    expect(await refusal([lists[2]!.text], far.text, served)).toBe('trust-changed roster 2 4')
  })
})

describe('a newer chain', () => {
  it('is believed where its rosters lead to the one that was seen, and only those between are fetched', async () => {
    const asked: number[] = []
    const counted: FetchRoster = async (version) => (asked.push(version), kept(version))
    const memory = createMemory()
    expect(await refusal([lists[2]!.text], lists[5]!.text, counted, memory)).toBe('believed')
    expect([memory.roster?.version, asked, [...memory.line.keys()].sort()]).toEqual([5, [4, 3], [2, 3, 4, 5]])
  })

  it('is refused where the server does not give a roster between, or another one', async () => {
    const missing: FetchRoster = () => Promise.reject(new MitosError('not-found'))
    expect(await refusal([lists[2]!.text], lists[4]!.text, missing)).toBe('trust-history')
    const fork = await listed(crypto, 3, `${'C'.repeat(42)}E`)
    for (const text of [JSON.stringify(fork.roster), JSON.stringify(lists[2]!.roster), '{', '[]', ' '])
      expect(await refusal([lists[2]!.text], lists[4]!.text, async () => text)).toBe('trust-history')
  })

  it('waits where the server does not answer: that is no alarm', async () => {
    const away: FetchRoster = () => Promise.reject(new MitosError('server-unreachable'))
    expect(await refusal([lists[2]!.text], lists[4]!.text, away)).toBe('server-unreachable')
  })

  it('has a history that is fetched one by one, and no farther than 200 back', async () => {
    const memory = createMemory()
    const chain = await trustedChain(crypto, withSwitch(crypto, lists[4]!.text), memory, kept)
    const history = historyOf(crypto, kept, memory, chain, 'a21')
    // As it was signed: a switch is no roster.
    expect(history.known().map(({ box, spare }) => [box.generation, spare?.generation])).toEqual([[3, 4]])
    expect([await history.more(), history.known().length, memory.line.size]).toEqual([true, 2, 2])
    expect(memory.line.get(3)!.keys!.get('a21')).toBe(memory.line.get(4)!.keys!.get('a21'))
    const head = memory.line.get(4)!
    const far = { ...chain, roster: { ...chain.roster, version: 1000 } }
    const line = new Map(Array.from({ length: 201 }, (_, i) => [1000 - i, { ...head, version: 1000 - i }]))
    expect(await historyOf(crypto, kept, { ...memory, line }, far, 'a21').more()).toBe(false)
  })

  it('with a clash of key ids is not remembered either', async () => {
    const memory = createMemory()
    const clash: MemberCrypto = { ...crypto, blake2b: (_, n) => new Uint8Array(n) }
    await expect(trustedChain(clash, lists[2]!.text, memory, kept)).rejects.toMatchObject({ code: 'key-id-clash' })
    expect(memory).toEqual(createMemory())
  })
})

describe('the roster under which a request was sealed', () => {
  const A = (n: number) => String.fromCharCode(64 + n).repeat(43)
  /** Roster N was issued at N days. */
  const roster = (version: number) => ({ version, hash: A(version), previous: A(version - 1), issued: version * DAY })
  const line = new Map([4, 5, 6].map((n) => [n, roster(n)]))
  const known = { head: roster(6), line, asked: 0, failed: false }
  const under = (version: number, hash: string, at: number, rest: object = {}): Under | undefined =>
    underWhich({ version, hash }, at, { ...known, ...rest })

  it('is right where it is that of its hour, and for a day after the next was issued', () => {
    expect(under(6, A(6), 99 * DAY)).toBeUndefined()
    expect(under(5, A(5), 7 * DAY - 1)).toBeUndefined()
  })

  it('is older from then on', () => {
    expect(under(5, A(5), 7 * DAY)).toBe('older')
    expect(under(4, A(4), 7 * DAY)).toBe('older')
  })

  it('is another where its hash is not that of the version it names, whatever its age, or where it names none', () => {
    expect([under(6, A(5), 0), under(4, A(9), 99 * DAY), underWhich(null, 0, known)]).toEqual([
      'other',
      'other',
      'other',
    ])
  })

  it('is not known where this inbox knows no such version, once the chain was read anew for it', () => {
    expect([under(7, A(7), 0), under(7, A(7), 0, { asked: 7 })]).toEqual([undefined, 'newer'])
  })

  it('cannot be checked where it did not come, or lies too far back; nothing is said while it is fetched', () => {
    expect([under(3, A(3), 0), under(3, A(3), 0, { failed: true })]).toEqual([undefined, 'unkept'])
    expect(under(1, A(1), 0, { head: roster(999) })).toBe('unkept')
  })

  it('of several messages the worst counts', () => {
    expect([worst(['older', undefined, 'other']), worst([undefined, 'older']), worst([])]).toEqual([
      'other',
      'older',
      undefined,
    ])
  })

  it('is looked for no farther than 200 back, and not below the first', async () => {
    const memory: Memory = createMemory()
    const chain = await trustedChain(crypto, lists[6]!.text, memory, kept)
    const far = { ...headOf(chain), version: 1000 }
    let asked = 0
    const any: FetchRoster = async () => (asked++, Promise.reject(new MitosError('server-busy')))
    const all = new Map(
      Array.from({ length: 300 }, (_, i) => [999 - i, { ...far, version: 999 - i, hash: far.previous! }]),
    )
    expect(Math.min(...(await walkLine(crypto, any, far, all, 0)).keys())).toBe(700)
    expect(asked).toBe(0)
    expect((await walkLine(crypto, any, { ...far, version: 1 }, new Map(), 0)).size).toBe(1)
  })
})

describe('the chain anew', () => {
  it('is asked for with its ETag; 304 says that it is the same', async () => {
    const asked: (string | null)[] = []
    const api = createApi((async (_path: string, init: RequestInit) => {
      const tag = new Headers(init.headers).get('if-none-match')
      asked.push(tag)
      return tag ? new Response(null, { status: 304 }) : new Response('{}', { headers: { etag: 'W/"a"' } })
    }) as typeof fetch)
    expect([await api.changedChain(null), await api.changedChain('W/"a"')]).toEqual([
      { text: '{}', etag: 'W/"a"' },
      null,
    ])
    expect(asked).toEqual([null, 'W/"a"'])
  })

  it('that is a 304 to nobody’s question is an error, not a chain', async () => {
    const api = createApi((async () => new Response(null, { status: 304 })) as typeof fetch)
    await expect(api.changedChain(null)).rejects.toThrow('internal')
  })
})
