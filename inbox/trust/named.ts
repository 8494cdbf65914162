import { type Named, namedBy } from '../../shared/inboxKey.ts'
import type { JsonObject } from '../../shared/json.ts'
import type { Ngo, Roster } from '../../shared/roster.ts'
import { int, key, list, ngoId, object } from '../../shared/shape.ts'

/** The keys that a roster names, by NGO, as it was signed: no switch is applied. */
export type KeysOf = ReadonlyMap<string, Named>

const boxKeys = object({ generation: int(1), key, sign: key })
const isNgo = object({ id: ngoId, box: boxKeys, 'spare?': boxKeys, leads: list(key, 1, 16) })
const isRoster = object({ ngos: list(object({}), 0, 200), revoked: list(key) })

/** @param inner of a roster whose hash a roster that was checked names; an NGO that is none has no keys */
export function keysIn(inner: JsonObject): KeysOf {
  if (!isRoster(inner)) return new Map()
  const roster = inner as unknown as Roster
  return new Map(roster.ngos.filter((one) => isNgo(one)).map((one: Ngo) => [one.id, namedBy(roster, one)]))
}

/** The same; where an NGO has the keys of the roster after it, by its very object, so that two hundred rosters take little. */
export function lean(keys: KeysOf, after: KeysOf | undefined): KeysOf {
  const same = (id: string, named: Named): Named => {
    const other = after?.get(id)
    return other && JSON.stringify(other) === JSON.stringify(named) ? other : named
  }
  return new Map([...keys].map(([id, named]) => [id, same(id, named)]))
}
