import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FIELDS, TYPED } from '../support/typedFields.ts'

/** Elements into which one types, and parts of ours that are made of one and get an id or a kind. */
const ELEMENT = /<(?:textarea|input)\b.*?\/>/gs
const PART = /<(?:TypedField|Words|Time|Field|Writing)\s[^<]*?\b(?:id|kind)=.*?(?:\/>|\n\s*>)/gs
const NO_TEXT = /\btype=(?:"(?:checkbox|radio|file)"|\{props\.type\})/
const NAMES = [/\b(?:id|kind)="([^"]+)"/, /neutralName\('(\w+)'\)/, /\bid(?:=\{|: )(`[^`]*`|\w+)/]

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => join(folder, file))

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
  const drawn = [...filesOf('inbox'), ...filesOf('widget')].filter((file) => !file.startsWith('widget/embed/'))
  expect([...new Set(drawn.flatMap(fieldsOf))].sort()).toEqual(Object.keys(FIELDS).sort())
  const used = Object.values(FIELDS).filter((one) => typeof one === 'string')
  expect(used.sort()).toEqual(Object.keys(TYPED).sort())
})

/** From its name to its end; an arrow function has a bracket, too. */
const CONTROL = /<(?:input|select|textarea)\b(?:=>|[^>])*>/gs
const NOT_KEPT = /\bautocomplete(?:=|: )["']off["']/

it('R44 what was typed, chosen or ticked in the inbox is not kept by a browser over a reload', () => {
  const kept = filesOf('inbox').flatMap((file) => {
    const source = readFileSync(file, 'utf8')
    return [...source.matchAll(CONTROL)].flatMap(([drawn]) => {
      const shared = /\{\.\.\.(\w+)\}/.exec(drawn)?.[1]
      const common = shared && new RegExp(`const ${shared} = \\{.*?\\}(?: as const)?\\n`, 's').exec(source)?.[0]
      return NOT_KEPT.test(drawn) || NOT_KEPT.test(common ?? '') ? [] : [`${file}: ${drawn}`]
    })
  })
  expect(kept).toEqual([])
})
