import type { Language } from '../panel/languages.ts'
import type { Panel } from '../panel/view.ts'

/**
 * Languages that somebody may want to be spoken to in besides those of the panel, those that are asked for most first: tag,
 * own name, and after `=` what it is called in Latin letters besides the name that browsers know in English (Georgian, Dari).
 */
const LIST =
  'ru Русский=russkiy,es Español,pt-BR Português (Brasil),pcm Naijá,hu Magyar,tr Türkçe,pl Polski,zh-Hans 简体中文=mandarin,th ไทย,vi Tiếng Việt,fa فارسی=farsi,fa-AF دری,ka ქართული=kartuli,ti ትግርኛ,am አማርኛ=amarigna,so Soomaali,bn বাংলা,pnb پنجابی=punjabi,pa ਪੰਜਾਬੀ=panjabi,hi हिन्दी,ps پښتو,kmr Kurdî=kurmanci,ckb کوردیی ناوەندی=sorani,sr-Latn Srpski,fil Filipino=tagalog,ln Lingála,yo Yorùbá,ig Igbo,ff-Latn Pulaar'

const OTHERS: readonly Language[] = LIST.split(',').map((one) => {
  const [, tag, name, latin] = /^(\S+) ([^=]+)=?(.*)/.exec(one)!
  return { tag: tag!, name: name!, latin: latin! }
})

/** Those of the panel's languages that are asked for most, from the least of them on. */
const ASKED = ['ur', 'uk', 'sq', 'ar', 'bg', 'ro', 'fr']

/** The panel's languages, and then all others; within each, those asked for most first. */
export const languagesOf = ({ state }: Panel): readonly Language[] => {
  const { languages } = state.catalog
  const asked = ({ tag }: Language): number => -ASKED.indexOf(tag)
  return [
    ...[...languages].sort((a, b) => asked(a) - asked(b)),
    ...OTHERS.filter(({ tag }) => !languages.some((one) => one.tag === tag)),
  ]
}

export const languageName = (tag: string, p: Panel): string =>
  languagesOf(p).find((one) => one.tag === tag)?.name ?? tag
