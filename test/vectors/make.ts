/**
 * Makes the vectors of protocol version 1 with libsodium. Run once for each file: `npm run vectors -- test/vectors/FILE`. What a
 * file holds goes by the end of its name: `-v1.json` the first ones, `-work.json` the work in an id, `-members.json` members' keys, `-passkey.json` passkeys, `-cases.json` cases,
 * `-referrals.json` what NGOs hand on, `-origins.json` where that came from, `-audit.json` lines of an audit.
 * A file that exists is never written again, because others hold their programs to it: never edit, only add.
 */
import { writeFile } from 'node:fs/promises'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import { blobVectors, codeVectors, inboxKeyVectors } from './makeKeys.ts'
import { auditVectors } from './makeAudit.ts'
import { caseVectors } from './makeCases.ts'
import { base64Vectors, documentVectors, jsonVectors } from './makeDocuments.ts'
import { exportVectors } from './makeExports.ts'
import { memberVectors } from './makeMembers.ts'
import { originVectors } from './makeOrigins.ts'
import { passkeyVectors } from './makePasskey.ts'
import { referralVectors } from './makeReferrals.ts'
import { requestVectors } from './makeRequests.ts'
import { signatureVectors } from './makeSignatures.ts'
import { workVectors } from './makeWork.ts'

const { crypto, argon2id } = await sumoSodium()
const path = process.argv[2]
if (!path) throw new Error('name the file to make')
const about =
  'Frozen vectors of the Mitos protocol, version 1. Never edit, add another file. Bytes are base64url without padding. expect is "ok" or the code of the first check that fails.'
const makers: Readonly<Record<string, () => Promise<object>>> = {
  v1: async () => ({
    about,
    base64: base64Vectors(),
    json: jsonVectors(),
    signatures: await signatureVectors(crypto),
    documents: documentVectors(crypto),
    codes: await codeVectors(crypto, argon2id),
    requests: await requestVectors(crypto, argon2id),
    blobs: await blobVectors(crypto, argon2id),
    inboxKeys: await inboxKeyVectors(crypto),
  }),
  audit: async () => ({ about, ...(await auditVectors(crypto)) }),
  cases: async () => ({ about, ...caseVectors(crypto) }),
  export: async () => ({ about, ...(await exportVectors(crypto)) }),
  members: async () => ({ about, ...memberVectors(crypto) }),
  origins: async () => ({ about, ...originVectors(crypto) }),
  passkey: async () => ({ about, ...passkeyVectors(crypto) }),
  referrals: async () => ({ about, ...referralVectors(crypto) }),
  work: async () => ({
    about: about.replace(/expect is.*/, 'expect: whether the id shows work.'),
    work: workVectors(crypto),
  }),
}
const make = makers[/-(\w+)\.json$/.exec(path)?.[1] ?? '']
if (!make)
  throw new Error(
    `a name that ends with one of ${Object.keys(makers)
      .map((one) => `-${one}.json`)
      .join(', ')}`,
  )
const vectors = await make()
await writeFile(path, JSON.stringify(vectors, null, 1) + '\n', { flag: 'wx' })
