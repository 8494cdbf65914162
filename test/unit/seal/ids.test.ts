import { describe, expect, it } from 'vitest'
import type { KeyId, RequestId } from '../../../shared/wire.ts'
import { createIds } from '../../../widget/seal/ids.ts'

const key = (fill: number) => new Uint8Array(8).fill(fill) as KeyId
const [A21, GCR] = [key(1), key(2)]

/** Ids by order of work (1, 2, …) or of plain drawing (101, 102, …), and the work that runs. */
function world() {
  const jobs: { keyId: KeyId; isWanted: () => boolean; finish: (id: RequestId | undefined) => Promise<void> }[] = []
  let plain = 100
  const id = (fill: number) => new Uint8Array(16).fill(fill) as RequestId
  const ids = createIds(
    (keyId, isWanted) =>
      new Promise((resolve) => {
        const finish = async (found: RequestId | undefined): Promise<void> => resolve(found)
        jobs.push({ keyId, isWanted, finish })
      }),
    () => id(++plain),
  )
  return { ids, jobs, id, taken: (keyId: KeyId) => ids.take(keyId)[0] }
}

describe('The id of the next request', () => {
  it('shows the work that was done while the person answered, and serves once', async () => {
    const { ids, jobs, id, taken } = world()
    ids.begin(A21)
    await jobs[0]!.finish(id(1))
    expect([taken(A21), taken(A21)]).toEqual([1, 101])
  })

  it('is a plain one where the work is not ready, nor found, nor for that key: nobody waits', async () => {
    const { ids, jobs, id, taken } = world()
    ids.begin(A21)
    expect(taken(A21)).toBe(101)
    ids.begin(A21)
    await jobs[1]!.finish(undefined)
    expect(taken(A21)).toBe(102)
    ids.begin(A21)
    await jobs[2]!.finish(id(3))
    expect(taken(GCR)).toBe(103)
  })

  it('is worked on once for a key, and anew for another one', () => {
    const { ids, jobs } = world()
    ids.begin(A21)
    ids.begin(A21)
    expect(jobs).toHaveLength(1)
    ids.begin(GCR)
    expect(jobs.map(({ isWanted }) => isWanted())).toEqual([false, true])
  })

  it('is not worked on any more once it is taken or forgotten', () => {
    const { ids, jobs } = world()
    ids.begin(A21)
    ids.take(A21)
    ids.begin(A21)
    ids.forget()
    expect(jobs.map(({ isWanted }) => isWanted())).toEqual([false, false])
  })
})
