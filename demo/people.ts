import type { Desk, Line, Ngo } from '../shared/roster.ts'
import { REGIONS, named } from './greekPlaces.ts'

/** Invented NGOs and people; every name says that it is one. */
export const NGOS: readonly Pick<
  Ngo,
  'id' | 'name' | 'names' | 'quietName' | 'quietNames' | 'languages' | 'answersWithin' | 'phone'
>[] = [
  {
    id: 'faros',
    name: 'Faros Support Network (demo)',
    names: { el: 'Δίκτυο Στήριξης Φάρος (demo)', ar: 'شبكة فاروس للدعم (demo)' },
    quietName: 'the Help Team',
    quietNames: named(
      "the Help Team | η Ομάδα Βοήθειας | l'équipe d'aide | das Hilfe-Team | il gruppo di aiuto | het hulpteam | فريق المساعدة | echipa de ajutor | екипът за помощ | ekipi i ndihmës | команда допомоги | مدد ٹیم",
    ),
    languages: ['el', 'en', 'ar'],
    answersWithin: 24,
    phone: '+30 210 000 0001',
  },
  {
    id: 'thyra',
    name: 'Open Door Association (demo)',
    names: { el: 'Σύλλογος Ανοιχτή Θύρα (demo)', ar: 'جمعية الباب المفتوح (demo)' },
    quietName: 'the Evening Team',
    quietNames: named(
      "the Evening Team | η Βραδινή Ομάδα | l'équipe du soir | das Abend-Team | il gruppo della sera | het avondteam | فريق المساء | echipa de seară | вечерният екип | ekipi i mbrëmjes | вечірня команда | شام کی ٹیم",
    ),
    languages: ['el', 'en'],
    answersWithin: 24,
    phone: '+30 231 000 0002',
  },
]

export const MEMBERS: readonly {
  readonly login: string
  readonly name: string
  readonly ngo: string
  readonly role: 'lead' | 'member'
}[] = [
  { login: 'maria', name: 'Maria (demo)', ngo: 'faros', role: 'lead' },
  { login: 'nikos', name: 'Nikos (demo)', ngo: 'faros', role: 'member' },
  { login: 'sofia', name: 'Sofia (demo)', ngo: 'thyra', role: 'lead' },
  { login: 'petros', name: 'Petros (demo)', ngo: 'thyra', role: 'member' },
]

const helpLine = (number: string) => ({
  quietName: `Help line ${number}`,
  quietNames: Object.fromEntries(Object.entries(HELP_LINE).map(([tag, words]) => [tag, `${words} ${number}`])),
})
const HELP_LINE = named(
  "Help line | Γραμμή βοήθειας | Ligne d'aide | Hilfe-Telefon | Linea di aiuto | Hulplijn | خط المساعدة | Linie de ajutor | Линия за помощ | Linja e ndihmës | Лінія допомоги | ہیلپ لائن",
)
const underAge = {
  quietName: 'Line for under 18',
  quietNames: named(
    'Line for under 18 | Γραμμή για κάτω των 18 | Ligne pour les moins de 18 ans | Telefon für unter 18 | Linea per chi ha meno di 18 anni | Lijn voor wie jonger is dan 18 | خط لمن هم دون 18 | Linie pentru cei sub 18 ani | Линия за хора под 18 | Linja për nën 18 vjeç | Лінія для тих, кому немає 18 | 18 سال سے کم عمر والوں کی لائن',
  ),
}

/**
 * Greek lines from public pages. `checked` is the day on which a person called: nobody has yet, so none may be used in earnest.
 */
const LINES: readonly Line[] = [
  {
    ...helpLine('1109'),
    number: '1109',
    name: 'Human Trafficking Resource Line (A21)',
    serves: ['all'],
    hours: 'always',
    cost: 'free',
    kind: 'trafficking',
    checked: null,
  },
  {
    ...helpLine('197'),
    number: '197',
    name: 'EKKA social emergency line',
    serves: ['all'],
    hours: 'always',
    cost: 'free',
    kind: 'social',
    checked: null,
  },
  {
    ...helpLine('15900'),
    number: '15900',
    name: "Women's SOS line",
    serves: ['women'],
    hours: 'always',
    cost: 'local',
    kind: 'violence',
    checked: null,
  },
  {
    ...underAge,
    number: '1056',
    name: "Children's SOS line (The Smile of the Child)",
    serves: ['children'],
    hours: 'always',
    cost: 'free',
    kind: 'children',
    checked: null,
  },
  {
    ...underAge,
    number: '15107',
    name: 'Unaccompanied children line',
    serves: ['children'],
    hours: [
      [1, 480, 1320],
      [2, 480, 1320],
      [3, 480, 1320],
      [4, 480, 1320],
      [5, 480, 1320],
      [6, 660, 1140],
    ],
    cost: 'free',
    kind: 'children',
    checked: null,
  },
]

/** The Greek desk, without its shifts and exit pages. */
export const DESK: Omit<Desk, 'shifts' | 'exits'> = {
  id: 'GR',
  tz: 'Europe/Athens',
  emergency: '112',
  regions: REGIONS,
  houseRule: { days: 'mon-fri', from: 9, to: 17, tries: 3, untilDays: 7 },
  mobilePattern: '^69',
  lines: LINES,
}
