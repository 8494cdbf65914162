import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fillerOf } from '../server/mailbox/filler.ts'
import { openSqliteStore } from '../server/store/sqlite/store.ts'
import { fromBase64, join as joinBytes } from '../shared/bytes.ts'
import { keyIdOf } from '../shared/keys.ts'
import { SLOTS, SLOT_SIZE, addressOf, checkReply, writeDelete } from '../shared/mailbox.ts'
import { type KeyId, type RequestId, writeBody, writeHeader } from '../shared/wire.ts'
import { boxKey, crypto } from '../test/integration/network.ts'
import { startBench } from './network.ts'
import { rankSum } from './rankSum.ts'
import type { Row } from './table.ts'

/** Calls for each of the two, in turns. */
const CALLS = 2000
/** Deletions for each of the two: whoever has eight replies waiting is made for each anew. */
const DELETIONS = 400
/** Below it the two are told apart. */
const P = 0.01

interface Asked {
  readonly url: string
  /** of a code under which eight replies wait */
  readonly known: Uint8Array
}

/**
 * Whether the time of an answer tells that a return code was used: calls with a code under which replies wait, and with one that
 * nobody has, in turns. Beside it a mailbox that looks and answers as soon as it can, which must be told apart, or nothing was
 * measured.
 */
export async function mailboxTiming(): Promise<readonly Row[]> {
  const ours = await startBench({ MITOS_LIMIT: '100000000' })
  const leaky = await leakyMailbox()
  try {
    const known = await filled(ours.url, ours.data)
    const [plain, control] = [await compared({ url: ours.url, known }), await compared(leaky)]
    const deleted = await deletions(ours.url, ours.data)
    const row = (what: string, p: number, limit: object): Row => ({ what, unit: '', ours: p, ...limit })
    return [
      row(`mailbox: p that code and no code take the same time, ${CALLS} calls each`, plain, {
        beside: { name: 'the bound', is: P },
        ratio: { least: 1 },
      }),
      row(`deletion: p that code and no code take the same time, ${DELETIONS} calls each`, deleted, {
        beside: { name: 'the bound', is: P },
        ratio: { least: 1 },
      }),
      row('the first for a mailbox that hides nothing, which must show', control, {
        beside: { name: 'the bound', is: P },
        ratio: { most: 1 },
      }),
    ]
  } finally {
    await Promise.all([ours.stop(), leaky.stop()])
  }
}

async function compared({ url, known }: Asked): Promise<number> {
  const unknown = crypto.random(16)
  const took = { known: [] as number[], unknown: [] as number[] }
  for (let i = -50; i < CALLS; i++)
    // Who is first changes, so that neither always comes after the other.
    for (const which of (i % 2 ? ['known', 'unknown'] : ['unknown', 'known']) as ('known' | 'unknown')[]) {
      const from = performance.now()
      const answer = await fetch(`${url}/api/mailbox`, {
        method: 'POST',
        body: (which === 'known' ? known : unknown) as BodyInit,
      })
      await answer.arrayBuffer()
      if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`)
      if (i >= 0) took[which].push(performance.now() - from)
    }
  return rankSum(took.known, took.unknown)
}

/**
 * A code under which a request and eight replies lie, and one that nobody has, each deleted with a body for nobody's key: the
 * first shreds, the second changes nothing.
 */
async function deletions(url: string, data: string): Promise<number> {
  const took = { known: [] as number[], unknown: [] as number[] }
  for (let i = -20; i < DELETIONS; i++)
    for (const which of (i % 2 ? ['known', 'unknown'] : ['unknown', 'known']) as ('known' | 'unknown')[]) {
      const token = which === 'known' ? await filled(url, data) : crypto.random(16)
      const header = { id: crypto.random(16) as RequestId, keyId: crypto.random(8) as KeyId, tag: crypto.random(8) }
      const body = writeBody(writeHeader({ ...header, address: addressOf(crypto, token) }), crypto.random(8240))
      const from = performance.now()
      const answer = await fetch(`${url}/api/mailbox/delete`, {
        method: 'POST',
        body: writeDelete(token, body) as BodyInit,
      })
      if (answer.status !== 204) throw new Error(`${url}: ${answer.status}`)
      if (i >= 0) took[which].push(performance.now() - from)
    }
  return rankSum(took.known, took.unknown)
}

/** A code under which eight replies wait, put into the store beside the server. */
async function filled(url: string, data: string): Promise<Uint8Array> {
  const { token, body, address } = request()
  const answer = await fetch(`${url}/api/requests`, { method: 'POST', body: body as BodyInit })
  if (answer.status !== 204) throw new Error(`${answer.status}`)
  const store = await openSqliteStore(data, { clock: () => 0 })
  for (let i = 0; i < SLOTS; i++) await store.addReply(address, checkReply(crypto.random(SLOT_SIZE)))
  await store.close()
  return token
}

function request() {
  const token = crypto.random(16)
  const address = addressOf(crypto, token)
  const keyId = keyIdOf(crypto, fromBase64(boxKey('a21 1')))
  const header = writeHeader({ id: crypto.random(16) as RequestId, keyId, address, tag: crypto.random(8) })
  return { token, address, body: writeBody(header, crypto.random(8240)) }
}

/** What one would write first: filler is made where none lies, and the answer goes when it is ready. */
async function leakyMailbox(): Promise<Asked & { stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'mitos-bench-'))
  const store = await openSqliteStore(folder, { clock: () => 0 })
  const { token: known, address, body } = request()
  const [id, keyId, tag] = [body.slice(1, 17), body.slice(17, 25), body.slice(33, 41)]
  const row = { id, keyId, address, tag, sealed: body, hour: 0, check: false }
  await store.addRequest(row as unknown as Parameters<typeof store.addRequest>[0])
  for (let i = 0; i < SLOTS; i++) await store.addReply(address, checkReply(crypto.random(SLOT_SIZE)))
  const secret = crypto.random(32)
  const server = createServer(async (asked, answer) => {
    const chunks: Buffer[] = []
    for await (const chunk of asked) chunks.push(chunk as Buffer)
    const at = addressOf(crypto, new Uint8Array(Buffer.concat(chunks)))
    const mailbox = await store.mailbox(at)
    const slots = mailbox.tag ? mailbox.replies : fillerOf(crypto, secret, at).slots
    answer.end(joinBytes(mailbox.tag ?? new Uint8Array(8), ...slots))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    known,
    async stop() {
      server.closeAllConnections()
      server.close()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
