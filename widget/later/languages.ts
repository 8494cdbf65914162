import type { Language } from '../panel/languages.ts'
import type { Panel } from '../panel/view.ts'

/**
 * Languages that somebody may want to be spoken to in besides those of the panel, those that are asked for most first: tag,
 * own name, and after `=` what it is called in Latin letters besides the name that browsers know in English (Georgian, Dari).
 */
const LIST =
  'ru Русский=russkiy,es Español,pt-BR Português (Brasil),pcm Naijá,hu Magyar,tr Türkçe,pl Polski,zh-Hans 简体中文=mandarin,th ไทย,vi Tiếng Việt,fa فارسی=farsi,fa-AF دری,ka ქართული=kartuli,ti ትግርኛ,am አማርኛ=amarigna,so Soomaali,bn বাংলা,pa ਪੰਜਾਬੀ=panjabi,hi हिन्दी,ps پښتو,kmr Kurdî=kurmanci,ckb کوردیی ناوەندی=sorani,sr-Latn Srpski,fil Filipino=tagalog,ln Lingála,yo Yorùbá,ig Igbo,ff-Latn Pulaar'

const OTHERS: readonly Language[] = LIST.split(',').map((one) => {
  const [, tag, name, latin] = /^(\S+) ([^=]+)=?(.*)/.exec(one)!
  return { tag: tag!, name: name!, latin: latin! }
})

/** The panel's languages, and then all others. */
export const languagesOf = ({ state }: Panel): readonly Language[] => {
  const { languages } = state.catalog
  return [...languages, ...OTHERS.filter(({ tag }) => !languages.some((one) => one.tag === tag))]
}

export const languageName = (tag: string, p: Panel): string =>
  languagesOf(p).find((one) => one.tag === tag)?.name ?? tag
