import { gzipSync } from 'node:zlib'
import { type Frame, chromium } from 'playwright-core'
import { bundle } from '../build/bundle.ts'
import { type SignedDocument, signDocument } from '../shared/signed.ts'
import { NETWORK, NOW, crypto, hashOf, release, root, roster, seed } from '../test/integration/network.ts'
import { CHROMIUM, CHROMIUM_ARGS } from '../test/support/browsers.ts'
import { foreignSite } from '../test/support/foreignSite.ts'
import { LARGE, USUAL, makeLargeRoster } from '../test/support/largeRoster.ts'
import { until } from '../test/support/walk.ts'
import { median } from './median.ts'
import type { Row } from './table.ts'

const SLOWER = 6
const ROUNDS = 15

/** Boot's gate, and what the sealing module checks the whole chain with; each is bundled as it is for them. */
const CODE = ['widget/boot/gate.ts', 'shared/crypto/verifier.ts', 'shared/crypto/light.ts', 'shared/chain.ts']
interface Code {
  releaseOf(text: string, pin: string): Promise<unknown>
  readChain(verifier: unknown, text: string, pin: string): Promise<unknown>
  readonly light: unknown
  readonly verifier: { verify(key: Uint8Array, message: Uint8Array, sig: Uint8Array): Promise<boolean> }
}

const chainWith = (signed: SignedDocument): string =>
  JSON.stringify({ roots: [root()], release: release(), roster: signed, switches: [], off: [], time: NOW })

/** A chain of thirty NGOs and a thousand shifts: its size, and what checking it costs a phone, in a frame as boot runs in. */
export async function largeChain(): Promise<readonly Row[]> {
  const parts = { now: NOW, network: NETWORK, version: 2, previous: hashOf(roster()), release: hashOf(release()) }
  const large = signDocument(crypto, makeLargeRoster(crypto, parts, LARGE), [seed('roster')])
  const usual = makeLargeRoster(crypto, parts, USUAL)
  const gzip = (value: unknown): number => gzipSync(JSON.stringify(value)).length
  const code = (await Promise.all(CODE.map((entry) => bundle({ entry, hands: true })))).map(String)
  const times = await inFrame(code, chainWith(large))
  const small = await inFrame(code, chainWith(roster()))
  const beside = (is: number) => ({ name: 'two NGOs, one shift', is })
  return [
    { what: 'large roster, inner', unit: 'B', ours: Buffer.byteLength(large.signed), most: 256 << 10 },
    { what: 'large roster, gzip', unit: 'B', ours: gzipSync(large.signed).length, most: 20_000 },
    { what: 'a month of one desk, gzip', unit: 'B', ours: gzip(usual), most: 4000 },
    { what: 'a month of one desk, its turns alone, gzip', unit: 'B', ours: gzip(usual.desks[0]!.shifts), most: 4000 },
    {
      what: `a signature over it, CPU ÷${SLOWER}`,
      unit: 'ms',
      ours: times.verify,
      beside: beside(small.verify),
      most: 50,
    },
    {
      what: "its chain, boot's gate: two signatures",
      unit: 'ms',
      ours: times.gate,
      beside: beside(small.gate),
      most: 100,
    },
    {
      what: 'its chain, the whole check of the sealing module',
      unit: 'ms',
      ours: times.whole,
      beside: beside(small.whole),
    },
  ]
}

/** Medians of what it takes, ms. */
async function inFrame(code: readonly string[], text: string) {
  const site = await foreignSite()
  site.show('<!doctype html><iframe sandbox="allow-scripts" srcdoc="<!doctype html><p>frame"></iframe>')
  const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: [...CHROMIUM_ARGS] })
  try {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(site.url, { waitUntil: 'load' })
    const frame = await until(() => page.frames().find((one) => one.url() === 'about:srcdoc'))
    // A sandboxed frame is a process of its own, so it is slowed by a session of its own.
    const session = await context.newCDPSession(frame)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    const rounds = await measured(frame, code, text)
    const of = (nth: number) => median(rounds.map((round) => round[nth]!))
    return { verify: of(0), gate: of(1), whole: of(2) }
  } finally {
    await browser.close()
    await site.stop()
  }
}

const measured = (frame: Frame, code: readonly string[], text: string): Promise<readonly (readonly number[])[]> =>
  frame.evaluate(
    async ({ code, text, pin, count }) => {
      const handed = code.map(
        (textContent) =>
          new Promise<Partial<Code>>((hand) =>
            document.head.append(Object.assign(document.createElement('script'), { hand, textContent })),
          ),
      )
      const { releaseOf, readChain, light, verifier } = Object.assign({}, ...(await Promise.all(handed))) as Code
      const { roster } = JSON.parse(text)
      const bytes = (value: string) =>
        Uint8Array.from(atob(value.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0))
      const [{ key, sig }] = roster.signatures
      const message = new TextEncoder().encode(`mitos/roster/v1\n${roster.signed}`)
      const works = [
        async () => {
          if (!(await verifier.verify(bytes(key), message, bytes(sig)))) throw new Error('does not hold')
        },
        () => releaseOf(text, pin),
        () => readChain(light, text, pin),
      ]
      const rounds: number[][] = []
      for (let i = 0; i < count; i++) {
        const round: number[] = []
        for (const work of works) {
          const from = performance.now()
          await work()
          round.push(performance.now() - from)
        }
        rounds.push(round)
      }
      return rounds
    },
    { code, text, pin: hashOf(root()), count: ROUNDS },
  )
