import { isLanguageTag } from '../../shared/answers.ts'
import type { Again, App, HelperContact, More, NoContact, PersonContact, Role, Word } from '../../shared/answers.ts'
import { type OpenedRequest } from '../../shared/envelope.ts'
import type { Desk, Roster } from '../../shared/roster.ts'
import { isZone } from '../../shared/safeTimes.ts'
import { int, key, object } from '../../shared/shape.ts'
import type { Stamp } from '../trust/line.ts'

/** How to reach somebody, as far as it was understood: only `to` and `how` are sure to be there. */
export interface Contact extends Partial<Omit<PersonContact, 'to' | 'how' | 'app' | 'word'>> {
  readonly to: PersonContact['to'] | HelperContact['to'] | NoContact['to']
  readonly how: PersonContact['how'] | NoContact['how']
  readonly app?: App
  readonly word?: Word
}

/** The answers as far as they were understood. Absent is "not told". */
export interface Told {
  readonly for?: 'self' | 'other' | 'pro'
  readonly agreed?: boolean
  readonly role?: Role
  readonly again?: Again
  readonly contact?: Contact
  readonly more?: More
  readonly note?: string
}

/** What the inbox reads out of an opened request, each field checked: the sender's program may be any program. */
export interface Facts {
  readonly kind: 'request' | 'follow-up' | 'withdraw'
  readonly author: string
  readonly desk: Desk
  /** the panel's language */
  readonly lang: string | undefined
  readonly tz: string | undefined
  /** what the person was promised, seconds UTC */
  readonly replyBy: number | null
  readonly test: boolean
  /** the roster under which it was sealed; null where it names none that makes sense */
  readonly roster: Stamp | null
  /** the later of the hour that it names and the one in which it came, seconds UTC: neither sender nor server sets it alone */
  readonly sealedBy: number
  /** the hour that the sender named and signed; absent: none that makes sense */
  readonly named?: number | undefined
  readonly told: Told
  /** how many parts were not understood */
  readonly odd: number
  /** a follow-up's own words */
  readonly text: string | undefined
  /** a follow-up's own way to be reached, not read yet */
  readonly newContact: unknown
}

const isStamp = object({ version: int(1), hash: key })

const DAY = 86_400
/** What a panel can have promised, seconds UTC: a day for a clock that is wrong; a wait for a shift, and for a safe time. */
const isPromise = (value: unknown, hour: number): value is number =>
  Number.isSafeInteger(value) && (value as number) > hour - DAY && (value as number) < hour + 60 * DAY

/** A field that may be absent or null, and counts as odd where it is there and makes no sense. */
const field = <T>(value: unknown, fits: (value: unknown) => value is T): readonly [T | undefined, odd: number] =>
  fits(value) ? [value, 0] : [undefined, value === undefined || value === null ? 0 : 1]

/** @param hour when it came, as the server says: nobody chooses their place in the list by what they claim to be promised */
export function factsOf(opened: Omit<OpenedRequest, 'signedJson'>, roster: Roster, hour: number): Facts {
  const fields = opened.fields as unknown as Readonly<Record<string, unknown>>
  const shown = (typeof fields['shown'] === 'object' && fields['shown']) || {}
  const [replyBy, oddTime] = field((shown as Readonly<Record<string, unknown>>)['replyBy'], (value) =>
    isPromise(value, hour),
  )
  const [lang, oddLanguage] = field(fields['lang'], isLanguageTag)
  const { kind } = opened.fields
  return {
    kind,
    author: opened.fields.author,
    desk: roster.desks.find((desk) => desk.id === fields['desk']) ?? roster.desks[0]!,
    lang,
    tz: isZone(fields['tz']) ? fields['tz'] : undefined,
    replyBy: replyBy ?? null,
    test: opened.test,
    roster: isStamp(fields['roster']) ? (fields['roster'] as unknown as Stamp) : null,
    named: Number.isSafeInteger(fields['hour']) ? (fields['hour'] as number) : undefined,
    sealedBy: Number.isSafeInteger(fields['hour']) ? Math.max(hour, fields['hour'] as number) : hour,
    // `understand` let only known fields and codes through, which is what Told says.
    told: kind === 'request' ? (opened.answers as Told) : {},
    odd: (kind === 'request' ? opened.odd.length : 0) + oddTime + oddLanguage,
    text: typeof fields['text'] === 'string' ? fields['text'] : undefined,
    newContact: fields['contact'],
  }
}
