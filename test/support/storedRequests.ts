import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import { type OpenedRequest, openRequest } from '../../shared/envelope.ts'
import { codeOf } from '../../shared/errors.ts'
import { toBase64 } from '../../shared/bytes.ts'
import { readSecrets } from '../../demo/keys.ts'
import { boxPair } from '../../demo/network.ts'
import { NGOS } from '../../demo/people.ts'

/** The bodies that lie in a demo's database, read from its file while it runs or after it was killed. */
export function storedRequests(data: string): readonly Buffer[] {
  const database = new Database(join(data, 'mitos.db'), { readonly: true })
  try {
    return (database.prepare('SELECT sealed FROM requests').all() as { sealed: Buffer }[]).map(({ sealed }) => sealed)
  } finally {
    database.close()
  }
}

/** What the demo's NGO on duty reads in a body. @throws MitosError of `openRequest` */
export async function readBy(data: string, ngo: string, body: Uint8Array): Promise<OpenedRequest> {
  const { crypto } = await sumoSodium()
  const secrets = (await readSecrets(data))!
  const own = { network: toBase64(secrets.network), ngo, keys: [boxPair(crypto, secrets, ngo)] }
  return openRequest(crypto, body, own)
}

/** The NGOs of the demo whose keys open a body: one, where all is well. */
export async function openedBy(data: string, body: Uint8Array): Promise<readonly string[]> {
  const { crypto } = await sumoSodium()
  const secrets = (await readSecrets(data))!
  const network = toBase64(secrets.network)
  const readers: string[] = []
  for (const { id: ngo } of NGOS) {
    const own = { network, ngo, keys: [boxPair(crypto, secrets, ngo)] }
    const code = await openRequest(crypto, body, own).then(() => 'ok', codeOf)
    if (code === 'ok') readers.push(ngo)
    else if (code !== 'open-wrong-key') readers.push(`${ngo}: ${code}`)
  }
  return readers
}
