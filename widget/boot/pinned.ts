import { type ErrorCode, MitosError } from '../../shared/errors.ts'
import type { ReleaseFile } from '../../shared/release.ts'

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
 * @throws MitosError `STAGE-refused` for wrong bytes, `STAGE-unreachable`; STAGE is `panel`, `seal` or `catalog`
 */
export function pinned(server: string, nonce: string) {
  const policy = (self as TrustedTypesWindow).trustedTypes?.createPolicy('mitos', { createScriptURL: (url) => url })
  return async (files: Readonly<Record<string, ReleaseFile>>, name: string): Promise<unknown> => {
    const isScript = !name.includes('/')
    const stage = isScript ? name : 'catalog'
    const file = files[name]
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
        element.onerror = () => resolve(false)
        element.src = policy ? policy.createScriptURL(url) : url
        document.head.append(element)
      }))
    if (handed) return handed
    // A catalog; or a script that failed, and whose element does not say why: the bytes tell.
    const text = await fetchPinned(url, file, stage)
    if (isScript) throw new MitosError(`${stage}-unreachable` as ErrorCode)
    return JSON.parse(text)
  }
}

async function fetchPinned(url: string, file: ReleaseFile, stage: string): Promise<string> {
  let refused: unknown
  try {
    const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error' })
    const bytes = await answer.arrayBuffer()
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-384', bytes))
    refused = answer.ok && btoa(String.fromCharCode(...hash)) !== file.sha384
    if (answer.ok && !refused) return new TextDecoder().decode(bytes)
  } catch {
    // unreachable
  }
  throw new MitosError(`${stage}-${refused ? 'refused' : 'unreachable'}` as ErrorCode)
}
