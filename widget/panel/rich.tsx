import type { ComponentChild } from 'preact'
import { type Values, pieces } from './words.ts'

/** The same as elements; each value is isolated, so that it cannot turn the direction of what stands around it, and no translator gets it. */
export const rich = (template: string, values: Values<ComponentChild>): ComponentChild =>
  pieces(template, values).map((piece, i) => (i % 2 ? <bdi translate={false}>{piece}</bdi> : piece))

/** Hours such as `12–17` are not broken in two lines, nor is what a no-break space ties to them. */
export const whole = (text: string): ComponentChild =>
  text.split(/([^ ]+–[^ ]+)/).map((piece, i) => (i % 2 ? <span class="nowrap">{piece}</span> : piece))

/** A number or address: never broken, never mirrored, never sent to a translator. */
export const Ltr = ({ children, class: extra = '' }: { children: ComponentChild; class?: string }) => (
  <bdi dir="ltr" class={`ltr nowrap ${extra}`} translate={false}>
    {children}
  </bdi>
)
