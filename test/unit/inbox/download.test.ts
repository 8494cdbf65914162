import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { download, onDownload } from '../../../inbox/download.ts'
import { createFile } from '../../../inbox/export/file.ts'

const done: string[] = []
beforeEach(() => {
  done.length = 0
  vi.useFakeTimers()
  vi.stubGlobal('document', { createElement: () => ({ click: () => void done.push('saved') }) })
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:one')
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => void done.push('let go'))
  onDownload(() => void done.push('lent'))
})
afterEach(() => {
  onDownload(() => undefined)
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

it.each([
  ['a text', () => download('one.json', '{}'), 10_000],
  [
    'a sealed copy',
    () => {
      const file = createFile()
      file.add(new Uint8Array(3))
      file.save('list.sealed')
    },
    600_000,
  ],
])(
  'whoever saves %s has the focus lent to the list of downloads before, and the file as long as it is read',
  (_, save, kept) => {
    save()
    expect(done).toEqual(['lent', 'saved'])
    vi.advanceTimersByTime(kept - 1)
    expect(done).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(done).toEqual(['lent', 'saved', 'let go'])
  },
)
