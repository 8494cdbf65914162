import { digest } from '../../shared/crypto/verifier.ts'
import { type ErrorCode, MitosError } from '../../shared/errors.ts'
import type { ReleaseFile } from '../../shared/release.ts'
import { base64 } from './base64.ts'
import { within } from './within.ts'

/** A script hands its exports to the element that loaded it: no global, no module map, and SRI holds in every browser. */
interface HandingScript extends HTMLScriptElement {
  hand?: (exports: unknown) => void
}

interface TrustedTypesWindow {
  trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createScriptURL(url: string): string },
    ): { createScriptURL(url: string): string }
  }
}

/**
 * Loads files of a release by the hash that the release names.
 * @returns for a script what it exports, for a catalog its parsed JSON
 * @throws MitosError `STAGE-refused` for wrong bytes, `STAGE-unreachable`; STAGE is the script's name, or `catalog`
 */
export function pinned(server: string, nonce: string) {
  const policy = (self as TrustedTypesWindow).trustedTypes?.createPolicy('mitos', { createScriptURL: (url) => url })
  const load = async (name: string, stage: string, file: ReleaseFile | undefined): Promise<unknown> => {
    const isScript = name === stage
    if (!file) throw new MitosError(`${stage}-refused` as ErrorCode)
    const url = server + file.path
    const handed =
      isScript &&
      (await new Promise((resolve) => {
        const element: HandingScript = document.createElement('script')
        element.integrity = `sha384-${file.sha384}`
        element.crossOrigin = 'anonymous'
        element.referrerPolicy = 'no-referrer'
        element.nonce = nonce
        element.hand = resolve
        // It loads after it ran: where it broke off, as in a browser that is too old for it, nobody waits for its hand.
        element.onload = element.onerror = () => resolve(false)
        element.src = policy ? policy.createScriptURL(url) : url
        document.head.append(element)
      }))
    if (handed) return handed
    // A catalog; or a script that failed, and whose element does not say why: the bytes tell.
    let failure = 'unreachable'
    try {
      // An opaque origin has no credentials that it could send.
      const answer = await fetch(url, { referrerPolicy: 'no-referrer', redirect: 'error' })
      const bytes = await answer.arrayBuffer()
      if (answer.ok)
        if (base64(await digest('SHA-384')(bytes)) !== file.sha384) failure = 'refused'
        else if (!isScript) return new Response(bytes).json()
    } catch {
      // unreachable
    }
    throw new MitosError(`${stage}-${failure}` as ErrorCode)
  }
  return (files: Readonly<Record<string, ReleaseFile>>, name: string): Promise<unknown> => {
    const stage = name.includes('/') ? 'catalog' : name
    return within(load(name, stage, files[name]), stage)
  }
}
