/** Languages that somebody may choose from; their names come from the browser, so that there is no list of names to keep. */
export const TONGUES: readonly string[] = (
  'am ar az bg bn bs ckb cs da de el en es et fa ff fi fr gu ha he hi hr hu hy id ig it ja ka kk km kmr ko ky ln lt lv mk ml mn mr ' +
  'my ne nl no om pa pl prs ps pt rn ro rom ru rw si sk sl so sq sr sv sw ta te th ti tl tr uk ur uz vi wo yo zh'
).split(' ')
