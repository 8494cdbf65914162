import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Words } from '../../inbox/i18n.ts'

// In a browser these come by their own files (inbox/tongue.ts). Other tests need not wait for the inbox.
if (/unit\/inbox\//.test(expect.getState().testPath ?? '')) {
  const { LANGUAGES, learn } = await import('../../inbox/i18n.ts')
  for (const { tag } of LANGUAGES)
    learn(tag, JSON.parse(readFileSync(new URL(`../../inbox/locales/${tag}.json`, import.meta.url), 'utf8')) as Words)
}
