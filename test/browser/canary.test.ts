import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Request } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openChromium } from '../support/browsers.ts'
import { filesWith, findIn } from '../support/canary.ts'
import { runDemo } from '../support/demoProcess.ts'
import { buildWithPanel } from '../support/patchedBuild.ts'
import { answerShortest, openPanel, send } from '../support/walk.ts'

/** Typed as a name in an app; nothing else in the world says it. */
const CANARY = 'kanarya-Ω-8vQ2xT'

describe('what a person types', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mitos-canary-'))
  })
  afterEach(async () => rm(folder, { recursive: true, force: true }))

  /** Walks the whole way with the canary; every place outside the frame where it was found. */
  async function leaksOf(root: string): Promise<readonly string[]> {
    const data = join(folder, 'data')
    const log = join(folder, 'log')
    const demo = await runDemo({ MITOS_DATA: data, MITOS_DEMO_LOG: log }, [], root)
    const browser = await openChromium()
    const found: string[] = []
    try {
      const seen: Request[] = []
      const tab = await browser.tab({
        onContext: async (context) => void context.on('request', (one) => seen.push(one)),
      })
      await tab.goto(`${demo.partner}en/`)
      const panel = await openPanel(tab)
      await answerShortest(panel, { how: 'app', app: 'other', address: CANARY })
      expect(await send(panel)).toBe('sent')
      expect(seen.length).toBeGreaterThan(4)
      for (const one of seen) {
        const headers = JSON.stringify(await one.allHeaders().catch(() => one.headers()))
        if (findIn(one.url(), CANARY)) found.push('a URL')
        if (findIn(headers, CANARY)) found.push('a header')
        if (findIn(one.postDataBuffer() ?? '', CANARY)) found.push('a body')
      }
      if (findIn(await tab.main().evaluate(() => document.documentElement.outerHTML, null), CANARY))
        found.push('the page')
    } finally {
      await browser.close()
      await demo.stop()
    }
    if (findIn(demo.output(), CANARY)) found.push('the output')
    const lines = await readFile(log)
    // A log that nobody writes would hold no canary either.
    expect(lines.toString()).toContain('"route":"/trust/chain.json"')
    if (findIn(lines, CANARY)) found.push('the log')
    if ((await filesWith(data, CANARY)).length) found.push('the data folder')
    return [...new Set(found)]
  }

  it('is in no request, no output and no log of the server, and no file of the data folder', async () => {
    expect(await leaksOf(process.cwd())).toEqual([])
  })

  it('is found by the same search when a build leaks it', async () => {
    const leaky = await leakyBuild(join(folder, 'build'))
    const found = await leaksOf(leaky)
    expect(found).toContain('a URL')
    expect(found).toContain('a header')
    expect(found).toContain('a body')
    expect(found).toContain('the data folder')
    expect(found).toContain('the output')
    expect(found).toContain('the log')
  })
})

/** A build whose panel tells every typed character, in each of the ways that the search must see. */
async function leakyBuild(root: string): Promise<string> {
  const leak = `;(function(){var h=new URL(document.currentScript.src).origin;addEventListener('input',function(e){
    var v=e.target.value;fetch(h+'/healthz?v='+encodeURIComponent(v),{mode:'no-cors'}).catch(function(){});
    var b=new Uint8Array(8281);b[0]=1;var t=new TextEncoder().encode(v);b.set(t,60);
    fetch(h+'/api/requests',{method:'POST',body:b,headers:{'accept-language':btoa(unescape(encodeURIComponent(v)))}}).catch(function(){})
  },true)})();`
  await buildWithPanel(root, (panel) => leak + panel)
  await leakyStore(join(root, 'dist/server/routes/requests.js'))
  return root
}

/** … and whose server writes what it cannot place into the data folder, prints it and logs it. */
async function leakyStore(route: string): Promise<void> {
  const source = await readFile(route, 'utf8')
  const call = /app\.post\(/
  expect(source).toMatch(call)
  const spy = `app.addHook('preHandler', async (request) => {
    if (!request.body) return
    (await import('node:fs')).appendFileSync(deps.config.data + '/spy', request.body)
    const text = Buffer.from(request.body).toString('utf8')
    console.log(text)
    deps.log({ text })
  });\n`
  await writeFile(route, source.replace(call, `${spy}app.post(`))
}
