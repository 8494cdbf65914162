import { type ErrorCode, MitosError, codeOf } from '../../../../shared/errors.ts'
import type { DocumentKind } from '../../../store/store.ts'

type Words = Partial<Readonly<Record<ErrorCode, string>>>

const ANEW = 'take the file anew from whoever signed it'

/** Why a server, or its rules before anything is sent, refused a document, and what to do. */
const ANY: Words = {
  base64: `a key or signature in it is damaged: ${ANEW}`,
  'json-too-large': 'it is too large: leave out what nobody needs',
  'json-not-utf8': `it is damaged: ${ANEW}`,
  'json-too-deep': `it is damaged: ${ANEW}`,
  'json-not-canonical': `it was written anew by some program after it was signed: ${ANEW}`,
  'json-value': `it is damaged: ${ANEW}`,
  'document-shape': 'a field in it is not as it must be: run mitos roster check on it',
  'document-type': 'it is another kind of document than it was given as: look which file goes with which option',
  'document-signature':
    'too few of the keys that may sign it have signed these very bytes: let the keepers sign this file',
  'document-conflict': 'another one with this number is there already',
  'document-refused': 'it has ended, or is dated more than a day after now: look at the clock, then sign a new one',
  'root-refused': 'no root is published there yet: give the first one too',
  'release-refused':
    'roster and release are not both signed under one root that is in force there or newer: sign both under the newest root',
  'roster-refused': 'no panel would take it (protocol §4): run mitos roster check on it',
  'chain-refused': 'all together would be larger than a panel takes: make the roster smaller',
  'config-root': 'the roots that the server gives do not follow from one another: ask its operator',
  'release-unknown': 'the release that it names is not there, or not all its files: give it too (--release)',
  'key-id-clash': 'two of its keys have one short name: one NGO has to make its keys anew',
  'chain-unreachable': 'nothing is published there yet: give root and release too',
  'not-found': 'there is no Mitos server at this address',
  'method-not-allowed': 'there is no Mitos server at this address, or a proxy in front forbids PUT: ask its operator',
  'origin-refused': 'a proxy in front changes what is sent: ask its operator',
  'bad-input': 'what arrived was not what was sent: ask the operator about the proxy in front',
  'unsupported-media': 'what arrived was not what was sent: ask the operator about the proxy in front',
  'too-large': 'a proxy in front lets nothing so large through: ask its operator (docs/nginx.md)',
  'too-many': 'too much was sent in a minute: wait one, then run the same again',
  'store-full': 'its disk is full: ask its operator; then run the same again',
  'store-failed': 'its disk fails: ask its operator (mitos check); then run the same again',
  'store-damaged': 'its database is damaged: ask its operator (mitos check)',
  'server-busy': 'it has too much to do: run the same again in a minute',
  'server-unreachable':
    'it does not answer, so nobody knows whether it arrived: run the same again, which changes nothing twice',
  internal: 'it has a fault of its own: ask its operator for the last lines of its journal',
}

const BY_KIND: Readonly<Record<DocumentKind, Words>> = {
  root: {
    'root-refused': 'it is not the next root there, or not the first one that its operator was given (MITOS_ROOT)',
    'document-conflict': 'another root with this number is there: somebody was quicker, or this is another network',
    'document-refused': 'it has ended, is dated more than a day after now, or is the 33rd',
  },
  release: {
    'document-conflict': 'another release with this number is there: sign it with the next number',
  },
  roster: {
    'document-conflict':
      'it does not follow the roster in force there: its version is not the next one, or previous is not its hash. ' +
      'Somebody was quicker, or the draft is old: make it anew from the one in force',
    'document-refused': 'it, its release or the root has ended, or is dated more than a day after now: sign a new one',
  },
}

/** What a code means for a document of this kind, in words. */
export const whyRefused = (kind: DocumentKind, code: string): string | undefined =>
  BY_KIND[kind][code as ErrorCode] ?? ANY[code as ErrorCode]

/** The same failure, with its words. @throws what is not ours */
export function inWords(kind: DocumentKind, thrown: unknown): MitosError {
  if (!(thrown instanceof MitosError)) throw thrown
  const code = codeOf(thrown)
  return new MitosError(code, `the ${kind} is refused: ${whyRefused(kind, code) ?? 'for a reason without words here'}`)
}
