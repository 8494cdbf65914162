import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { randomOf } from '../support/random.ts'
import { publish, startProcess } from './process.ts'
import { Promises } from './promises.ts'

/** A hundred before a release; each is a start of the server. */
const KILLS = process.env['MITOS_RELEASE'] ? 100 : 10
const SEED = Number(process.env['MITOS_SEED'] ?? Date.now() % 1e6)
const SENDERS = 12

it(
  `R36 of people who send while the server is killed ${KILLS} times nobody is lost who was promised anything, and nobody half kept (MITOS_SEED=${SEED})`,
  async () => {
    // A kill needs no disk, and a busy one makes a hundred of them long.
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mitos-test-'))
    const data = join(folder, 'data')
    const promises = new Promises()
    const random = randomOf(SEED)
    let server = await startProcess(data, { MITOS_LIMIT: '1000000' })
    await publish(server)
    for (let kill = 1; kill <= KILLS; kill++) {
      const { url, process: running, ended } = server
      const before = promises.kept.size
      const enough = before + 1 + Math.floor(random() * 60)
      const within = random() * 3
      const send = async (): Promise<void> => {
        while ((await promises.send(url)) !== 'cut off')
          // At some moment of what the next ones do.
          if (promises.kept.size >= enough) setTimeout(() => running.kill('SIGKILL'), within)
      }
      await Promise.all(Array.from({ length: SENDERS }, send))
      expect(await ended).toBe('SIGKILL')
      server = await startProcess(data, { MITOS_LIMIT: '1000000' })
      expect([kill, promises.faults(data), promises.kept.size > before]).toEqual([kill, [], true])
    }
    server.process.kill('SIGKILL')
    await server.ended
    rmSync(folder, { recursive: true })
  },
  60_000 + 6_000 * KILLS,
)
