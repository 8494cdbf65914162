import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contrast, parse, tints } from '../../../widget/seal/color.ts'

const rgb = (hex: string) => parse(hex)!

describe('a partner’s colour', () => {
  test.each([
    ['#00AEEF', '#007dac'],
    ['#F7B500', '#946d00'],
    ['#E2007A', '#e2007a'],
  ])('%s becomes %s on white', (given, fill) => {
    expect(tints(given)?.light.fill).toBe(fill)
  })
  test('is readable wherever it stands, light and dark', () => {
    fc.assert(
      fc.property(fc.nat(0xffffff), (value) => {
        const both = tints(`#${value.toString(16).padStart(6, '0')}`)
        if (!both) return
        expect(contrast(rgb(both.light.fill), rgb('#ffffff'))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(rgb(both.light.link), rgb('#fbf8f4'))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(rgb(both.dark.link), rgb('#1c2326'))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(rgb(both.dark.fill), rgb(both.dark.on))).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })
  test.each(['#D00000', '#FF2020', '#E60033'])('%s looks like alarm and is not taken', (red) => {
    expect(tints(red)).toBeUndefined()
  })
  test.each([null, '', 'red', '#fff', '#12345g', 'url(x)'])('%s is none', (given) => {
    expect(tints(given)).toBeUndefined()
  })
  test('a pale red, a brown and a grey are no alarm', () => {
    for (const calm of ['#A05050', '#7A4A20', '#808080']) expect(tints(calm)).toBeDefined()
  })
})
