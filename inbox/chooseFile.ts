/** Kept here: while a file is chosen the window is covered, and what is drawn is gone. */
let field: HTMLInputElement | undefined

/** Lets a JSON file be chosen. @param cap bytes: a file that is larger is none of ours, is not read, and comes as '' */
export function chooseFile(cap: number, then: (text: string) => void): void {
  field = document.createElement('input')
  field.type = 'file'
  field.accept = '.json,application/json'
  field.onchange = () => {
    const file = field?.files?.[0]
    const text = file && file.size > cap ? '' : file?.text()
    if (file) void Promise.resolve(text).then((read) => then(read ?? ''))
  }
  field.click()
}
