import { Component, type ComponentChildren, type VNode } from 'preact'

/** An element as it would stand on the page. */
export interface Drawn {
  readonly tag: string
  readonly props: Readonly<Record<string, unknown>>
  readonly ref: unknown
  readonly children: readonly (Drawn | string)[]
}

interface Drawable {
  readonly type: unknown
  readonly ref: unknown
  readonly props: { readonly children?: ComponentChildren } & Readonly<Record<string, unknown>>
}

/** Calls components down to the elements on the page, without a page. For components without hooks. */
export function unfold(node: ComponentChildren): readonly (Drawn | string)[] {
  if (node === null || node === undefined || typeof node === 'boolean') return []
  if (Array.isArray(node)) return node.flatMap(unfold)
  if (typeof node !== 'object') return [String(node)]
  const { type, ref, props } = node as unknown as Drawable
  if (typeof type === 'string') return [{ tag: type, props, ref, children: unfold(props.children) }]
  const component = type as { readonly prototype: unknown } & ((props: unknown) => VNode)
  const made =
    component.prototype instanceof Component ? Reflect.construct(component, [props]).render() : component(props)
  return unfold(made)
}

/** All elements, in the order of the page. */
export const elements = (nodes: readonly (Drawn | string)[]): readonly Drawn[] =>
  nodes.flatMap((node) => (typeof node === 'string' ? [] : [node, ...elements(node.children)]))

/** The text of elements, each on a line of its own. */
export const textOf = (nodes: readonly (Drawn | string)[]): string =>
  nodes.map((node) => (typeof node === 'string' ? node : `${textOf(node.children)}\n`)).join('')
