import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DATABASE } from '../server/store/sqlite/open.ts'
import { fromBase64, toBase64 } from '../shared/bytes.ts'

/**
 * The demo's secrets, all in one file: what in life lies with a keeper, NGOs and members, on their own machines. A server for
 * real use refuses to start on a data folder that holds this file.
 */
export const DEMO_FILE = 'demo.json'

export interface DemoSecrets {
  readonly rootSeeds: readonly Uint8Array[]
  readonly rosterSeeds: readonly Uint8Array[]
  readonly releaseSeeds: readonly Uint8Array[]
  readonly network: Uint8Array
  /** by NGO id */
  readonly ngos: Readonly<Record<string, NgoSecrets>>
  /** by log-in name */
  readonly members: Readonly<Record<string, MemberSecrets>>
}

export interface NgoSecrets {
  readonly boxSecret: Uint8Array
  readonly signSeed: Uint8Array
  /** absent in a demo of before there were any */
  readonly spare?: { readonly boxSecret: Uint8Array; readonly signSeed: Uint8Array }
}

export interface MemberSecrets {
  readonly id: Uint8Array
  readonly boxSecret: Uint8Array
  readonly signSeed: Uint8Array
  readonly passphrase: string
}

/**
 * The data of a server for real use stays as it is: no member whose passphrase is printed, no key that lies beside it.
 * @throws Error whose message is for who starts the demo
 */
export function refuseRealData(data: string | undefined): void {
  if (data && existsSync(join(data, DATABASE)) && !existsSync(join(data, DEMO_FILE)))
    throw new Error('MITOS_DATA holds the data of a real server: give the demo a folder of its own, or none')
}

/** Takes up the secrets of an earlier demo in this folder, or undefined. */
export async function readSecrets(folder: string): Promise<DemoSecrets | undefined> {
  try {
    const bytes = (_: string, value: unknown) =>
      typeof value === 'string' && value.startsWith('bytes:') ? fromBase64(value.slice(6)) : value
    return JSON.parse(await readFile(join(folder, DEMO_FILE), 'utf8'), bytes)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export async function writeSecrets(folder: string, secrets: DemoSecrets): Promise<void> {
  const text = (_: string, value: unknown) => (value instanceof Uint8Array ? `bytes:${toBase64(value)}` : value)
  await writeFile(join(folder, DEMO_FILE), JSON.stringify(secrets, text, 1), { mode: 0o600 })
}
