import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../integration/folder.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

/** Ends those that would wait for each other for ever, ms. */
const WALL = 30_000

const beside = (...commands: readonly string[]) => {
  const args = ['test/support/beside.sh', ...commands]
  const { status, stdout, stderr } = spawnSync('bash', args, { encoding: 'utf8', timeout: WALL })
  return { status, stdout, stderr }
}

describe('Commands beside each other', () => {
  it('run at once, and say what they have to say in their order, whoever is ready first', () => {
    const pipe = join(folder.path, 'pipe')
    expect(
      beside(`until [ -p ${pipe} ]; do :; done; cat ${pipe}`, `mkfifo ${pipe}; echo ready >&2; echo first >${pipe}`),
    ).toEqual({
      status: 0,
      stdout: 'first\nready\n',
      stderr: '',
    })
  })

  it('run to their end, and fail where any of them failed', () => {
    expect(beside('false', 'echo well', 'exit 3')).toEqual({
      status: 1,
      stdout: 'well\n',
      stderr: 'failed: false\nfailed: exit 3\n',
    })
  })
})
