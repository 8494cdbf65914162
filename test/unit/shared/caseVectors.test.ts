import { expect, it } from 'vitest'
import { type SecretKey, fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { openCaseEvent } from '../../../shared/caseEvent.ts'
import { openCaseKey } from '../../../shared/caseKey.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { codeOf } from '../../../shared/errors.ts'
import { caseVectors } from '../../support/vectors.ts'

const crypto = await standardSodium()
const { of, caseKey, members } = caseVectors
const signers = (id: string): string[] => members.filter((one: any) => one.id === id).map((one: any) => one.sign)
const outcome = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work()
    return 'ok'
  } catch (error) {
    return codeOf(error)
  }
}

it.each(caseVectors.caseKeys as any[])(
  'the key of a case, $name: $expect',
  async ({ record, secret, expect: wanted }) => {
    const pair = { secret: fromBase64(secret) as SecretKey, publicKey: crypto.boxPublicKey(fromBase64(secret)) }
    const open = async () => {
      const { key } = await openCaseKey(crypto, fromBase64(record), pair, of, signers)
      expect(toBase64(key)).toBe(caseKey)
    }
    expect(await outcome(open)).toBe(wanted)
  },
)

it.each(caseVectors.caseEvents as any[])(
  'an event of a case, $name: $expect',
  async ({ event, seq, prev, expect: wanted }) => {
    const place = { seq, prev: fromBase64(prev, 32) }
    expect(await outcome(() => openCaseEvent(crypto, fromBase64(event), fromBase64(caseKey), of, place, signers))).toBe(
      wanted,
    )
  },
)
