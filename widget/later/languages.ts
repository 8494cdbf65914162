/** Languages that somebody may want to be spoken to in: tag and own name, those that are asked for most first. */
const LIST =
  'en English,el Ελληνικά,fr Français,ro Română,bg Български,de Deutsch,it Italiano,nl Nederlands,ar العربية,sq Shqip,uk Українська,ur اردو,ru Русский,es Español,pt-BR Português (Brasil),pcm Naijá,hu Magyar,tr Türkçe,pl Polski,zh-Hans 简体中文,th ไทย,vi Tiếng Việt,fa فارسی,fa-AF دری,ka ქართული,ti ትግርኛ,am አማርኛ,so Soomaali,bn বাংলা,pa ਪੰਜਾਬੀ,hi हिन्दी,ps پښتو,kmr Kurdî,ckb کوردیی ناوەندی,sr-Latn Srpski,fil Filipino,ln Lingála,yo Yorùbá,ig Igbo,ff-Latn Pulaar'

export const LANGUAGES: readonly (readonly [tag: string, name: string])[] = LIST.split(',').map((one) => {
  const space = one.indexOf(' ')
  return [one.slice(0, space), one.slice(space + 1)]
})

export const languageName = (tag: string): string => LANGUAGES.find(([one]) => one === tag)?.[1] ?? tag
