import { expect, it } from 'vitest'
import { type SecretKey, fromBase64 } from '../../../shared/bytes.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { codeOf } from '../../../shared/errors.ts'
import { type ExportRecord, type Take, readExport, readExportHead } from '../../../shared/export.ts'
import { openBlob } from '../../../shared/member.ts'
import { exportVectors } from '../../support/vectors.ts'

const crypto = await standardSodium()
const { network, wrap, boxSecret, signSeed, records, counts } = exportVectors

/** Gives what is left of a file. */
function takeOf(file: Uint8Array): Take {
  let at = 0
  return (length) => file.slice(at, (at += length))
}

it.each(exportVectors.exports as any[])('a sealed copy, $name: $expect', async ({ file, expect: wanted }) => {
  const read: ExportRecord[] = []
  const open = async (): Promise<string> => {
    try {
      const take = takeOf(fromBase64(file))
      const head = await readExportHead(crypto, take)
      expect(head.network).toBe(network)
      expect(openBlob(crypto, network, head.blob, fromBase64(wrap)).boxSecret).toEqual(fromBase64(boxSecret))
      const keys = { boxSecret: fromBase64(boxSecret) as SecretKey, signSeed: fromBase64(signSeed) }
      const all = readExport(crypto, take, head, keys)
      for (let one = await all.next(); ; one = await all.next()) {
        if (!one.done) read.push(one.value)
        else return (expect(one.value).toEqual(counts), 'ok')
      }
    } catch (error) {
      return codeOf(error)
    }
  }
  expect(await open()).toBe(wanted)
  if (wanted === 'ok') expect(read).toEqual(records)
})
