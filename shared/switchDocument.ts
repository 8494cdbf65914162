import { need } from './errors.ts'
import type { JsonObject } from './json.ts'
import { int, network, ngoId, object } from './shape.ts'

/** By which a lead puts their NGO's spare keys in force before the next roster (protocol §3). `issued`: seconds UTC. */
export interface Switch {
  readonly type: 'switch'
  readonly v: 1
  readonly network: string
  readonly ngo: string
  /** of the spare */
  readonly generation: number
  readonly issued: number
}

const isSwitch = object({ network, ngo: ngoId, generation: int(1), issued: int() })

/** @throws MitosError `document-shape` */
export function readSwitch(inner: JsonObject): Switch {
  need(isSwitch(inner))
  return inner as unknown as Switch
}
