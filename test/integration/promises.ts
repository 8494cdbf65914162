import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sameBytes, toHex } from '../../shared/bytes.ts'
import { checkBody, readHeader } from '../../shared/wire.ts'
import { boxKey, crypto, sealedFor } from './network.ts'

const A21 = boxKey('a21 1')

/** What people sent and what they were promised, to be compared with what a database holds. */
export class Promises {
  readonly sent = new Map<string, Uint8Array>()
  readonly kept = new Set<string>()

  /** A request with bytes of its own; nobody could open it. */
  make(): Uint8Array {
    const body = sealedFor(A21)
    body.set(crypto.random(8240), body.length - 8240)
    this.sent.set(idOf(body), body)
    return body
  }

  /** Sends one. @returns `204`, status and code of a refusal with its `Retry-After`, or `cut off` */
  async send(url: string, body = this.make()): Promise<string> {
    const response = await fetch(`${url}/api/requests`, { method: 'POST', body: body as BodyInit }).catch(
      () => undefined,
    )
    if (!response) return 'cut off'
    if (response.status === 204) this.kept.add(idOf(body))
    if (response.status === 204) return '204'
    const { code } = (await response.json()) as { code: string }
    return `${response.status} ${code} ${response.headers.get('retry-after')}`
  }

  /** What is wrong with a database: promised and lost, half kept, never sent, or no database any more. */
  faults(data: string): string[] {
    const database = new Sqlite(join(data, 'mitos.db'), { readonly: true })
    const integrity = database.pragma('integrity_check', { simple: true })
    const held = database.prepare('SELECT id, sealed FROM requests').all() as { id: Buffer; sealed: Buffer }[]
    database.close()
    return [...(integrity === 'ok' ? [] : [String(integrity)]), ...this.faultsOf(held)]
  }

  faultsOf(
    held: readonly { readonly id: Uint8Array; readonly sealed: Uint8Array }[],
    kept: ReadonlySet<string> = this.kept,
  ): string[] {
    const rows = new Map(held.map(({ id, sealed }) => [toHex(id), sealed]))
    const lost = [...kept].filter((id) => !rows.has(id)).map((id) => `lost: ${id}`)
    const half = [...rows].filter(([id, sealed]) => !sameBytes(this.sent.get(id) ?? new Uint8Array(), sealed))
    return [...lost, ...half.map(([id, sealed]) => `half kept: ${id}, ${sealed.length} bytes`)]
  }
}

export const idOf = (body: Uint8Array): string => toHex(readHeader(checkBody(body)).id)
