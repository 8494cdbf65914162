import { beforeAll, describe, expect, it } from 'vitest'
import type { SecretKey } from '../../../shared/bytes.ts'
import { light } from '../../../shared/crypto/light.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { openRequest, sealRequest } from '../../../shared/envelope.ts'
import { codeOf } from '../../../shared/errors.ts'
import { type Afterwards, type Setting, composeRequest } from '../../../shared/request.ts'
import { type CodeKeys, deriveCode, makeCode } from '../../../shared/returnCode.ts'
import type { RequestId } from '../../../shared/wire.ts'
import { NOW, makeChain } from './network.ts'

let setting: Setting
let keys: CodeKeys
beforeAll(async () => {
  const { parts, pin } = await makeChain(await standardSodium())
  const place = { ngo: 'a21', desk: 'GR', site: null, t: NOW, skew: null, tz: null, lang: 'el', shown: null } as const
  setting = { ...place, roster: parts.roster, rosterHash: pin }
  keys = await deriveCode(light, async () => light.random(32), makeCode(light.random), parts.network)
})

async function arrived(told: Afterwards) {
  const secret = new Uint8Array(32).fill(20) as SecretKey
  const own = { network: setting.roster.network, ngo: 'a21', keys: [{ publicKey: light.boxPublicKey(secret), secret }] }
  const sealed = sealRequest(light, composeRequest(light, told, setting, keys), keys, light.random(16) as RequestId)
  return {
    length: sealed.length,
    fields: (await openRequest(light, sealed, own)).fields as unknown as Record<string, unknown>,
  }
}

describe('What comes after a request', () => {
  it('is a word more, or that it is withdrawn: of the same size, by the same author, and without answers', async () => {
    const said = await arrived({ kind: 'follow-up', text: 'After six, please.\nK.' })
    const gone = await arrived({ kind: 'withdraw' })
    expect([said.length, gone.length]).toEqual([8281, 8281])
    expect(said.fields).toMatchObject({ kind: 'follow-up', text: 'After six, please.\nK.' })
    expect(gone.fields).toMatchObject({ kind: 'withdraw', author: said.fields['author'] })
    for (const { fields } of [said, gone]) expect(Object.keys(fields)).not.toContain('answers')
    expect(Object.keys(gone.fields)).not.toContain('text')
  })

  it('has 1 to 140 code points', async () => {
    const code = (text: string) => {
      try {
        composeRequest(light, { kind: 'follow-up', text }, setting, keys)
        return 'fine'
      } catch (error) {
        return codeOf(error)
      }
    }
    expect(['', 'ي'.repeat(141), '🍎'.repeat(140), 'a'].map(code)).toEqual([
      'answers-invalid',
      'answers-invalid',
      'fine',
      'fine',
    ])
  })
})
