import { readSecrets } from '../../demo/keys.ts'
import { openSqliteStore } from '../../server/store/sqlite/store.ts'
import { type SecretKey, fromBase64, toBase64 } from '../../shared/bytes.ts'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import { sealInboxKey } from '../../shared/inboxKey.ts'
import { loginKey, passphraseKeys, writeBlob } from '../../shared/member.ts'
import { signDocument } from '../../shared/signed.ts'
import type { Team } from '../../shared/team.ts'
import { utf8 } from '../../shared/text.ts'
import type { Member } from './walk.ts'

/**
 * Takes more members into an NGO of a demo that does not run, as its coordinator would one by one: a newer team, and the inbox key for
 * each. @param data the demo's folder @param lead log-in name of the coordinator
 */
export async function addMembers(
  data: string,
  ngo: string,
  lead: string,
  names: readonly string[],
): Promise<readonly Member[]> {
  const { crypto, argon2id } = await sumoSodium()
  const secrets = (await readSecrets(data))!
  const network = toBase64(secrets.network)
  const now = Math.floor(Date.now() / 1000)
  const store = await openSqliteStore(data, { clock: () => now })
  const before = (await store.team(ngo))!
  const old = JSON.parse((JSON.parse(Buffer.from(before.bytes).toString()) as { signed: string }).signed) as Team
  const { signSeed: leadSeed } = secrets.members[lead]!
  const come = names.map((name) => {
    const own = { id: crypto.random(16), boxSecret: crypto.random(32) as SecretKey, signSeed: crypto.random(32) }
    const [box, sign] = [crypto.boxPublicKey(own.boxSecret), crypto.signPublicKey(own.signSeed)]
    const told = {
      id: toBase64(own.id),
      name,
      login: name,
      role: 'member',
      box: toBase64(box),
      sign: toBase64(sign),
    } as const
    return { name, own, sign, told, passphrase: `the passphrase of ${name}` }
  })
  const team: Team = {
    ...old,
    version: old.version + 1,
    issued: Math.max(now, old.issued),
    members: [...old.members, ...come.map(({ told }) => told)],
  }
  const document = signDocument(crypto, team, [leadSeed])
  const of = { version: team.version, hash: toBase64(await crypto.sha256(utf8(document.signed))) }
  const { boxSecret, signSeed } = secrets.ngos[ngo]!
  for (const { name, own, sign, told, passphrase } of come) {
    const { wrap, login } = await passphraseKeys(crypto, argon2id, passphrase, network, name)
    const blob = writeBlob(crypto, network, own.id, own, wrap)
    await store.putMember({ id: own.id, ngo, name, blob, loginKeys: [loginKey(crypto, login)], sign })
    await store.putInboxKey({
      member: fromBase64(told.id, 16),
      generation: 1,
      sealed: sealInboxKey(crypto, { network, ngo, generation: 1, boxSecret, signSeed }, told, of, now, leadSeed),
    })
  }
  await store.putTeam({ ngo, version: team.version, bytes: utf8(JSON.stringify(document)) })
  await store.close()
  return come.map(({ name, passphrase }) => ({ name, passphrase }))
}
