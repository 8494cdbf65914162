import lib from 'libsodium-wrappers'
import { openSqliteStore } from '../server/store/sqlite/store.ts'
import type { Cursor, Store } from '../server/store/store.ts'
import type { SecretKey } from '../shared/bytes.ts'
import { openRequest } from '../shared/envelope.ts'
import { keyIdOf } from '../shared/keys.ts'
import { HEADER_SIZE, type KeyId, type RequestId, type SealedRequest } from '../shared/wire.ts'
import { sealedRequest } from '../test/integration/caseRequest.ts'
import { crypto, seed } from '../test/integration/network.ts'
import { NETWORK } from '../test/integration/team.ts'
import { inFolder } from './inFolder.ts'
import { median } from './median.ts'
import type { Row } from './table.ts'

const STORED = 100_000
/** Requests that are stored at a time. */
const TOGETHER = 2_000
/** So far in the list. */
const DEEP = 90_000
const PAGE = 50
const READS = 400
const OPENED = 500
const HOUR = 3600

const SECRET = seed('a21 1') as SecretKey
const KEY = crypto.boxPublicKey(SECRET)

/**
 * What a long list costs: a page deep in 100,000 stored requests beside the first, read in turns, and opening one request beside
 * plain libsodium, which only decrypts: ours also checks the signature and each field.
 */
export async function manyRequests(): Promise<readonly Row[]> {
  return [await inFolder(deepPage), await opening()]
}

async function deepPage(folder: string): Promise<Row> {
  const store = await openSqliteStore(folder, { clock: () => Math.floor(Date.now() / 1000) })
  const keyId = keyIdOf(crypto, KEY)
  try {
    await fill(store, keyId)
    const deep = await cursorAt(store, keyId, DEEP)
    const took = { first: [] as number[], deep: [] as number[] }
    for (let i = -20; i < READS; i++)
      // Who is first changes, so that neither always comes after the other.
      for (const which of (i % 2 ? ['first', 'deep'] : ['deep', 'first']) as ('first' | 'deep')[]) {
        const start = performance.now()
        const { rows } = await store.listRequests([keyId], which === 'deep' ? deep : null, PAGE)
        if (rows.length !== PAGE) throw new Error('not a whole page')
        if (i >= 0) took[which].push(performance.now() - start)
      }
    return {
      what: `a page of ${PAGE}, ${DEEP.toLocaleString('en')} deep in ${STORED.toLocaleString('en')}`,
      unit: 'ms',
      ours: median(took.deep),
      beside: { name: 'the first page', is: median(took.first) },
      ratio: { most: 1.2 },
    }
  } finally {
    await store.close()
  }
}

/** Forty an hour, of real size; what is in them does not matter here. */
async function fill(store: Store, keyId: KeyId): Promise<void> {
  const one = sealedRequest(1)
  for (let from = 0; from < STORED; from += TOGETHER)
    await Promise.all(
      Array.from({ length: TOGETHER }, (_, i) => {
        const id = crypto.random(16) as RequestId
        const sealed = Uint8Array.from(one) as SealedRequest
        sealed.set(crypto.random(64), HEADER_SIZE)
        const hour = HOUR * (400_000 + Math.floor((from + i) / 40))
        return store.addRequest({
          id,
          keyId,
          address: crypto.random(8),
          tag: crypto.random(8),
          hour,
          check: false,
          sealed,
        } as Parameters<Store['addRequest']>[0])
      }),
    )
}

async function cursorAt(store: Store, keyId: KeyId, at: number): Promise<Cursor> {
  let cursor: Cursor | null = null
  for (let n = 0; n < at; n += 1000) cursor = (await store.listRequests([keyId], cursor, 1000)).next
  return cursor!
}

async function opening(): Promise<Row> {
  await lib.ready
  const all = Array.from({ length: OPENED }, (_, n) => sealedRequest(n + 1, 'request', 'x'.repeat(600)))
  const own = { network: NETWORK, ngo: 'a21', keys: [{ publicKey: KEY, secret: SECRET }] }
  const took = { ours: [] as number[], plain: [] as number[] }
  for (const body of all) {
    const start = performance.now()
    await openRequest(crypto, body, own)
    const middle = performance.now()
    lib.crypto_box_seal_open(body.subarray(HEADER_SIZE), KEY, SECRET)
    took.ours.push(middle - start)
    took.plain.push(performance.now() - middle)
  }
  return {
    what: 'opening one request (the list opens each once)',
    unit: 'ms',
    ours: median(took.ours),
    beside: { name: 'crypto_box_seal_open of libsodium alone', is: median(took.plain) },
    most: 100,
  }
}
