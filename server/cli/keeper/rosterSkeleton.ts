import type { Desk, Ngo } from '../../../shared/roster.ts'

/** Every field of an NGO, with what cannot be right where only a keeper knows it. */
export const NGO: Ngo = {
  id: '',
  name: '',
  names: {},
  quietName: '',
  quietNames: {},
  box: { generation: 1, key: '', sign: '' },
  signKeys: [],
  leads: [],
  teamMin: 1,
  languages: ['en'],
  answersWithin: 24,
}

/** Every field of a desk, as of an NGO. */
export const DESK: Desk = {
  id: '',
  tz: '',
  emergency: '112',
  regions: [],
  houseRule: { days: 'mon-fri', from: 9, to: 17, tries: 3, untilDays: 7 },
  mobilePattern: '',
  exits: [],
  shifts: [],
  lines: [
    {
      number: '',
      name: '',
      quietName: '',
      quietNames: {},
      serves: ['all'],
      hours: null,
      cost: null,
      kind: '',
      checked: null,
    },
  ],
}
