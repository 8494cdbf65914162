import { sodium } from '../../../inbox/unlock/sodium.ts'
import { makeStart } from '../../../inbox/found/make.ts'
import type { Derive } from '../../../inbox/unlock/derive.ts'
import { makeKit } from '../../../shared/kit.ts'
import { type OpenedStart, readStartFile } from '../../../shared/startFile.ts'
import { utf8 } from '../../../shared/text.ts'
import { NETWORK, NOW, crypto } from '../../integration/network.ts'

/** As passphraseKeys, without Argon2id's time. */
export const quickDerive: Derive = async ({ passphrase, name }) => {
  const x = crypto.blake2b(utf8(`${passphrase}\n${name}`), 64)
  return { wrap: x.slice(0, 32), login: x.slice(32) }
}

export const PASSPHRASE = 'six words that somebody wrote down'
export const ZOE = { network: NETWORK, ngo: 'zoi', after: 0, title: 'Zoi', shown: 'Zoe Z.', login: 'zoe.zoi' }

/** The start file of an NGO's first coordinator, made as the inbox makes it. @param of as `ZOE`, other where told */
export async function founded(of: Partial<typeof ZOE> = {}, issued = NOW): Promise<OpenedStart> {
  const means = { crypto: (await sodium()).crypto, derive: quickDerive }
  const made = { passphrase: PASSPHRASE, kit: makeKit(crypto) }
  return readStartFile(crypto, utf8(await makeStart(means, { ...ZOE, ...of }, made, issued, () => true)))
}

/** The NGO as a keeper takes it from the sheet into a roster. */
export const ngoOfSheet = ({ sheet }: OpenedStart, changes: object = {}) => {
  const { ngo: id, name, box, spare, signKeys, leads, teamMin } = sheet
  const rest = { quietName: 'the Help Team', languages: ['en'], answersWithin: 24 }
  return { id, name, box, spare, signKeys, leads, teamMin, ...rest, ...changes }
}
