import type { Pasted, Policy } from './headers.ts'
import { type Wanted, has, hasNonce, isNone, names } from './sources.ts'

export type Verdict = 'works' | 'nonce' | 'breaks'
/** What the check looks at, in the order in which a visitor meets it. */
export type RowName = 'sandbox' | 'loader' | 'types' | 'frame' | 'scripts' | 'styles' | 'trust' | 'request' | 'leave'
/** What is left for a visitor: the whole panel; the closed link and numbers; the same opened; both in the frame; unsent. */
export type Sees = 'panel' | 'nonce' | 'fallback' | 'opened' | 'lines' | 'unsent'

export interface Row {
  readonly name: RowName
  readonly verdict: Verdict
}

/** One directive of the site's own policy, as it is and as it has to be. */
export interface Change {
  /** which of the pasted policies, from 0 */
  readonly policy: number
  /** null where the policy has none of its own yet */
  readonly before: string | null
  readonly after: string
}

export interface Report {
  readonly rows: readonly Row[]
  readonly sees: Sees
  /** Lines to change; with all of them done, everything works (with the nonce, where a row says so). */
  readonly changes: readonly Change[]
  /** The script needs the page's nonce as an attribute. */
  readonly needsNonce: boolean
  /** Each policy that has to change, whole and mended. */
  readonly mended: readonly string[]
  /** Policies that were found: those that apply, and those that only report. */
  readonly applied: number
  readonly reporting: number
  /** Headers that were found and change nothing for the widget. */
  readonly harmless: readonly string[]
}

interface Requirement {
  readonly name: RowName
  /** The directives that decide, the first that is there. */
  readonly by: readonly string[]
  readonly paths: readonly string[]
}

/** Any file below /w/ stands for all of them: their names change with each release, and only the loader's is in the snippet. */
const requirements = (loader: string): readonly Requirement[] => [
  { name: 'loader', by: ['script-src-elem', 'script-src', 'default-src'], paths: [loader] },
  { name: 'scripts', by: ['script-src-elem', 'script-src', 'default-src'], paths: ['/w/boot.0.js', '/w/panel.0.js'] },
  { name: 'trust', by: ['connect-src', 'default-src'], paths: ['/trust/chain.json', '/w/lang-en.0.json'] },
  { name: 'request', by: ['connect-src', 'default-src'], paths: ['/api/requests', '/api/mailbox'] },
]

/** Headers that people ask about and that do not touch a sandboxed `srcdoc` frame, nor a script with CORS and SRI. */
const HARMLESS = [
  'permissions-policy',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'x-frame-options',
  'referrer-policy',
  'integrity-policy',
  'strict-transport-security',
  'x-content-type-options',
]

/**
 * What a site's headers mean for the widget. Pure: it looks nothing up.
 * @param server origin of the server, as in the snippet
 * @param loader path of the loader, as in the snippet: a policy may name exactly that
 */
export function check(pasted: Pasted, server: string, loader: string): Report {
  const applied = pasted.policies.filter((policy) => !policy.reportOnly)
  const found = pasted.policies.map((policy, index) =>
    policy.reportOnly ? judgeReporting(policy, index, server, loader) : judge(policy, index, server, loader),
  )
  const rows = ROWS.map((name): Row => ({ name, verdict: worst(found.map((one) => one.verdicts[name] ?? 'works')) }))
  const shown = rows.filter(({ name, verdict }) => verdict !== 'works' || (name !== 'sandbox' && name !== 'leave'))
  return {
    rows: shown,
    sees: seen(rows),
    changes: found.flatMap((one) => one.changes),
    needsNonce: found.some((one) => one.needsNonce),
    mended: found.flatMap((one) => (one.changes.length ? [one.mended] : [])),
    applied: applied.length,
    reporting: pasted.policies.length - applied.length,
    harmless: HARMLESS.filter((name) => pasted.headers.has(name)),
  }
}

/** Stands for a nonce that the site makes anew for each view. */
const NONCE = "'nonce-…'"

const ROWS: readonly RowName[] = [
  'sandbox',
  'loader',
  'types',
  'frame',
  'scripts',
  'styles',
  'trust',
  'request',
  'leave',
]

const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('breaks') ? 'breaks' : verdicts.includes('nonce') ? 'nonce' : 'works'

