/**
 * Every failure that Mitos can name. Codes are part of what other programs and tests compare; messages hold no input.
 *
 * The three groups say who meets them: documents and code (the person sees phone lines), sealed things (the member sees
 * "Please check"), and the server's answers (the panel, the keeper's tools and the inbox read the `code` of the problem).
 */
export const ERROR_CODES = [
  // bytes, text, JSON
  'base64',
  'json-too-large',
  'json-not-utf8',
  'json-too-deep',
  'json-not-canonical',
  'json-value',
  // signed documents and the chain, by stage
  'document-shape',
  'document-signature',
  'document-type',
  'chain-refused',
  'root-refused',
  'release-refused',
  'roster-refused',
  'boot-origin',
  'boot-unsupported',
  'chain-unreachable',
  'panel-refused',
  'panel-unreachable',
  'focus-taken',
  'page-reports',
  'catalog-refused',
  'catalog-unreachable',
  'seal-refused',
  'seal-unreachable',
  'later-refused',
  'later-unreachable',
  'back-refused',
  'back-unreachable',
  // keys and crypto
  'key-small-order',
  'key-id-clash',
  'crypto-unavailable',
  // making a request
  'answers-invalid',
  'request-too-long',
  'code-typo',
  // opening sealed things: the name of the first step that failed
  'open-length',
  'open-version',
  'open-wrong-key',
  'open-damaged',
  'open-padding',
  'open-json',
  'open-author',
  'open-signature',
  'open-type',
  'open-network',
  'open-ngo',
  'open-key',
  'open-kind',
  'open-field',
  'open-case',
  'open-from',
  'open-until',
  // what may not be done with a case
  'case-move',
  'case-actor',
  'case-consent',
  'case-second',
  'case-cut',
  // what does not hold in an audit
  'audit-line',
  'audit-other',
  'audit-order',
  'audit-time',
  'audit-signer',
  'audit-detail',
  'audit-start',
  'audit-cut',
  // members
  'passphrase-wrong',
  'kit-wrong',
  'passkey-wrong',
  'passkey-cancelled',
  'passkey-unsupported',
  'kit-length',
  'kit-typo',
  'blob-length',
  'blob-version',
  'blob-member',
  'blob-damaged',
  'invitation-link',
  'invitation-mac',
  'team-refused',
  'lead-only',
  'team-lead-roster',
  'team-last-lead',
  'team-clash',
  'team-member-unknown',
  // what an open inbox refuses, because it saw something else before
  'trust-older',
  'trust-changed',
  'trust-history',
  'inbox-key-recipient',
  'inbox-key-signer',
  'inbox-key-mismatch',
  // the keeper's keys, papers and files
  'key-file',
  'key-refused',
  'file-exists',
  'passphrase-weak',
  'paper-typo',
  'swap-unagreed',
  'sheet-refused',
  'sheet-signer',
  // a sealed copy that is opened without a server
  'export-shape',
  'export-cut',
  'export-damaged',
  'export-signature',
  // the server's answers
  'request-length',
  'request-version',
  'request-key-unknown',
  'request-conflict',
  'mailbox-length',
  'reply-length',
  'referral-own',
  'store-full',
  'store-failed',
  'store-damaged',
  'store-missing',
  'store-newer',
  'store-older',
  'store-unsafe',
  'backup-exists',
  'not-a-backup',
  'restore-unfinished',
  'server-busy',
  'too-many',
  'not-found',
  'method-not-allowed',
  'origin-refused',
  'server-unreachable',
  'bad-input',
  'too-large',
  'unsupported-media',
  'login-refused',
  'not-logged-in',
  'claim-taken',
  'case-taken',
  'case-seq',
  'case-refused',
  'case-closed',
  'case-generation',
  'audit-seq',
  'audit-refused',
  'invitation-unknown',
  'name-taken',
  'team-version',
  'team-invitee',
  'guide-version',
  // how an NGO begins
  'ngo-unknown',
  'start-network',
  'start-founder',
  'start-keys',
  'team-exists',
  'document-conflict',
  'document-refused',
  'release-unknown',
  'switch-refused',
  'notice-text',
  'notice-too-long',
  'alert-address',
  'alert-off',
  // how a call to a member ended
  'alert-refused',
  'alert-gone',
  'alert-unreachable',
  // why a server does not start: its configuration, its data folder, its clock
  'config-invalid',
  'config-unknown',
  'config-root',
  'config-data',
  'config-tls',
  'config-proxy',
  'config-port',
  'config-host',
  'data-readable',
  'data-owner',
  'data-link',
  'data-demo',
  'data-place',
  'data-busy',
  'clock-behind',
  'clock-ahead',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** The one error class of Mitos: a code to compare, a cause for the curious, never a value that somebody typed. */
export class MitosError extends Error {
  declare readonly code: ErrorCode
  constructor(code: ErrorCode, cause?: unknown) {
    super(code)
    this.name = 'MitosError'
    this.code = code
    if (cause !== undefined) this.cause = cause
  }
}

/**
 * The code of anything thrown; `fallback` for errors that are not ours. By name and not by class: boot, panel and sealing
 * module are separate scripts, each with a class of its own.
 */
export function codeOf(error: unknown, fallback: ErrorCode = 'internal'): ErrorCode {
  const { name, code } = Object(error) as MitosError
  return name === 'MitosError' ? code : fallback
}

/** @throws MitosError where what must hold does not */
export function need(holds: unknown, code: ErrorCode = 'document-shape'): asserts holds {
  if (!holds) throw new MitosError(code)
}
