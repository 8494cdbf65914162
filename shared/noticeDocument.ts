import { need } from './errors.ts'
import type { JsonObject } from './json.ts'
import { NOTICE_SIZE } from './notice.ts'
import { int, network, ngoId, object } from './shape.ts'
import { cleanText, utf8 } from './text.ts'

/** What an NGO tells about a person's data in one language (shared/notice.ts), as one of its leads signs it for the server. */
export interface Notice {
  readonly type: 'notice'
  readonly v: 1
  readonly network: string
  readonly ngo: string
  readonly issued: number
  readonly text: string
}

const isNotice = object({ network, ngo: ngoId, issued: int(), text: (value) => typeof value === 'string' })

/** @throws MitosError `document-shape`; `notice-text` where it is empty or not clean text (§0); `notice-too-long` */
export function readNotice(inner: JsonObject): Notice {
  need(isNotice(inner))
  const notice = inner as unknown as Notice
  const { text } = notice
  // Two texts that differ in their ends alone would be one file.
  need(text && text === text.trim() && text === cleanText(text, true), 'notice-text')
  need(utf8(text).length <= NOTICE_SIZE, 'notice-too-long')
  return notice
}
