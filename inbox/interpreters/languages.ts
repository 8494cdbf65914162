/** Languages that can be chosen for an interpreter: those of the panel, and those that people come with. */
export const TAGS: readonly string[] = (
  'am ar az be bg bn bs ckb cs da de el en es et fa fi fr ha he hi hr hu hy id ig it ja ka kk kmr ko ku ky ln lt lv mk mn ' +
  'my ne nl no om pa pl prs ps pt rmy ro ru rw si sk sl so sq sr sv sw ta te tg th ti tk tl tr uk ur uz vi wo yo yue zh'
).split(' ')
