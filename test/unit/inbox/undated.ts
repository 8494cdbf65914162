import type { Fetch } from '../../../inbox/api.ts'
import type { Visitor } from '../../integration/team.ts'

/** A visitor's fetch without the machine's date in its answers, for clocks that stand. */
export const undated =
  (fetch: Visitor['fetch']): Fetch =>
  async (path, init) => {
    const response = await fetch(String(path), init)
    const headers = new Headers(response.headers)
    headers.delete('date')
    const body = response.status === 204 || response.status === 304 ? null : await response.text()
    return new Response(body, { status: response.status, headers })
  }
