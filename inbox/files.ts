/** Puts a file into the downloads. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Long enough for a browser to have read it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

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
