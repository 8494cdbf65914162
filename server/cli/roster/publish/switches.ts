import { applySwitches } from '../../../../shared/chain.ts'
import type { Verifier } from '../../../../shared/crypto/crypto.ts'
import type { Json } from '../../../../shared/json.ts'
import type { Roster } from '../../../../shared/roster.ts'
import type { There } from './there.ts'

/**
 * NGOs whose coordinators put the spare keys in force, and for which this roster would put earlier keys in force again: a draft that
 * was begun before the switch looks like that. The server takes it, since only the keepers say which keys there are.
 * @returns sentences for the keeper
 */
export async function switchesUndone(
  verifier: Verifier,
  { text, roster }: NonNullable<There['inForce']>,
  next: Roster,
): Promise<readonly string[]> {
  const { switches = [] } = JSON.parse(text) as { switches?: readonly Json[] }
  const now = await applySwitches(verifier, JSON.parse(roster.signed) as Roster, switches)
  const then = await applySwitches(verifier, next, switches)
  return now.ngos.flatMap(({ id, box: { generation } }) => {
    const after = then.ngos.find((one) => one.id === id)?.box.generation ?? generation
    return after < generation
      ? [
          `${id} reads with its keys number ${generation} now, and this roster puts number ${after} in force again: whoever was shut out ` +
            'could read again. Ask its coordinator for new keys',
        ]
      : []
  })
}