/** The first thing that breaks decides what a visitor is left with. */
function seen(rows: readonly Row[]): Sees {
  const verdict = Object.fromEntries(rows.map((row) => [row.name, row.verdict])) as Record<RowName, Verdict>
  if (verdict.sandbox === 'breaks' || verdict.loader === 'breaks') return 'fallback'
  if (verdict.types === 'breaks' || verdict.scripts === 'breaks') return 'opened'
  if (verdict.trust === 'breaks') return 'lines'
  if (verdict.request === 'breaks') return 'unsent'
  return verdict.loader === 'nonce' ? 'nonce' : 'panel'
}

interface Judged {
  readonly verdicts: Partial<Record<RowName, Verdict>>
  readonly changes: readonly Change[]
  readonly needsNonce: boolean
  readonly mended: string
}

/** One policy that applies. */
function judge({ directives, from }: Policy, index: number, server: string, loader: string): Judged {
  const verdicts: Partial<Record<RowName, Verdict>> = {}
  const after = new Map(directives)
  for (const { name, by, paths } of requirements(loader)) {
    const deciding = by.find((one) => directives.has(one))
    if (deciding === undefined) continue
    const sources = directives.get(deciding)!
    verdicts[name] = by.includes('script-src')
      ? scriptVerdict(sources, paths, server)
      : allNamed(sources, paths, server)
    // A directive of its own replaces what default-src said, so it begins with what default-src allowed.
    const own = deciding === 'default-src' ? by[by.length - 2]! : deciding
    if (verdicts[name] !== 'breaks') continue
    // Where scripts come in by trust of others, addresses are void, and only the page's nonce helps.
    const byTrust = own.startsWith('script-src') && has(sources, "'strict-dynamic'")
    after.set(own, withSource(sources, byTrust ? NONCE : server))
  }
  const policies = directives.get('trusted-types')
  if (policies && !policies.includes('*') && !policies.includes('mitos')) {
    verdicts.types = 'breaks'
    after.set('trusted-types', withSource(policies, 'mitos'))
  }
  const sandbox = directives.get('sandbox')
  // A sandbox in a meta line does nothing.
  if (sandbox && from === 'header') {
    const lacks = (flag: string): boolean => !has(sandbox, flag)
    if (lacks('allow-scripts')) verdicts.sandbox = 'breaks'
    if (lacks('allow-top-navigation')) verdicts.leave = 'breaks'
    const missing = ['allow-scripts', 'allow-top-navigation'].filter(lacks)
    if (missing.length) after.set('sandbox', [...sandbox, ...missing])
  }
  const changed = [...after].filter(([name, sources]) => directives.get(name) !== sources)
  return {
    verdicts,
    needsNonce: [...after.values()].some((sources) => sources.includes(NONCE)) || verdicts.loader === 'nonce',
    changes: changed.map(([name, sources]) => ({
      policy: index,
      before: directives.has(name) ? line(name, directives.get(name)!) : null,
      after: line(name, sources),
    })),
    mended: [...after].map(([name, sources]) => line(name, sources)).join('; '),
  }
}

/**
 * One policy that only reports. It forbids nothing, but where it does not name the server it would tell its owner of each of
 * the panel's requests, and so who wrote: the panel then shows numbers and the link to its own page.
 */
function judgeReporting(policy: Policy, index: number, server: string, loader: string): Judged {
  const { verdicts, changes, ...rest } = judge(policy, index, server, loader)
  const told = requirements(loader).some(({ name }) => (verdicts[name] ?? 'works') !== 'works')
  return told ? { ...rest, verdicts: { trust: 'breaks' }, changes } : { ...rest, verdicts: {}, changes: [] }
}

const line = (name: string, values: readonly string[]): string => [name, ...values].join(' ')

const withSource = (sources: readonly string[], added: string): readonly string[] => [
  ...sources.filter((one) => one.toLowerCase() !== "'none'"),
  added,
]

const wanted = (path: string, server: string): Wanted => {
  const url = new URL(path, server)
  // Only a demo on the own machine has no TLS; then its partner page has none either.
  return { url, pageScheme: url.protocol }
}

const allNamed = (sources: readonly string[], paths: readonly string[], server: string): Verdict =>
  paths.every((path) => names(sources, wanted(path, server))) ? 'works' : 'breaks'

/**
 * A script is allowed by its address, unless 'strict-dynamic' makes addresses void, or by the page's nonce. The scripts of the
 * frame carry the loader's nonce, and inherit the policy.
 */
function scriptVerdict(sources: readonly string[], paths: readonly string[], server: string): Verdict {
  if (isNone(sources)) return 'breaks'
  const byAddress = !has(sources, "'strict-dynamic'") && allNamed(sources, paths, server) === 'works'
  return byAddress ? 'works' : hasNonce(sources) ? 'nonce' : 'breaks'
}
