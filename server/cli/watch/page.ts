import type { Chain } from '../../../shared/chain.ts'
import { type Finding, amber, red } from '../roster/finding.ts'
import { ask } from './ask.ts'
import { sha384 } from './files.ts'
import { type Tag, tagsOf } from './html.ts'
import { type Watching, unanswered } from './server.ts'

const PAGE_CAP = 2 << 20
const LOADER_CAP = 1 << 20
const PASTE = 'Ask the webmaster to paste the snippet anew from HOST/embed, unchanged'

/** What a page is held against. */
export interface Network {
  /** origins of the network's servers */
  readonly hosts: readonly string[]
  /** hashes of its roots */
  readonly trusts: readonly string[]
  /** undefined where no server could be believed */
  readonly chain: Chain | undefined
}

/** A partner's page against the snippet that was pasted there. */
export async function pageFindings(page: string, network: Network, watching: Watching): Promise<readonly Finding[]> {
  try {
    const { status, bytes } = await ask(page, PAGE_CAP, watching.within)
    if (status !== 200) return [red('page-missing', page, `the page answers ${status}`, 'Look at the address')]
    const tags = tagsOf(bytes.toString('utf8'), 'script', 'a')
    const named = (name: string, mark: string) =>
      tags.flatMap(([is, tag]) => (is === name && tag.has(mark) ? [tag] : []))
    const scripts = named('script', 'data-mitos')
    const links = named('a', 'data-mitos-link')
    const findings: Finding[] = [...linkFindings(page, links, network)]
    if (!scripts[0]) return [red('snippet-gone', page, 'there is no snippet on it any more', PASTE), ...findings]
    if (scripts.length > 1)
      findings.push(amber('snippet-twice', page, 'the snippet stands on it twice', 'Take one out'))
    for (const script of scripts) findings.push(...(await scriptFindings(page, script, network, watching)))
    return findings
  } catch (error) {
    return [unanswered(page, error)]
  }
}

function linkFindings(page: string, links: readonly Tag[], { hosts }: Network): readonly Finding[] {
  const [link] = links
  if (!link)
    return [amber('link-gone', page, 'the plain link is gone: without a script there is no way to write', PASTE)]
  const href = link.get('href') ?? ''
  const right = URL.canParse(href) && hosts.includes(new URL(href).origin) && new URL(href).pathname === '/go'
  return right ? [] : [red('link-other', page, 'the plain link leads to no server of this network', PASTE)]
}

async function scriptFindings(
  page: string,
  script: Tag,
  { hosts, trusts, chain }: Network,
  { within }: Watching,
): Promise<readonly Finding[]> {
  const src = script.get('src') ?? ''
  // A script of another host can show a false box.
  if (!URL.canParse(src) || !hosts.includes(new URL(src).origin))
    return [red('snippet-host', page, 'the snippet loads its script from no server of this network', PASTE)]
  const findings: Finding[] = []
  const add = (code: string, says: string): void => void findings.push(red(code, page, says, PASTE))
  if (!trusts.includes(script.get('data-trust') ?? ''))
    add('snippet-trust', 'the snippet trusts no root of this network, so it shows phone lines or another network')
  const desk = script.get('data-desk')
  if (chain && !chain.roster.desks.some(({ id }) => id === desk))
    add('snippet-desk', 'the snippet names a desk that this network does not have')
  const integrity = /^sha384-([A-Za-z0-9+/]{64})$/.exec(script.get('integrity') ?? '')?.[1]
  if (!integrity) add('snippet-integrity', 'the snippet does not say which script may run (integrity)')
  if ((script.get('crossorigin') ?? 'none') === 'none')
    add('snippet-altered', 'crossorigin is gone, so the script cannot run')
  const { status, bytes } = await ask(src, LOADER_CAP, within)
  if (status !== 200) add('loader-gone', `the script that the snippet names answers ${status}`)
  else if (integrity && sha384(bytes) !== integrity)
    add('snippet-integrity', 'integrity is not that of the script which the snippet names: it cannot run')
  return findings
}
