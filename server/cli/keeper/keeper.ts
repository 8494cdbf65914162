import type { Verb } from '../cli.ts'
import { release } from './release.ts'
import { root } from './root.ts'
import { roster } from './roster.ts'
import type { Tools } from './tools.ts'

/** The verbs of a network's keeper, for a laptop without a network. */
export const keeperVerbs = (tools: Tools): readonly Verb[] => [root, release, roster].map((verb) => verb(tools))
