import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { toBase64 } from '../../shared/bytes.ts'
import { readBlobShape } from '../../shared/member.ts'
import { SPOKEN_SIZE } from '../../shared/spoken.ts'
import type { MemberNote, MemberNotes } from '../../shared/staffApi.ts'
import type { Deps } from '../deps.ts'
import { bytes, readInputBody } from '../staff/input.ts'
import { isLead } from '../staff/leads.ts'
import type { Sessions } from '../staff/sessions.ts'
import type { StoredNote } from '../store/store.ts'
import type { Documents } from '../trust/documents.ts'
import { limitOf } from './limits.ts'

const Spoken = v.object({
  generation: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  sealed: bytes(SPOKEN_SIZE),
})

/**
 * What members know of each other beside the signed team (protocol §10): the languages, sealed, to all of the NGO; passkey and last day
 * to coordinators alone, since among colleagues they tell who works when, and how their keys open.
 */
export function memberNoteRoutes(
  app: FastifyInstance,
  { store, config }: Deps,
  documents: Documents,
  sessions: Sessions,
): void {
  app.get('/api/inbox/members', { config: limitOf(config, 10) }, async (request): Promise<MemberNotes> => {
    const member = await sessions.member(request)
    const leads = await isLead(store, documents, member)
    return { members: (await store.notesOf(member.ngo)).map((note) => shown(note, leads)) }
  })

  app.put('/api/inbox/me/spoken', { config: limitOf(config) }, async (request, reply) => {
    const member = await sessions.member(request)
    const { generation, sealed } = readInputBody(Spoken, request.body)
    await store.putSpoken(member.id, generation, sealed)
    return reply.code(204).send()
  })
}

const shown = ({ id, blob, seen, spoken }: StoredNote, leads: boolean): MemberNote => ({
  member: toBase64(id),
  spoken: spoken && { generation: spoken.generation, sealed: toBase64(spoken.sealed) },
  ...(leads && { ...passkeyOf(blob), seen }),
})

/** Of a blob that cannot be read nothing is known, and the others are told all the same. */
function passkeyOf(blob: Uint8Array): Pick<MemberNote, 'passkey'> {
  try {
    return { passkey: readBlobShape(blob).kinds.includes('passkey') }
  } catch {
    return {}
  }
}
