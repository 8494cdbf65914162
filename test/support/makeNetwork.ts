import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runDemo } from './demoProcess.ts'
import { MADE } from './madeNetwork.ts'

/**
 * Before the first test with a browser: makes the secrets of one demo network, whose four passphrases cost a second of work.
 * Each demo then takes up a copy, and has a data folder, a server, a release and a roster of its own.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'mitos-network-'))
  const demo = await runDemo({ MITOS_DATA: folder })
  await demo.stop()
  process.env[MADE] = folder
  return () => rm(folder, { recursive: true, force: true })
}
