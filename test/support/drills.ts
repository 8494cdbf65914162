/** A block of commands of a page, and the name that stands in front of it. */
export interface Drill {
  readonly name: string
  readonly script: string
}

/**
 * All ```sh blocks of a page, in order.
 * @throws Error where one has no `<!-- drill: NAME -->` in front of it: nobody would know what should come of it
 */
export function drillsOf(page: string): readonly Drill[] {
  const drills = [...page.matchAll(/^<!-- drill: (.+) -->\n\n```sh\n([^]*?)^```$/gm)]
  const blocks = page.match(/^```sh$/gm) ?? []
  if (blocks.length !== drills.length) throw new Error(`${blocks.length - drills.length} blocks have no name`)
  return drills.map(([, name, script]) => ({ name: name!, script: script! }))
}
