import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Report, check } from '../../../widget/embed/csp/check.ts'
import { readPasted } from '../../../widget/embed/csp/headers.ts'
import { names } from '../../../widget/embed/csp/sources.ts'

const SERVER = 'https://mitos.example'
const judge = (text: string): Report => check(readPasted(text)!, SERVER, '/w/loader.0.js')
const csp = (policy: string): Report => judge(`content-security-policy: ${policy}`)
/** The rows that do not work, as `name verdict`. */
const bad = (report: Report): readonly string[] =>
  report.rows.filter(({ verdict }) => verdict !== 'works').map(({ name, verdict }) => `${name} ${verdict}`)
const after = (report: Report): readonly string[] => report.changes.map((change) => change.after)

describe('a paste', () => {
  it('is what curl -I prints, status line, folded lines and all', () => {
    const pasted = readPasted(
      "HTTP/2 200 \r\nserver: nginx\r\nContent-Security-Policy: default-src 'self';\r\n  script-src 'none'\r\nX-Frame-Options: DENY\r\n\r\n",
    )!
    expect(pasted.policies.map(({ directives }) => Object.fromEntries(directives))).toEqual([
      { 'default-src': ["'self'"], 'script-src': ["'none'"] },
    ])
    expect(pasted.headers.get('x-frame-options')).toBe('DENY')
  })

  it('after redirects is the last answer, which is the page', () => {
    const pasted = readPasted(
      "HTTP/1.1 301 Moved\r\nlocation: /x\r\ncontent-security-policy: default-src 'none'\r\n\r\nHTTP/1.1 200 OK\r\nserver: x\r\n",
    )!
    expect([pasted.policies.length, pasted.headers.get('server')]).toEqual([0, 'x'])
  })

  it('is a policy alone, on one line or on many', () => {
    expect(bad(judge("default-src 'self'; script-src *"))).toEqual(['trust breaks', 'request breaks'])
    expect(bad(judge("default-src 'self';\n  script-src *;\n  connect-src *;\n"))).toEqual([])
    expect(bad(judge('"script-src \'self\'"'))).toEqual(['loader breaks', 'scripts breaks'])
    expect(judge('upgrade-insecure-requests').applied).toBe(1)
  })

  it('is a meta line, or a page with some', () => {
    const page = `<!doctype html><meta charset=utf-8><META content="script-src &#39;self&#39;" http-equiv='Content-Security-Policy'><p>`
    expect(bad(judge(page))).toEqual(['loader breaks', 'scripts breaks'])
    expect(judge('<meta name="viewport" content="width=device-width">').applied).toBe(0)
  })

  it('is headers with the page after them, and both apply', () => {
    const report = judge(
      `HTTP/2 200\nlink: <https://x.example/>; rel=api\ncontent-security-policy: connect-src 'self'\n\n<!doctype html><meta http-equiv="content-security-policy" content="script-src 'self'">`,
    )
    expect([report.applied, bad(report)]).toEqual([
      2,
      ['loader breaks', 'scripts breaks', 'trust breaks', 'request breaks'],
    ])
  })

  it("is a host's list of headers, indented below a path, or JSON", () => {
    for (const text of [
      "/*\n  X-Frame-Options: DENY\n  Content-Security-Policy: connect-src 'self'\n",
      `{"headers": {"Content-Security-Policy": "connect-src 'self'"}}`,
    ])
      expect(bad(judge(text))).toEqual(['trust breaks', 'request breaks'])
  })

  it("is a line of the web server's settings", () => {
    expect(bad(judge(`add_header Content-Security-Policy "connect-src 'self'" always;`))).toEqual([
      'trust breaks',
      'request breaks',
    ])
    expect(bad(judge(`Header always set Content-Security-Policy "connect-src 'self'"`))).toEqual([
      'trust breaks',
      'request breaks',
    ])
  })

  it.each(['hello', 'Our site is https://example.org', '', '{}', 'default', 'a; b; c'])('%j is nothing', (text) => {
    expect(readPasted(text)).toBeUndefined()
  })

  it('of any kind never makes it stumble', () => {
    const word = fc.constantFrom(
      'content-security-policy:',
      'script-src',
      "'none'",
      "'self'",
      '*',
      ';',
      ',',
      '\n',
      'HTTP/2 200',
      '<meta http-equiv=Content-Security-Policy content="',
      '">',
      'sandbox',
      '%zz/',
      'https:',
      ':',
      '[',
      'trusted-types',
      "'strict-dynamic'",
      "'nonce-a'",
      'connect-src',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(' ')),
        ),
        (text) => {
          const pasted = readPasted(text)
          if (pasted) check(pasted, SERVER, '/w/loader.0.js')
        },
      ),
    )
  })
})

