import type { OpenedStart } from '../../shared/startFile.ts'
import type { Said } from '../said.ts'
import type { Setup } from '../setup/setup.ts'

/** What a founder types of themselves and their NGO. */
export interface Names {
  /** the NGO's */
  readonly title: string
  readonly shown: string
  readonly login: string
}

/**
 * `opening`: the network is asked · `dead`: this leads nowhere · `choose`: a start file is chosen · `names` · `setup`: passphrase
 * and kit · `files`: sheet and start file are saved · `waiting`: for the keeper, who publishes · `taken`: the log-in name is
 * somebody's · `done`
 */
export type FoundState =
  | { readonly kind: 'opening'; readonly busy: boolean; readonly said: Said | null }
  | { readonly kind: 'dead'; readonly said: Said }
  /** `published`: the NGO's name, where the roster has it already */
  | { readonly kind: 'choose'; readonly published: string | null; readonly busy: boolean; readonly said: Said | null }
  | ({ readonly kind: 'names'; readonly said: Said | null } & Names)
  | { readonly kind: 'setup'; readonly setup: Setup }
  | { readonly kind: 'files'; readonly saved: readonly FileKind[]; readonly said: Said | null }
  | { readonly kind: 'waiting'; readonly busy: boolean; readonly said: Said | null }
  | {
      readonly kind: 'taken'
      readonly login: string
      /** the passphrase, and whether it can be read */
      readonly typed: string
      readonly visible: boolean
      readonly busy: boolean
      readonly said: Said | null
    }
  | { readonly kind: 'done'; readonly login: string }

export type FileKind = 'sheet' | 'start'

/** @returns name and text of one of the two files */
export function fileOf(
  { start, sheet, file }: OpenedStart,
  kind: FileKind,
): { readonly name: string; readonly text: string } {
  return kind === 'sheet'
    ? { name: `mitos-keys-${start.ngo}-${sheet.box.generation}.json`, text: JSON.stringify(start.sheet) }
    : { name: `mitos-start-${start.ngo}.json`, text: JSON.stringify(file) }
}
