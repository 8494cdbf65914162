import { createHash } from 'node:crypto'
import { toBase64 } from '../../../../shared/bytes.ts'
import { standardSodium } from '../../../../shared/crypto/standard.ts'
import type { BoxKeys, Desk, Line, Ngo, Roster, Shift } from '../../../../shared/roster.ts'

export const crypto = await standardSodium()
/** Thu 26 Nov 2026 19:00 in Athens. */
export const NOW = 1_795_712_400
export const DAY = 86_400

const seed = (name: string): Uint8Array => new Uint8Array(createHash('sha256').update(name).digest())
const made = new Map<string, string>()
/** Made once: a roster is made thousands of times. */
function once(name: string, make: () => Uint8Array): string {
  const key = made.get(name) ?? toBase64(make())
  made.set(name, key)
  return key
}
export const signKey = (name: string): string => once(`sign ${name}`, () => crypto.signPublicKey(seed(name)))
const boxKey = (name: string): string => once(`box ${name}`, () => crypto.boxPublicKey(seed(name)))
export const hash = (name: string): string => createHash('sha256').update(name).digest('base64url')
export const boxOf = (ngo: string, generation: number): BoxKeys => ({
  generation,
  key: boxKey(`${ngo} ${generation}`),
  sign: signKey(`${ngo} sign ${generation}`),
})

/** Midnight UTC of the day so many days before now. */
export const dayBefore = (days: number): number => Math.floor(NOW / DAY) * DAY - days * DAY

export const line = (number: string, changes: Partial<Line> = {}): Line => ({
  number,
  name: `Line ${number}`,
  quietName: `Help line ${number}`,
  quietNames: { el: 'Γραμμή' },
  serves: ['all'],
  hours: 'always',
  cost: 'free',
  kind: 'social',
  checked: dayBefore(3),
  ...changes,
})

export const ngo = (id: string, changes: Partial<Ngo> = {}): Ngo => ({
  id,
  name: id.toUpperCase(),
  names: { el: id },
  quietName: 'the Help Team',
  quietNames: { el: 'η Ομάδα' },
  box: boxOf(id, 3),
  spare: boxOf(id, 4),
  signKeys: [{ key: signKey(`${id} sign 2`), until: NOW + 21 * DAY }],
  leads: [signKey(`${id} lead 1`), signKey(`${id} lead 2`)],
  teamMin: 5,
  languages: ['el', 'en'],
  notices: { el: hash(`${id} el`), en: hash(`${id} en`) },
  answersWithin: 24,
  phone: '+30 210',
  ...changes,
})

/** Twelve hours each, turn about, without a gap, in minutes. */
export const turns = (n: number, from = NOW / 60 - 60): readonly Shift[] =>
  Array.from({ length: n }, (_, i): Shift => [from + i * 720, 720, i % 2 ? 'gcr' : 'a21'])

export const desk = (changes: Partial<Desk> = {}): Desk => ({
  id: 'GR',
  tz: 'Europe/Athens',
  emergency: '112',
  regions: [
    { id: 'attica', names: { en: 'Attica' } },
    { id: 'crete', names: { en: 'Crete' } },
  ],
  houseRule: { days: 'mon-fri', from: 9, to: 17, tries: 3, untilDays: 7 },
  mobilePattern: '^69',
  exits: ['https://weather.example/', 'https://news.example/'],
  shifts: turns(29),
  lines: [
    line('1109'),
    line('1056', { serves: ['children'], kind: 'children' }),
    line('15107', { hours: [[1, 480, 1320]] }),
  ],
  ...changes,
})

/** A roster in which every optional field stands, and nothing is to be said against. */
export const richRoster = (changes: Partial<Roster> = {}): Roster => ({
  type: 'roster',
  v: 1,
  network: toBase64(new Uint8Array(16).fill(1)),
  version: 7,
  issued: NOW - 3600,
  expires: NOW + 14 * DAY - 3600,
  previous: hash('six'),
  release: hash('release'),
  ngos: [ngo('a21'), ngo('gcr')],
  desks: [desk()],
  revoked: [signKey('gone'), signKey('gone too')],
  ...changes,
})
