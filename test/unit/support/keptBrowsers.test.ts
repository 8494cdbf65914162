import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../integration/folder.ts'
import { alone, ofWorker, tie } from '../../support/keptBrowsers.ts'

const starts = () => {
  let lives = true
  const close = vi.fn(async () => void (lives = false))
  return vi.fn(async () => {
    lives = true
    return { isConnected: () => lives, close }
  })
}

describe('the browser of a worker', () => {
  it('is started once for all that ask, and stays when one of them is done; what that one opened goes', async () => {
    const start = starts()
    const [one, other] = await Promise.all([ofWorker('a', start), ofWorker('a', start)])
    const [mine, theirs] = [vi.fn(async () => {}), vi.fn(async () => {})]
    one.opened({ close: mine })
    other.opened({ close: theirs })
    await one.close()
    expect(start).toHaveBeenCalledTimes(1)
    expect([mine.mock.calls.length, theirs.mock.calls.length]).toEqual([1, 0])
    expect(one.browser.close).not.toHaveBeenCalled()
  })

  it('is another one where the last ended, or did not start', async () => {
    const start = starts()
    const one = await ofWorker('b', start)
    await one.browser.close()
    await ofWorker('b', start)
    expect(start).toHaveBeenCalledTimes(2)
    await expect(ofWorker('c', () => Promise.reject(new Error('none')))).rejects.toThrow('none')
    await ofWorker('c', start)
    expect(start).toHaveBeenCalledTimes(3)
  })

  it('is ended where it hangs with what was opened', async () => {
    const one = await ofWorker('d', starts())
    vi.useFakeTimers()
    try {
      one.opened({ close: () => new Promise<void>(() => undefined) })
      const closed = one.close()
      await vi.advanceTimersByTimeAsync(15_000)
      await closed
      expect(one.browser.close).toHaveBeenCalledTimes(1)
    } finally {
      vi.useRealTimers()
    }
  })

  it('ends with its suite where it is of another kind', async () => {
    const one = alone(await starts()())
    await one.close()
    expect(one.browser.close).toHaveBeenCalledTimes(1)
  })

  it('goes with all that it started when nobody holds it any more, and its folder too', async () => {
    const folder = temporaryFolder()
    const group = spawn('/bin/sh', ['-c', 'tail -f /dev/null & wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = new Promise((resolve) => group.once('close', (_, signal) => resolve(signal)))
    tie(group.pid!, folder.path)()
    expect(await ended).toBe('SIGKILL')
    await expect.poll(() => existsSync(folder.path)).toBe(false)
  })
})
