/** An element, or a part: a function of its properties that returns descriptions. */
export interface Described {
  readonly type: string | ((props: never) => unknown)
  readonly props: Readonly<Record<string, unknown>>
  /** Elements with different keys are never turned into each other. */
  readonly key: string | undefined
}

interface Drawn {
  readonly what: Described | string
  readonly node: Element | Text
  readonly children: readonly Drawn[]
}

const SVG = 'http://www.w3.org/2000/svg'
const drawnIn = new WeakMap<Element, readonly Drawn[]>()

/** Draws a description into a root, changing only what differs from what was drawn there before; null empties it. */
export function draw(what: unknown, root: Element): void {
  drawnIn.set(root, update(root, drawnIn.get(root) ?? [], what === null ? [] : [what]))
}

/** Calls parts and opens lists; what is not there holds its place as an empty text, so that its neighbours keep theirs. */
function flat(child: unknown): (Described | string)[] {
  if (Array.isArray(child)) return ([] as (Described | string)[]).concat(...child.map(flat))
  if (typeof child !== 'object' || child === null)
    return [child == null || typeof child === 'boolean' ? '' : String(child)]
  const { type, props } = child as Described
  return typeof type === 'string' ? [child as Described] : flat(type(props as never))
}

function update(parent: Element, before: readonly Drawn[], children: unknown): readonly Drawn[] {
  const after = flat(children).map((what, i) => {
    const old = before[i]
    const kept = old && isSame(old.what, what)
    const node = kept ? old.node : create(what, parent)
    if (!kept) parent.insertBefore(node, old ? old.node : null)
    if (old && !kept) old.node.remove()
    if (typeof what === 'string') {
      if (node.textContent !== what) node.textContent = what
      return { what, node, children: [] }
    }
    setAll(node as HTMLElement, kept ? (old.what as Described).props : {}, what.props)
    return { what, node, children: update(node as Element, kept ? old.children : [], what.props['children'] ?? []) }
  })
  before.slice(after.length).forEach((old) => old.node.remove())
  return after
}

const isSame = (a: Described | string, b: Described | string): boolean =>
  typeof a === 'string' || typeof b === 'string' ? typeof a === typeof b : a.type === b.type && a.key === b.key

function create(what: Described | string, parent: Element): Element | Text {
  if (typeof what === 'string') return document.createTextNode(what)
  const svg = what.type === 'svg' || parent.namespaceURI === SVG
  return svg ? document.createElementNS(SVG, what.type as string) : document.createElement(what.type as string)
}

type Loose = Record<string, unknown>

function setAll(node: HTMLElement, before: Loose, after: Loose): void {
  for (const name of Object.keys({ ...before, ...after })) {
    const value = after[name]
    if (name === 'ref') (value as { current: unknown }).current = node
    else if (name === 'style') node.style.cssText = value as string
    else if (name.startsWith('on')) (node as unknown as Loose)[name.toLowerCase()] = value
    // What a person changes is in the property, so it is set again each time.
    else if (typeof value === 'boolean' && name in node) (node as unknown as Loose)[name] = value
    else if (name !== 'children' && value !== before[name]) {
      if (value == null || (value === false && !name.startsWith('aria'))) node.removeAttribute(name)
      else node.setAttribute(name, value === true && !name.startsWith('aria') ? '' : String(value))
    }
  }
}
