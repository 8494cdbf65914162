import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the build wrote beside its files: the loader that snippets pin, and the words of the pages without a script. */
export interface Built {
  readonly loader: { readonly path: string; readonly integrity: string }
  readonly languages: readonly BuiltLanguage[]
  readonly embed: BuiltEmbed
  readonly go: { readonly boot: BuiltPart; readonly script: BuiltPart }
}

/** The page for webmasters: its script and style, and what of its words stands there without a script, by language. */
export interface BuiltEmbed {
  readonly script: BuiltPart
  readonly style: BuiltPart
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface BuiltPart {
  readonly path: string
  readonly integrity: string
}

export interface BuiltLanguage {
  readonly tag: string
  readonly name: string
  readonly dir: 'ltr' | 'rtl'
  readonly words: {
    readonly summary: string
    readonly link: string
    readonly call: string
    readonly lines: string
    readonly leave: string
  }
}

export async function readBuilt(builtDir: string): Promise<Built> {
  return JSON.parse(await readFile(join(builtDir, 'pins.json'), 'utf8')) as Built
}
