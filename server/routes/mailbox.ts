import type { FastifyInstance } from 'fastify'
import { join, sameBytes } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import { DELETE_SIZE, SLOTS, TOKEN_SIZE, addressOf, checkToken, readDelete } from '../../shared/mailbox.ts'
import { readHeader } from '../../shared/wire.ts'
import { hasWork } from '../../shared/work.ts'
import type { Changes } from '../changes.ts'
import { type Deps, hourOf } from '../deps.ts'
import { fillerOf } from '../mailbox/filler.ts'
import type { RequestLimit } from '../requestLimit.ts'
import type { Documents } from '../trust/documents.ts'
import { limitOf } from './limits.ts'

/** So long after it came a question is answered, ms: what the database takes longer for one address than another hides in it. */
const ANSWER = 25
const waited = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, ANSWER))

interface Mailboxes {
  readonly limit: RequestLimit
  readonly changes: Changes
  /** 32 bytes of the server's own */
  readonly secret: Uint8Array
}

/**
 * What a person asks by a return code (protocol §8). Each token gets 33,160 bytes in which a stranger to it cannot tell whether
 * anything lies there, and each deletion 204.
 */
export function mailboxRoutes(
  app: FastifyInstance,
  deps: Deps,
  documents: Documents,
  { limit, changes, secret }: Mailboxes,
): void {
  const { store, crypto, clock } = deps
  const limited = limitOf(deps.config)

  app.post('/api/mailbox', { bodyLimit: TOKEN_SIZE, config: limited }, async (request, reply) => {
    const answered = waited()
    const address = addressOf(crypto, checkToken(bytesOf(request.body)))
    const filler = fillerOf(crypto, secret, address)
    const { tag, replies } = await store.mailbox(address)
    const slots = Array.from({ length: SLOTS }, (_, i) => replies[i] ?? filler.slots[i]!)
    const mailbox = join(tag ?? filler.tag, ...slots)
    await answered
    return reply.type('application/octet-stream').send(Buffer.from(mailbox))
  })

  app.post('/api/mailbox/delete', { bodyLimit: DELETE_SIZE, config: limited }, async (request, reply) => {
    const { token, body } = readDelete(bytesOf(request.body))
    const header = readHeader(body)
    if (!sameBytes(addressOf(crypto, token), header.address)) return reply.code(204).send()
    const stays = await documents.accepts(header.keyId)
    const verdict = await limit(request, () => hasWork(crypto, header.keyId, header.id))
    if (verdict === 'refuse') throw new MitosError('server-busy')
    const answered = waited()
    const withdrawal = { ...header, sealed: body, hour: hourOf(clock()), check: verdict === 'mark' }
    const { kind, gone } = await store.wipeMailbox(header.address, stays ? withdrawal : null)
    // Open inboxes drop it at once, of whatever NGO they are.
    for (const row of gone) changes.note(row.keyId, row.id)
    if (kind === 'stored') changes.note(header.keyId, header.id)
    await answered
    return reply.code(204).send()
  })
}

const bytesOf = (body: unknown): Uint8Array => (body as Uint8Array | undefined) ?? new Uint8Array()
