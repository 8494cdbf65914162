import type { Desk, Line, Ngo } from '../shared/roster.ts'

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
    quietNames: { el: 'η Ομάδα Βοήθειας', ar: 'فريق المساعدة' },
    languages: ['el', 'en', 'ar'],
    answersWithin: 24,
    phone: '+30 210 000 0001',
  },
  {
    id: 'thyra',
    name: 'Open Door Association (demo)',
    names: { el: 'Σύλλογος Ανοιχτή Θύρα (demo)', ar: 'جمعية الباب المفتوح (demo)' },
    quietName: 'the Evening Team',
    quietNames: { el: 'η Βραδινή Ομάδα', ar: 'فريق المساء' },
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
  quietNames: { el: `Γραμμή βοήθειας ${number}`, ar: `خط المساعدة ${number}` },
})
const underAge = {
  quietName: 'Line for under 18',
  quietNames: { el: 'Γραμμή για κάτω των 18', ar: 'خط لمن هم دون 18' },
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

const region = (id: string, en: string, el: string) => ({ id, names: { en, el } })

/** The Greek desk, without its shifts and exit pages. */
export const DESK: Omit<Desk, 'shifts' | 'exits'> = {
  id: 'GR',
  tz: 'Europe/Athens',
  emergency: '112',
  regions: [
    region('attica', 'Attica', 'Αττική'),
    region('central-macedonia', 'Central Macedonia', 'Κεντρική Μακεδονία'),
    region('crete', 'Crete', 'Κρήτη'),
    region('north-aegean', 'North Aegean', 'Βόρειο Αιγαίο'),
    region('south-aegean', 'South Aegean', 'Νότιο Αιγαίο'),
    region('thessaly', 'Thessaly', 'Θεσσαλία'),
    region('west-greece', 'Western Greece', 'Δυτική Ελλάδα'),
    region('central-greece', 'Central Greece', 'Στερεά Ελλάδα'),
    region('peloponnese', 'Peloponnese', 'Πελοπόννησος'),
    region('epirus', 'Epirus', 'Ήπειρος'),
    region('east-macedonia', 'Eastern Macedonia and Thrace', 'Ανατολική Μακεδονία και Θράκη'),
    region('west-macedonia', 'Western Macedonia', 'Δυτική Μακεδονία'),
    region('ionian', 'Ionian Islands', 'Ιόνια Νησιά'),
  ],
  houseRule: { days: 'mon-fri', from: 9, to: 17, tries: 3, untilDays: 7 },
  mobilePattern: '^69',
  lines: LINES,
}
