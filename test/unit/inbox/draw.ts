import { Component, type ComponentChildren, type VNode } from 'preact'

interface Drawable {
  readonly type: unknown
  readonly props: { readonly children?: ComponentChildren } & Readonly<Record<string, unknown>>
}

/** Calls components down to the text on the page, without a page. For components without hooks. */
export function draw(node: ComponentChildren): string {
  if (node === null || node === undefined || typeof node === 'boolean') return ''
  if (Array.isArray(node)) return node.map(draw).join('')
  if (typeof node !== 'object') return String(node)
  const { type, props } = node as unknown as Drawable
  if (typeof type !== 'function') return `${draw(props.children)}\n`
  const made =
    type.prototype instanceof Component
      ? Reflect.construct(type, [props]).render()
      : (type as (props: unknown) => VNode)(props)
  return draw(made)
}
