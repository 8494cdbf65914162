import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOST, holdPort } from '../../demo/ports.ts'
import { openDatabase } from '../../server/store/sqlite/open.ts'
import { temporaryFolder } from './folder.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'

describe('the demo', () => {
  let demo: RunningDemo
  beforeAll(async () => {
    demo = await runDemo()
  })
  afterAll(async () => demo?.stop())

  it('prints a line for each stage, where to go, and who can log in', () => {
    const text = demo.output()
    expect(text).toMatch(/\d+\.\d s {2}network: 2 NGOs, 4 members/)
    expect(text).toMatch(/Ask for help\s+http/)
    expect(text).toMatch(/Answer it\s+http/)
    expect(text).toMatch(/Put it on a site\s+http/)
    expect(demo.members.map(({ ngo, onDuty }) => `${ngo} ${onDuty}`)).toEqual([
      'faros true',
      'faros true',
      'thyra false',
      'thyra false',
    ])
    for (const { name, passphrase } of demo.members) expect(text).toContain(`${name.padEnd(8)} ${passphrase}`)
  })

  it('has its pages on two origins, each of them there', async () => {
    expect(new URL(demo.server).origin).not.toBe(new URL(demo.partner).origin)
    for (const url of [demo.partner, `${demo.partner}en/`, `${demo.partner}weather.html`, demo.inbox, demo.embed])
      expect((await fetch(url)).status, url).toBe(200)
    expect(await (await fetch(`${demo.server}/healthz`)).json()).toEqual({ ok: true })
  })

  it('begins also where a page of before calls its port while it is held', async () => {
    const held = await holdPort('0', 0)
    const page = connect(held.port, HOST)
    await once(page, 'connect')
    // The page waits for its answer until it is told that there will be none.
    page.on('error', () => undefined)
    await held.release()
    page.destroy()
  })

  it('marks every invented name', async () => {
    const chain = JSON.parse(await (await fetch(`${demo.server}/trust/chain.json`)).text())
    const { ngos } = JSON.parse(chain.roster.signed) as { ngos: { name: string; names: Record<string, string> }[] }
    for (const ngo of ngos) for (const name of [ngo.name, ...Object.values(ngo.names)]) expect(name).toContain('(demo)')
  })

  it('shows webmasters a snippet that is what the partner has pasted', async () => {
    const embed = await (await fetch(demo.embed)).text()
    const page = await (await fetch(`${demo.partner}en/`)).text()
    const [, integrity] = /integrity="(sha384-[^"]+)"/.exec(page)!
    expect(embed).toContain(integrity!.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`))
    expect(page).toContain('<!-- mitos -->')
    expect(page).toMatch(/<a href="tel:1109">1109<\/a> <a href="tel:112">112<\/a>/)
  })

  it('answers the fallback link with numbers that need no script', async () => {
    const page = await (await fetch(`${demo.partner}`)).text()
    const [, href] = /data-mitos-link href="([^"]+)"/.exec(page)!
    const answer = await fetch(href!.replace(/&amp;/g, '&'))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-same-origin)/)
    const text = await answer.text()
    expect(text).toContain('href="tel:112"')
    expect(text).toContain('lang="el"')
  })

  it('says which setting is wrong', async () => {
    await expect(runDemo({ MITOS_ORIGIN: 'https://mitos.example/path' })).rejects.toThrow(
      'config-invalid: MITOS_ORIGIN',
    )
    await expect(runDemo({ MITOS_TRUST_PROXY: 'somewhere' })).rejects.toThrow('config-proxy: MITOS_TRUST_PROXY')
  })

  it('ends cleanly, leaving no folder behind', async () => {
    const folder = temporaryFolder()
    const other = await runDemo({ TMPDIR: folder.path, MITOS_DATA: '' })
    expect(readdirSync(folder.path)).toEqual([expect.stringMatching(/^mitos-demo-/)])
    expect(await other.stop('SIGINT')).toBe(0)
    expect(readdirSync(folder.path)).toEqual([])
    await expect(fetch(other.server)).rejects.toThrow()
    folder.remove()
  })

  it('refuses the data folder of a real server, and leaves it as it was', async () => {
    const folder = temporaryFolder()
    openDatabase(folder.path, { clock: () => 0 }).close()
    const before = readdirSync(folder.path).map((name) => [name, readFileSync(join(folder.path, name)).toString('hex')])
    await expect(runDemo({ MITOS_DATA: folder.path })).rejects.toThrow(/the data of a real server/)
    const after = readdirSync(folder.path).map((name) => [name, readFileSync(join(folder.path, name)).toString('hex')])
    expect(after).toEqual(before)
    folder.remove()
  })
})
