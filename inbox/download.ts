let before = (): void => undefined

/** What is done just before a file is saved, whoever saves it. */
export const onDownload = (work: () => void): void => void (before = work)

/**
 * Gives a file to whoever sits here; it goes nowhere else.
 * @param kept how long a browser may take to read it, ms
 */
export function give(name: string, file: Blob, kept = 10_000): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  before()
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), kept)
}

export const download = (name: string, text: string, type = 'application/json'): void =>
  give(name, new Blob([text], { type }))
