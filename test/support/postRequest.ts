import type { Answers } from '../../shared/answers.ts'
import { type Chain, readChain } from '../../shared/chain.ts'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import { sealRequest } from '../../shared/envelope.ts'
import { writeDelete } from '../../shared/mailbox.ts'
import { type Setting, composeRequest } from '../../shared/request.ts'
import { type CodeKeys, deriveCode, makeCode } from '../../shared/returnCode.ts'
import { utf8 } from '../../shared/text.ts'
import type { RequestId } from '../../shared/wire.ts'
import { toBase64 } from '../../shared/bytes.ts'

/** What was sent, with which a person could come back. */
export interface Posted {
  readonly code: CodeKeys
  readonly setting: Setting
}

/**
 * Posts a request to the first NGO of the roster as a panel seals it, without a panel.
 * @param server its address
 */
export async function postRequest(server: string, answers: Answers): Promise<Posted> {
  const { crypto } = await sumoSodium()
  const text = await (await fetch(`${server}/trust/chain.json`)).text()
  const { roots, roster: document } = JSON.parse(text) as {
    roots: { signed: string }[]
    roster: { signed: string }
  }
  const pin = toBase64(await crypto.sha256(utf8(roots[0]!.signed)))
  const chain: Chain = await readChain(crypto, text, pin)
  const { roster } = chain
  const ngo = roster.ngos[0]!.id
  const t = Math.floor(Date.now() / 1000)
  const code = await deriveCode(crypto, async () => crypto.random(32), makeCode(crypto.random), roster.network)
  const rosterHash = toBase64(await crypto.sha256(utf8(document.signed)))
  const where = { rosterHash, ngo, desk: roster.desks[0]!.id, site: null, t, skew: null, tz: null }
  const setting: Setting = { roster, lang: 'en', shown: null, ...where }
  const request = composeRequest(crypto, answers, setting, code)
  const body = sealRequest(crypto, request, code, crypto.random(16) as RequestId)
  await post(`${server}/api/requests`, body)
  return { code, setting }
}

/** Takes back what was sent, as who has the number does. */
export async function takeBack(server: string, { code, setting }: Posted): Promise<void> {
  const { crypto } = await sumoSodium()
  const request = composeRequest(crypto, { kind: 'withdraw' }, setting, code)
  const body = sealRequest(crypto, request, code, crypto.random(16) as RequestId)
  await post(`${server}/api/mailbox/delete`, writeDelete(code.token, body))
}

async function post(url: string, body: Uint8Array): Promise<void> {
  const response = await fetch(url, { method: 'POST', body: body as BodyInit })
  if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`)
}