describe('a policy', () => {
  it('that is not there forbids nothing', () => {
    const report = judge('HTTP/2 200\nserver: nginx')
    expect([report.applied, report.sees, bad(report), report.changes]).toEqual([0, 'panel', [], []])
  })

  it('that only reports forbids nothing, but leaves numbers where it would tell of the requests to the server', () => {
    const report = judge("content-security-policy-report-only: default-src 'none'")
    expect([report.applied, report.reporting, report.sees]).toEqual([0, 1, 'lines'])
    expect(after(report)).toEqual([`script-src ${SERVER}`, `connect-src ${SERVER}`])
    const named = judge(
      `content-security-policy-report-only: script-src ${SERVER}; connect-src ${SERVER}; img-src 'none'`,
    )
    expect([named.sees, after(named)]).toEqual(['panel', []])
  })

  it('is not the only one: all apply, of one header or of several', () => {
    for (const text of [
      `content-security-policy: script-src ${SERVER}\ncontent-security-policy: script-src 'self'`,
      `content-security-policy: script-src ${SERVER}, script-src 'self'`,
    ]) {
      const report = judge(text)
      expect(bad(report)).toEqual(['loader breaks', 'scripts breaks'])
      expect(report.changes).toEqual([{ policy: 1, before: "script-src 'self'", after: `script-src 'self' ${SERVER}` }])
    }
  })

  it("has its directives' names without case, and only the first of a name", () => {
    expect(bad(csp(`Script-SRC ${SERVER}; script-src 'none'`))).toEqual([])
    expect(bad(csp(`script-src 'NONE'`))).toEqual(['loader breaks', 'scripts breaks'])
  })

  it('falls back: script-src-elem, script-src, default-src', () => {
    expect(bad(csp(`default-src 'self'; script-src 'self'; script-src-elem ${SERVER}; connect-src *`))).toEqual([])
    expect(bad(csp(`script-src ${SERVER}; script-src-elem 'self'`))).toEqual(['loader breaks', 'scripts breaks'])
    expect(after(csp(`script-src ${SERVER}; script-src-elem 'self'`))).toEqual([`script-src-elem 'self' ${SERVER}`])
    expect(
      bad(csp("script-src-attr 'none'; style-src 'none'; img-src 'none'; frame-src 'none'; child-src 'none'")),
    ).toEqual([])
  })

  it("keeps what default-src allowed when it gets a directive of its own, and drops 'none'", () => {
    expect(after(csp("default-src 'self' https://cdn.example"))).toEqual([
      `script-src 'self' https://cdn.example ${SERVER}`,
      `connect-src 'self' https://cdn.example ${SERVER}`,
    ])
    expect(after(csp("default-src 'none'"))).toEqual([`script-src ${SERVER}`, `connect-src ${SERVER}`])
    expect(after(csp('connect-src'))).toEqual([`connect-src ${SERVER}`])
    expect(csp("default-src 'self'").changes[0]!.before).toBeNull()
    expect(csp("default-src 'self'; img-src *").mended).toEqual([
      `default-src 'self'; img-src *; script-src 'self' ${SERVER}; connect-src 'self' ${SERVER}`,
    ])
  })

  it('with a nonce lets the script in that bears it, and the frame after it', () => {
    const report = csp("script-src 'nonce-abc' 'strict-dynamic' https:")
    expect([report.sees, report.needsNonce, bad(report), report.changes]).toEqual([
      'nonce',
      true,
      ['loader nonce', 'scripts nonce'],
      [],
    ])
    expect(csp(`script-src 'nonce-abc' ${SERVER}`).needsNonce).toBe(false)
    // Upper and lower case: the keyword is free, the nonce's value is not ours to judge.
    expect(csp("script-src 'NONCE-abc'").needsNonce).toBe(true)
  })

  it("with 'strict-dynamic' makes addresses void, so without a nonce it needs one", () => {
    const report = csp(`script-src 'sha256-abc' 'Strict-Dynamic' ${SERVER}`)
    expect([report.sees, report.needsNonce]).toEqual(['fallback', true])
    expect(after(report)).toEqual([`script-src 'sha256-abc' 'Strict-Dynamic' ${SERVER} 'nonce-…'`])
  })

  it('of a nonce under connect-src or default-src does not let anything be sent', () => {
    expect(bad(csp("default-src 'nonce-abc'"))).toEqual([
      'loader nonce',
      'scripts nonce',
      'trust breaks',
      'request breaks',
    ])
  })

  it('may name paths: the loader alone is not enough, nor is /w/ for sending', () => {
    expect([bad(csp(`script-src ${SERVER}/w/loader.0.js`)), csp(`script-src ${SERVER}/w/loader.0.js`).sees]).toEqual([
      ['scripts breaks'],
      'opened',
    ])
    const report = csp(`script-src ${SERVER}/w/; connect-src ${SERVER}/w/ ${SERVER}/trust/`)
    expect([bad(report), report.sees]).toEqual([['request breaks'], 'unsent'])
    expect(csp(`connect-src ${SERVER}/api/`).sees).toBe('lines')
  })

  it('of trusted types names ours, or all, or nobody', () => {
    expect(bad(csp("require-trusted-types-for 'script'"))).toEqual([])
    for (const fine of ['trusted-types mitos', "trusted-types a mitos 'allow-duplicates'", 'trusted-types *'])
      expect(bad(csp(`${fine}; require-trusted-types-for 'script'`))).toEqual([])
    // Also where they are not required: the loader makes its policy all the same.
    for (const [given, mended] of [
      ['trusted-types', 'trusted-types mitos'],
      ["trusted-types 'none'", 'trusted-types mitos'],
      ['trusted-types Mitos', 'trusted-types Mitos mitos'],
      ["trusted-types default 'allow-duplicates'", "trusted-types default 'allow-duplicates' mitos"],
    ] as const) {
      const report = csp(given)
      expect([bad(report), report.sees, after(report)]).toEqual([['types breaks'], 'opened', [mended]])
    }
  })

  it('with a sandbox needs scripts and the way out; in a meta line it does nothing', () => {
    expect([bad(csp('sandbox')), csp('sandbox').sees]).toEqual([['sandbox breaks', 'leave breaks'], 'fallback'])
    expect(bad(csp('sandbox allow-scripts'))).toEqual(['leave breaks'])
    expect(bad(csp('sandbox Allow-Scripts allow-top-navigation'))).toEqual([])
    expect(bad(judge('<meta http-equiv="content-security-policy" content="sandbox">'))).toEqual([])
  })

  it('mended works, whatever it was', () => {
    const source = fc.constantFrom(
      "'self'",
      "'none'",
      '*',
      'https:',
      'http:',
      'data:',
      "'unsafe-inline'",
      "'nonce-abc'",
      "'strict-dynamic'",
      "'sha256-abc'",
      'https://cdn.example',
      `${SERVER}/w/`,
      `${SERVER}/w/loader.0.js`,
      '*.example',
      'mitos',
      "'report-sample'",
      'allow-scripts',
    )
    const name = fc.constantFrom(
      'default-src',
      'script-src',
      'script-src-elem',
      'connect-src',
      'trusted-types',
      'sandbox',
      'img-src',
      'require-trusted-types-for',
    )
    const directive = fc
      .tuple(name, fc.array(source, { maxLength: 4 }))
      .map(([one, sources]) => [one, ...sources].join(' '))
    fc.assert(
      fc.property(fc.array(directive, { minLength: 1, maxLength: 6 }), (directives) => {
        const first = csp(directives.join('; '))
        const second = csp(first.mended[0] ?? directives.join('; '))
        expect(bad(second).filter((row) => row.endsWith('breaks'))).toEqual([])
        expect(second.changes).toEqual([])
        // And nothing but what was said to change has changed.
        expect(first.mended.length === 0).toBe(first.changes.length === 0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a source', () => {
  it.each([
    ['*', true],
    ['https:', true],
    ['HTTPS:', true],
    ['http:', true],
    ['wss:', false],
    ['data:', false],
    ["'self'", false],
    ["'unsafe-inline'", false],
    ['mitos.example', true],
    ['MITOS.Example', true],
    ['http://mitos.example', true],
    ['https://mitos.example', true],
    ['ws://mitos.example', false],
    ['*.example', true],
    ['*.mitos.example', false],
    ['example', false],
    ['xmitos.example', false],
    ['https://*', true],
    ['mitos.example:443', true],
    ['mitos.example:80', true],
    ['https://mitos.example:80', false],
    ['mitos.example:8443', false],
    ['mitos.example:*', true],
    ['mitos.example/', true],
    ['mitos.example/w/', true],
    ['mitos.example/w', false],
    ['mitos.example/W/', false],
    ['mitos.example/w/a.js', true],
    ['mitos.example/%77/', true],
    ['mitos.example/%zz/', false],
    ['https://user@mitos.example', false],
    ['//mitos.example', false],
    ['https://', false],
  ])('%s: %s', (source, fits) => {
    expect(names([source], { url: new URL('/w/a.js', SERVER), pageScheme: 'https:' })).toBe(fits)
  })

  it('names a port where the address has one', () => {
    const url = new URL('http://127.0.0.1:8080/w/a.js')
    const fits = (source: string): boolean => names([source], { url, pageScheme: 'http:' })
    expect(['127.0.0.1:8080', 'http://127.0.0.1:8080', '127.0.0.1:*', 'http:', '*'].map(fits)).toEqual(
      Array(5).fill(true),
    )
    expect(['127.0.0.1', 'https://127.0.0.1:8080', 'https:', '127.0.0.1:8081'].map(fits)).toEqual(Array(4).fill(false))
  })
})

it('names the headers that change nothing', () => {
  expect(
    judge('permissions-policy: camera=()\ncross-origin-embedder-policy: require-corp\nserver: x').harmless,
  ).toEqual(['permissions-policy', 'cross-origin-embedder-policy'])
})
