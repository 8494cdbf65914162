import { type PassphraseKeys, passphraseKeys } from '../../shared/member.ts'
import type { Sodium } from './sodium.ts'

export interface DeriveJob {
  readonly passphrase: string
  readonly network: string
  readonly name: string
}
/** Argon2id of a passphrase: 64 MiB and up to some seconds on an old phone. */
export type Derive = (job: DeriveJob) => Promise<PassphraseKeys>

export const deriveHere =
  (sodium: Sodium): Derive =>
  async ({ passphrase, network, name }) => {
    const { crypto, argon2id } = await sodium()
    return passphraseKeys(crypto, argon2id, passphrase, network, name)
  }

/**
 * Derives in a worker made of the page's own script, so that the page stays one file and can be drawn meanwhile. Where no
 * worker can start, the page does it itself.
 * @param source the text of the running script, or '' where it is not known
 */
export function deriveInWorker(source: string, fallback: Derive): Derive {
  return async (job) => {
    if (!source) return fallback(job)
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
    let worker: Worker | undefined
    try {
      worker = new Worker(url)
      return await ask(worker, job)
    } catch {
      return fallback(job)
    } finally {
      worker?.terminate()
      URL.revokeObjectURL(url)
    }
  }
}

function ask(worker: Worker, job: DeriveJob): Promise<PassphraseKeys> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<PassphraseKeys | null>) => (data ? resolve(data) : reject(new Error()))
    worker.onerror = () => reject(new Error())
    worker.postMessage(job)
  })
}
