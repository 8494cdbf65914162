/** Attributes by name, in lower case. */
export type Tag = ReadonlyMap<string, string>

/** Inside of these a browser sees no tags. */
const TEXT_ONLY = ['script', 'style', 'textarea', 'title', 'iframe', 'noembed', 'noframes', 'xmp']

/**
 * The opening tags of some names, with their attributes as a browser reads them: nothing in comments, in scripts or in text
 * fields. One pass from left to right, so that no page can make it slow.
 */
export function tagsOf(html: string, ...names: readonly string[]): readonly (readonly [name: string, tag: Tag])[] {
  const tags: (readonly [string, Tag])[] = []
  let at = html.indexOf('<')
  while (at >= 0) {
    let next = at + 1
    if (html.startsWith('!--', next)) next = after(html, '-->', next + 3)
    else if (/[a-z]/i.test(html.charAt(next))) {
      const read = readTag(html, next)
      next = read.end
      if (names.includes(read.name)) tags.push([read.name, read.tag])
      if (TEXT_ONLY.includes(read.name)) next = endOf(html, read.name, next)
    }
    at = html.indexOf('<', next)
  }
  return tags
}

const after = (html: string, what: string, from: number): number => {
  const found = html.indexOf(what, from)
  return found < 0 ? html.length : found + what.length
}

function endOf(html: string, name: string, from: number): number {
  const end = new RegExp(`</${name}[\\s/>]`, 'gi')
  end.lastIndex = from
  return end.exec(html)?.index ?? html.length
}

function readTag(html: string, from: number): { name: string; tag: Tag; end: number } {
  const word = /[^\s/>]+/y
  word.lastIndex = from
  const name = word.exec(html)![0].toLowerCase()
  const attribute = /[\s/]*([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/y
  const tag = new Map<string, string>()
  let end = word.lastIndex
  for (;;) {
    attribute.lastIndex = end
    const found = attribute.exec(html)
    if (!found) return { name, tag, end: after(html, '>', end) }
    const [, key, double, single, bare] = found
    // The first of two counts.
    if (!tag.has(key!.toLowerCase())) tag.set(key!.toLowerCase(), unescape(double ?? single ?? bare ?? ''))
    end = attribute.lastIndex
  }
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>', apos: "'" }
const unescape = (text: string): string =>
  text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,4}));/gi, (whole, ten, sixteen, name) =>
    name ? (NAMED[name] ?? whole) : String.fromCodePoint(ten ? Number(ten) : parseInt(sixteen, 16)),
  )
