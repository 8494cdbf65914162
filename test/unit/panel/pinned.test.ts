import { afterEach, describe, expect, it, vi } from 'vitest'
import { createHash } from 'node:crypto'
import { pinned } from '../../../widget/boot/pinned.ts'

interface Script {
  hand?: (exports: unknown) => void
  onload?: () => void
  onerror?: () => void
}

const BYTES = new TextEncoder().encode('of a language that this browser does not know')
const FILE = { path: '/w/seal.js', sha384: createHash('sha384').update(BYTES).digest('base64') }

/** A document whose scripts do as they are told. */
function page(run: (script: Script) => void): void {
  vi.stubGlobal('self', {})
  vi.stubGlobal('document', {
    createElement: () => ({}),
    head: { append: (script: Script) => queueMicrotask(() => run(script)) },
  })
  vi.stubGlobal('fetch', async () => new Response(BYTES))
}
const load = (): Promise<unknown> => pinned('https://server.example', '')({ seal: FILE } as never, 'seal')

describe('A script of the release', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it('hands over what it exports while it runs', async () => {
    page((script) => {
      script.hand?.({ made: true })
      script.onload?.()
    })
    expect(await load()).toEqual({ made: true })
  })

  it('that breaks off is noticed when it has loaded: nobody waits until an answer is taken for lost', async () => {
    // The clock stands.
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    page((script) => script.onload?.())
    await expect(load()).rejects.toMatchObject({ code: 'seal-unreachable' })
  })

  it('that does not come says so', async () => {
    page((script) => script.onerror?.())
    await expect(load()).rejects.toMatchObject({ code: 'seal-unreachable' })
  })
})
