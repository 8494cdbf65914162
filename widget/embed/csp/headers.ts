/** What a webmaster pasted, read: a site's response headers, a policy alone, or a page with `<meta http-equiv>` lines. */
export interface Pasted {
  /** All policies, in their order; every one of them applies. */
  readonly policies: readonly Policy[]
  /** Other headers, names in lower case. */
  readonly headers: ReadonlyMap<string, string>
}

export interface Policy {
  readonly from: 'header' | 'meta'
  /** A policy that only reports forbids nothing. */
  readonly reportOnly: boolean
  /** Names in lower case, values as written; the first of two wins. */
  readonly directives: ReadonlyMap<string, readonly string[]>
}

/** Space as CSP and HTTP know it; also in pastes, where a space that does not break is a common guest. */
const SPACE = /[\t\n\f\r \u00a0]+/
const HEADER = /^([A-Za-z0-9!#$%&'*+.^_`|~-]+):[\t ]*(.*)$/
const NAME = /^[a-z]+(-[a-z]+)*$/i
const CSP = 'content-security-policy'
/** Directives by which a policy that is pasted alone is known. */
const KNOWN =
  /^(default-src|(script|style)-src(-elem|-attr)?|(connect|img|font|frame|child|object|media|manifest|worker)-src|base-uri|form-action|frame-ancestors|sandbox|upgrade-insecure-requests|require-trusted-types-for|trusted-types|report-(uri|to)|block-all-mixed-content)$/i

/** A policy's directives (CSP 3 §2.2.1): split at semicolons, names without case, a second of a name does not count. */
export function readPolicy(text: string): ReadonlyMap<string, readonly string[]> {
  const directives = new Map<string, readonly string[]>()
  for (const part of text.split(';')) {
    const [name, ...values] = part.split(SPACE).filter(Boolean)
    if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), values)
  }
  return directives
}

/** Commas part policies that were sent in one header. */
const policiesOf = (text: string, from: Policy['from'], reportOnly: boolean): readonly Policy[] =>
  text
    .split(',')
    .map((one) => ({ from, reportOnly, directives: readPolicy(one) }))
    .filter((one) => one.directives.size > 0)

/** Reads a paste; undefined where nothing in it is a header, a policy or a meta line. */
export function readPasted(text: string): Pasted | undefined {
  const metas = readMetas(text)
  // `curl -i` prints the page after its headers, and both kinds of policy apply.
  const head = metas ? text.slice(0, text.search(/<(!doctype|html|head|meta)\b/i)) : text
  const answer = readHeaders(lastAnswer(head))
  if (metas) return { policies: [...(answer?.policies ?? []), ...metas], headers: answer?.headers ?? new Map() }
  return answer ?? readConfig(text) ?? readBare(text)
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  amp: '&',
  '#39': "'",
  '#34': '"',
  '#x27': "'",
}

/** Undefined where there is no tag at all. */
function readMetas(text: string): readonly Policy[] | undefined {
  const tags = text.match(/<meta\b[^>]*>/gi)
  if (!tags) return undefined
  const attribute = (tag: string, name: string): string | undefined => {
    const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag)
    return found
      ?.slice(1)
      .find((one) => one !== undefined)
      ?.replace(/&([#\w]+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
  }
  return tags.flatMap((tag) =>
    attribute(tag, 'http-equiv')?.trim().toLowerCase() === CSP
      ? policiesOf(attribute(tag, 'content') ?? '', 'meta', false)
      : [],
  )
}

/** After redirects `curl -IL` prints one block an answer; the last is the page's. */
function lastAnswer(text: string): string {
  const blocks = text.split(/^(?=HTTP\/[\d.]+ \d{3})/im)
  return blocks[blocks.length - 1]!
}

function readHeaders(text: string): Pasted | undefined {
  // A header may go on in an indented line; in some hosts' settings each header is indented.
  const lines = text.replace(/\r?\n[\t ]+(?=\S)(?!content-security-policy)/gi, ' ').split(/\r?\n/)
  const policies: Policy[] = []
  const headers = new Map<string, string>()
  let any = false
  for (const line of lines) {
    const [, name, value] = HEADER.exec(line.trim()) ?? []
    if (name === undefined || value === undefined) {
      any ||= /^HTTP\/[\d.]+ \d{3}/i.test(line)
      continue
    }
    any = true
    const known = name.toLowerCase()
    if (known === CSP || known === `${CSP}-report-only`) policies.push(...policiesOf(value, 'header', known !== CSP))
    else headers.set(known, headers.has(known) ? `${headers.get(known)}, ${value}` : value)
  }
  return any ? { policies, headers } : undefined
}

/** A line of a web server's own settings: `add_header Content-Security-Policy "…"`, `Header set …`. */
function readConfig(text: string): Pasted | undefined {
  const lines = [...text.matchAll(/Content-Security-Policy(-Report-Only)?["']?[\s:=,]+"([^"]+)"/gi)]
  if (!lines.length) return undefined
  return {
    policies: lines.flatMap(([, report, value]) => policiesOf(value!, 'header', report !== undefined)),
    headers: new Map(),
  }
}

function readBare(text: string): Pasted | undefined {
  const bare = text.trim().replace(/^(["'])([^]*)\1;?$/, '$2')
  const policies = policiesOf(bare, 'header', false)
  const names = policies.flatMap((one) => [...one.directives.keys()])
  return names.some((name) => KNOWN.test(name)) && names.every((name) => NAME.test(name))
    ? { policies, headers: new Map() }
    : undefined
}
