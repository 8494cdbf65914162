import { expect, it } from 'vitest'
import { openDetail } from '../../../shared/audit.ts'
import { BEGIN, walkAudit } from '../../../shared/auditChain.ts'
import { fromBase64 } from '../../../shared/bytes.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { codeOf } from '../../../shared/errors.ts'
import { auditVectors } from '../../support/vectors.ts'

const crypto = await standardSodium()
const { of, key, members } = auditVectors
const teams = [{ issued: 1, members }]

it.each(auditVectors.audit as any[])('a line of an audit, $name: $expect', async (vector) => {
  const from = { ...BEGIN, place: { length: vector.seq, head: vector.prev } }
  const walk = await walkAudit(crypto, from, [fromBase64(vector.line)], of, teams)
  const [trouble] = walk.troubles
  if (trouble) return expect(trouble).toEqual({ code: vector.expect, seq: vector.seq })
  try {
    const did = await openDetail(crypto, fromBase64(vector.detail), walk.lines[0]!.line.did, fromBase64(key))
    expect(['ok', did]).toEqual([vector.expect, vector.did])
  } catch (error) {
    expect(codeOf(error)).toBe(vector.expect)
  }
  return undefined
})
