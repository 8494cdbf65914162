import { STATUS_CODES } from 'node:http'
import { type ErrorCode, MitosError } from '../shared/errors.ts'

/** What each code means in HTTP. Codes that stand nowhere here are bugs of ours where they reach a client: 500. */
const STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  base64: 400,
  'json-too-large': 413,
  'json-not-utf8': 400,
  'json-too-deep': 400,
  'json-not-canonical': 400,
  'json-value': 400,
  'document-shape': 400,
  'document-type': 400,
  'document-signature': 403,
  'chain-refused': 409,
  'root-refused': 409,
  'release-refused': 409,
  'roster-refused': 409,
  'key-id-clash': 409,
  'document-conflict': 409,
  'document-refused': 409,
  'release-unknown': 409,
  'switch-refused': 409,
  'notice-text': 400,
  'notice-too-long': 413,
  'chain-unreachable': 503,
  'request-length': 400,
  'request-version': 400,
  'request-key-unknown': 410,
  'request-conflict': 409,
  'mailbox-length': 400,
  'reply-length': 400,
  'referral-own': 409,
  'claim-taken': 409,
  'alert-address': 400,
  'alert-off': 409,
  'case-taken': 409,
  'case-seq': 409,
  'case-closed': 409,
  'case-generation': 409,
  'case-refused': 403,
  'audit-line': 400,
  'audit-other': 403,
  'audit-time': 409,
  'audit-detail': 400,
  'audit-seq': 409,
  'audit-refused': 403,
  'invitation-unknown': 404,
  'name-taken': 409,
  'lead-only': 403,
  'team-refused': 403,
  'team-version': 409,
  'team-last-lead': 409,
  'team-invitee': 409,
  'guide-version': 409,
  'blob-length': 400,
  'blob-version': 400,
  'blob-member': 400,
  'ngo-unknown': 404,
  'start-network': 409,
  'start-founder': 403,
  'start-keys': 409,
  'team-exists': 409,
  'clock-ahead': 409,
  'store-full': 503,
  'store-failed': 503,
  'store-damaged': 503,
  'server-busy': 503,
  'too-many': 429,
  'not-found': 404,
  'method-not-allowed': 405,
  'origin-refused': 403,
  'bad-input': 400,
  'too-large': 413,
  'unsupported-media': 415,
  'login-refused': 401,
  'not-logged-in': 401,
}

/** A failure whose status is not the usual one of its code, or that tells more. */
export class Refusal extends MitosError {
  readonly status: number
  readonly extra: object
  constructor(status: number, code: ErrorCode, extra: object = {}) {
    super(code)
    this.status = status
    this.extra = extra
  }
}

export interface Problem {
  readonly status: number
  readonly code: ErrorCode
  /** RFC 9457; holds nothing that a client sent */
  readonly body: string
}

export function problem(code: ErrorCode, status = STATUS[code] ?? 500, extra: object = {}): Problem {
  const body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, code, ...extra })
  return { status, code, body }
}

/** Anything thrown, as a problem: ours by its code, Fastify's by its status, all others as `internal`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return problem(error.code, error.status, error.extra)
  if (error instanceof MitosError) return STATUS[error.code] ? problem(error.code) : problem('internal')
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  if (status === 413) return problem('too-large')
  if (status === 415) return problem('unsupported-media')
  return typeof status === 'number' && status >= 400 && status < 500 ? problem('bad-input') : problem('internal')
}
