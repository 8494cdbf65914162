import { join } from 'node:path'
import Database from 'better-sqlite3'
import { readSecrets } from '../../demo/keys.ts'
import { boxPair } from '../../demo/network.ts'
import { toBase64 } from '../../shared/bytes.ts'
import { type Case, foldCase } from '../../shared/caseFold.ts'
import { openCaseKey, signersIn } from '../../shared/caseKey.ts'
import { openLog } from '../../shared/caseLog.ts'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import { actorsIn } from '../../shared/pastTeam.ts'
import type { Team } from '../../shared/team.ts'

/** A case as it lies in a database: whose it is by the server, and what its signed events say to whoever has the NGO's key. */
export interface CaseLog {
  /** ids as the inbox has them */
  readonly request: string
  /** member id; null: nobody */
  readonly claim: string | null
  readonly now: Case
  /** its events as they lie there, base64url */
  readonly events: readonly string[]
}

interface CaseRow {
  readonly id: Buffer
  readonly request: Buffer
  readonly by: Buffer | null
  readonly sealed: Buffer
}

/** All cases of an NGO of a demo, read from its file. @param team in force: who may have signed */
export async function caseLogs(data: string, ngo: string, team: Team): Promise<readonly CaseLog[]> {
  const { crypto } = await sumoSodium()
  const secrets = (await readSecrets(data))!
  const database = new Database(join(data, 'mitos.db'), { readonly: true })
  try {
    const rows = database
      .prepare(
        'SELECT id, cases.request AS request, by, sealed FROM cases JOIN case_keys ON "case" = id LEFT JOIN claims ON claims.request = cases.request WHERE ngo = ?',
      )
      .all(ngo) as CaseRow[]
    const eventsOf = database.prepare('SELECT bytes FROM case_events WHERE "case" = ? ORDER BY seq')
    return await Promise.all(
      rows.map(async ({ id, request, by, sealed }) => {
        const of = { network: toBase64(secrets.network), ngo, case: toBase64(id) }
        const bytes = (eventsOf.all(id) as { bytes: Buffer }[]).map((one) => new Uint8Array(one.bytes))
        const { key } = await openCaseKey(crypto, sealed, boxPair(crypto, secrets, ngo), of, signersIn([team]))
        const now = foldCase(await openLog(crypto, bytes, key, of, signersIn([team])), actorsIn([team]))
        return { request: toBase64(request), claim: by && toBase64(by), now, events: bytes.map((one) => toBase64(one)) }
      }),
    )
  } finally {
    database.close()
  }
}

/** The newest team of an NGO. */
export function teamIn(data: string, ngo: string): Team {
  const database = new Database(join(data, 'mitos.db'), { readonly: true })
  try {
    const { bytes } = database
      .prepare('SELECT bytes FROM teams WHERE ngo = ? ORDER BY version DESC LIMIT 1')
      .get(ngo) as {
      bytes: Buffer
    }
    return JSON.parse((JSON.parse(bytes.toString()) as { signed: string }).signed) as Team
  } finally {
    database.close()
  }
}
