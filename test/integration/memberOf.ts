import { toBase64 } from '../../shared/bytes.ts'
import type { LoginChallenge, RequestPage, RequestRow } from '../../shared/staffApi.ts'
import { openSqliteStore } from '../../server/store/sqlite/store.ts'
import { loginSignature, member, root } from './network.ts'

const ORIGIN = 'http://127.0.0.1:8080'
const SAME = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }

/** Makes a member, in the store of a server that does not run yet. */
export async function makeMember(data: string, name: string, ngo: string): Promise<void> {
  const store = await openSqliteStore(data, { clock: () => 0 })
  const { login: _, ...stored } = member(name, ngo)
  await store.putMember(stored)
  await store.putTeam({ ngo, version: 1, bytes: Buffer.from(JSON.stringify(root())) })
  await store.close()
}

/**
 * Logs a member in at a server process.
 * @returns their inbox: all rows, or the code with which it was refused
 */
export async function logIn(url: string, name: string, ngo: string): Promise<() => Promise<RequestRow[] | string>> {
  const who = member(name, ngo)
  const send = (path: string, body: object) =>
    fetch(`${url}/api/inbox/${path}`, { method: 'POST', headers: SAME, body: JSON.stringify(body) })
  const { challenge } = (await (await send('login', { name, login: toBase64(who.login) })).json()) as LoginChallenge
  const time = Math.floor(Date.now() / 1000)
  const signature = loginSignature(name, ORIGIN, who.id, challenge, time)
  const session = await send('session', { member: toBase64(who.id), challenge, time, signature })
  if (session.status !== 204) throw new Error(await session.text())
  const cookie = session.headers.get('set-cookie')!.split(';')[0]!
  return async () => {
    const rows: RequestRow[] = []
    for (let after: string | null = ''; after !== null;) {
      const path = `${url}/api/inbox/requests${after && `?after=${after}`}`
      const response = await fetch(path, { headers: { 'sec-fetch-site': 'same-origin', cookie } })
      const page = (await response.json()) as RequestPage & { code: string }
      if (response.status !== 200) return `${response.status} ${page.code}`
      rows.push(...page.requests)
      after = page.next
    }
    return rows
  }
}
