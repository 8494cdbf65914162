import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FIELDS, TYPED } from '../support/typedFields.ts'

/** Elements into which one types, and parts of ours that are made of one and get an id or a kind. */
const ELEMENT = /<(?:textarea|input)\b.*?\/>/gs
const PART = /<(?:TypedField|Words|Time|Field|Writing)\s[^<]*?\b(?:id|kind)=.*?(?:\/>|\n\s*>)/gs
const NO_TEXT = /\btype=(?:"(?:checkbox|radio|file)"|\{props\.type\})/
const NAMES = [/\b(?:id|kind)="([^"]+)"/, /neutralName\('(\w+)'\)/, /\bid(?:=\{|: )(`[^`]*`|\w+)/]

/** By its file and its id, name or kind; the code of it where it is made of something. */
function fieldsOf(file: string): readonly string[] {
  const source = readFileSync(file, 'utf8')
  expect(source, file).not.toMatch(/contentEditable|\bprompt\(/i)
  // What two elements have in common stands above them.
  const common = /const shared = \{.*?\n {2}\}/s.exec(source)?.[0] ?? ''
  return [...source.matchAll(ELEMENT), ...source.matchAll(PART)].flatMap(([drawn]) => {
    if (NO_TEXT.test(drawn)) return []
    const told = drawn.includes('{...shared}') ? common : drawn
    const name = NAMES.map((one) => one.exec(told)?.[1]).find((one) => one !== undefined)
    return [`${file} ${name ?? drawn}`]
  })
}

it('R39 each field into which one types holds a canary, or it is written down why it need not', () => {
  const files = ['inbox', 'widget'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  const drawn = files.filter((file) => file.endsWith('.tsx') && !file.startsWith('widget/embed/'))
  expect([...new Set(drawn.flatMap(fieldsOf))].sort()).toEqual(Object.keys(FIELDS).sort())
  const used = Object.values(FIELDS).filter((one) => typeof one === 'string')
  expect(used.sort()).toEqual(Object.keys(TYPED).sort())
})
