import type { Ngo, Roster } from '../../shared/roster.ts'
import type { StoredSwitch } from '../store/store.ts'
import { type SwitchInForce, issuedOf } from './switches.ts'

/** How long a panel may still send to keys that a newer roster or a switch has replaced, seconds. */
const SUPERSEDED = 15 * 60

/** What is kept in memory of each roster that was ever published: whose keys it named. The whole text is a hundred times that. */
export type NamedKeys = Pick<Roster, 'version' | 'issued'> & {
  readonly ngos: readonly Pick<Ngo, 'id' | 'box' | 'spare'>[]
}

type Dated = Pick<SwitchInForce, 'ngo' | 'generation' | 'issued'>
const nameOf = ({ ngo, generation, issued }: Dated): string => `${ngo} ${generation} ${issued}`

/** When rosters and switches came into force, as far as this process saw it, and until when keys are taken for that. */
export class KeyTimes {
  /** version of a roster → seconds UTC */
  readonly #since = new Map<number, number>()
  /** name of a switch → the switch, and seconds UTC */
  readonly #switched = new Map<string, Dated & { readonly at: number }>()

  /**
   * Nobody keeps when a roster or a switch was published, so after a start it counts from its `issued`: that can only shorten the
   * while for which keys are taken that it replaced. (A switch whose lead's clock was ahead is not taken to be of tomorrow.)
   */
  date(rosters: readonly NamedKeys[], switches: readonly StoredSwitch[], now: number): void {
    const started = this.#since.size > 0
    for (const { version, issued } of rosters)
      if (!this.#since.has(version)) this.#since.set(version, started ? now : issued)
    for (const { ngo, generation, bytes } of switches) {
      const one = { ngo, generation, issued: issuedOf(bytes) }
      const at = started ? now : Math.min(one.issued, now)
      if (!this.#switched.has(nameOf(one))) this.#switched.set(nameOf(one), { ...one, at })
    }
  }

  /**
   * Keys of the roster in force, the spare ones where a switch says so, and for a while those that were replaced. Of rosters before
   * it is not asked again whether a switch counted: a next roster gives no time back to keys that were shut out.
   * @param rosters all that were dated, oldest first
   * @param inForce the switches that count under the last one
   * @returns public key → until when requests for it are taken, seconds UTC
   */
  takenUntil(rosters: readonly NamedKeys[], inForce: readonly SwitchInForce[]): Map<string, number> {
    const taken = new Map<string, number>()
    for (const [i, { ngos }] of rosters.entries()) {
      const next = rosters[i + 1]
      const until = next ? this.#since.get(next.version)! + SUPERSEDED : Infinity
      const counting: readonly Dated[] = next ? [...this.#switched.values()] : inForce
      for (const { id, box, spare } of ngos) {
        const by = counting.find(({ ngo, generation }) => ngo === id && generation === spare?.generation)
        taken.set(box.key, by ? Math.min(until, this.#switched.get(nameOf(by))!.at + SUPERSEDED) : until)
        if (by && spare) taken.set(spare.key, until)
      }
    }
    return taken
  }
}
