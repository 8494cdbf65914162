import { release, root, roster } from './network.ts'

/** Puts the test network's first root, release and roster to a server process. */
export async function publishAll(url: string, first = roster()): Promise<void> {
  for (const [kind, document] of Object.entries({ root: root(), release: release(), roster: first })) {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${url}/trust/${kind}`, { method: 'PUT', headers, body: JSON.stringify(document) })
    if (answer.status !== 204) throw new Error(`${kind}: ${answer.status} ${await answer.text()}`)
  }
}
