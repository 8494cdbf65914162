import { type Answer, ask } from '../test/support/wire.ts'
import { nextRequest } from './network.ts'

/** One request, on a connection of its own, as a proxy passes it on. */
export const post = (url: string, address: string): Promise<Answer> =>
  ask(`${url}/api/requests`, {
    method: 'POST',
    headers: { 'x-forwarded-for': address, 'content-length': '8281' },
    body: Buffer.from(nextRequest()),
  })

/** Begins so many, so many ms apart, whether those before have ended or not; what they gave. */
export async function evenly<T>(count: number, apart: number, begin: (i: number) => Promise<T>): Promise<readonly T[]> {
  const begun: Promise<T>[] = []
  const from = performance.now()
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, from + i * apart - performance.now())))
    begun.push(begin(i))
  }
  return Promise.all(begun)
}
