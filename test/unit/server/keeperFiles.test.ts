import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { disk } from '../../../server/cli/keeper/files.ts'
import { temporaryFolder } from '../../integration/folder.ts'

/** Calls of the system that fail, with its names for why. */
const failing = vi.hoisted(() => ({ calls: {} as Record<string, string | undefined> }))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const or = <T extends (...args: never[]) => unknown>(name: string, call: T) =>
    ((...args: Parameters<T>) => {
      const code = failing.calls[name]
      if (code) throw Object.assign(new Error(code), { code })
      return call(...args)
    }) as T
  return {
    ...fs,
    linkSync: or('link', fs.linkSync),
    fsyncSync: or('fsync', fs.fsyncSync),
    renameSync: or('rename', fs.renameSync),
  }
})

describe("a keeper's files", () => {
  let folder: ReturnType<typeof temporaryFolder>
  beforeEach(() => void (folder = temporaryFolder()))
  afterEach(() => {
    failing.calls = {}
    folder.remove()
  })
  const said: string[] = []
  const io = { say: (line: string) => void said.push(line), complain: () => {}, environment: {}, clock: () => 0 }
  const file = () => join(folder.path, 'a')
  const names = () => readdirSync(folder.path)

  it.each([undefined, 'EPERM', 'ENOTSUP'])(
    'are made whole and never over another one, on disks with and without links: %s',
    (link) => {
      failing.calls = { link }
      disk(io).create(file(), 'text')
      expect([readFileSync(file(), 'utf8'), statSync(file()).mode & 0o777, names()]).toEqual(['text', 0o600, ['a']])
      expect(() => disk(io).create(file(), 'other')).toThrow('file-exists')
      expect(readFileSync(file(), 'utf8')).toBe('text')
    },
  )

  it.each([
    ['fsync', 'ENOSPC'],
    ['fsync', 'EIO'],
    ['link', 'EIO'],
  ])('leave nothing behind where %s fails with %s', (call, code) => {
    failing.calls = { [call]: code }
    expect(() => disk(io).create(file(), 'text')).toThrow(code)
    expect(names()).toEqual([])
  })

  it.each(['fsync', 'rename'])('stay as they were where %s fails', (call) => {
    writeFileSync(file(), 'before')
    failing.calls = { [call]: 'EIO' }
    expect(() => disk(io).replace(file(), 'after')).toThrow('EIO')
    expect([readFileSync(file(), 'utf8'), names()]).toEqual(['before', ['a']])
  })
})
