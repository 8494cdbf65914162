import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the environment tells the workers of the network that was made for all tests (makeNetwork.ts). */
export const MADE = 'TEST_NETWORK'

/**
 * A data folder that holds a network and no request; undefined where none was made. Without the built files, of which a test's
 * own build may have others under the same name.
 */
export async function copyOfNetwork(): Promise<string | undefined> {
  if (!process.env[MADE]) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'mitos-demo-'))
  await layNetwork(folder)
  return folder
}

/** Puts that network into a folder that a test has named, unless something is in it. */
export async function layNetwork(folder: string): Promise<void> {
  const made = process.env[MADE]
  if (!made || (existsSync(folder) && readdirSync(folder).length)) return
  await cp(made, folder, { recursive: true, filter: (path) => path !== join(made, 'w') })
}
