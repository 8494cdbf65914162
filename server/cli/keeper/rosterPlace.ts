import { fromBase64 } from '../../../shared/bytes.ts'
import type { Verifier } from '../../../shared/crypto/crypto.ts'
import { isBoxKey } from '../../../shared/crypto/x25519.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { DAY } from '../../../shared/root.ts'
import type { Desk, Ngo, Roster } from '../../../shared/roster.ts'
import { byPlace, shapeOf } from '../roster/shape.ts'

interface Found {
  /** what is not right, each with its place, in words */
  readonly wrong: readonly string[]
  /** places of names that this version does not know */
  readonly unknown: readonly string[]
}

/** Why `readRoster` would refuse a roster, place by place. Empty `wrong` is no promise: that function decides. */
export function problemsOf(verifier: Verifier, inner: JsonObject): Found {
  const { wrong, unknown } = shapeOf(inner, byPlace)
  // What belongs together can only be judged once each part is what it should be.
  if (!wrong.length) return { wrong: together(verifier, inner as unknown as Roster), unknown }
  return { wrong: wrong.map(({ at, must, missing }) => `${at}: ${missing ? 'is missing' : `should ${must}`}`), unknown }
}

/** Texts that stand more than once, each once. */
const doubled = (all: readonly string[]): readonly string[] => [
  ...new Set(all.filter((one, i) => all.indexOf(one) !== i)),
]

function together(verifier: Verifier, roster: Roster): readonly string[] {
  const { version, previous, issued, expires, ngos, desks } = roster
  return [
    ...((previous === null) === (version === 1) ? [] : ['previous: null for version 1, a hash for every other']),
    ...(issued < expires ? [] : ['expires: should be after issued']),
    ...(expires <= issued + 31 * DAY ? [] : ['expires: at most 31 days after issued']),
    ...doubled(ngos.map(({ id }) => id)).map((id) => `ngos: two have the id ${id}`),
    ...doubled(desks.map(({ id }) => id)).map((id) => `desks: two have the id ${id}`),
    ...keyProblems(verifier, ngos),
    ...desks.flatMap((desk) => deskProblems(roster, desk)),
  ]
}

function keyProblems(verifier: Verifier, ngos: readonly Ngo[]): readonly string[] {
  const keys = ngos.flatMap((ngo, i) => {
    const at = `ngos no. ${i + 1}`
    const boxes = [['box', ngo.box] as const, ...(ngo.spare ? [['spare', ngo.spare] as const] : [])]
    return [
      ...boxes.map(([name, keys]) => ({ place: `${at}, ${name}, key`, key: keys.key, box: true })),
      ...boxes.map(([name, keys]) => ({ place: `${at}, ${name}, sign`, key: keys.sign, box: false })),
      ...ngo.signKeys.map(({ key }, j) => ({ place: `${at}, signKeys no. ${j + 1}`, key, box: false })),
      ...ngo.leads.map((key, j) => ({ place: `${at}, leads no. ${j + 1}`, key, box: false })),
    ]
  })
  const proper = ({ key, box }: { key: string; box: boolean }): boolean =>
    box ? isBoxKey(fromBase64(key, 32)) : verifier.isSignKey(fromBase64(key, 32))
  const twice = doubled(keys.map(({ key }) => key))
  return [
    ...keys.filter((one) => !proper(one)).map(({ place }) => `${place}: is no proper key; ask the NGO for it again`),
    ...twice.map(
      (key) => `the same key stands at: ${keys.flatMap((one) => (one.key === key ? one.place : [])).join('; ')}`,
    ),
    ...ngos.flatMap(({ box, spare }, i) =>
      spare && spare.generation <= box.generation
        ? [`ngos no. ${i + 1}, spare, generation: should be higher than that of box`]
        : [],
    ),
  ]
}

function deskProblems({ ngos, issued, expires }: Roster, { id, shifts, houseRule }: Desk): readonly string[] {
  const ids = ngos.map((one) => one.id)
  return [
    ...(houseRule.from < houseRule.to ? [] : [`desk ${id}, houseRule: "from" should be before "to"`]),
    ...shifts.flatMap(([start, length, who], i) => {
      const at = `desk ${id}, shifts no. ${i + 1}`
      const before = shifts[i - 1]
      return [
        ...(ids.includes(who) ? [] : [`${at}: no NGO of this roster has that id`]),
        ...(60 * (start + length) > issued ? [] : [`${at}: is over before this roster begins; leave it out`]),
        ...(60 * start < expires + 2 * DAY
          ? []
          : [`${at}: begins more than 48 hours after this roster ends; leave it out`]),
        ...(!before || before[0] + before[1] <= start ? [] : [`${at}: begins before the one above it ends`]),
      ]
    }),
  ]
}
