import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Puts a folder's list of names on the disk: a new name, or one that changed, is there after a power cut only then. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Puts what was written to a file on the disk, whoever wrote it. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Makes a folder for its owner only, with those above it, so that a power cut leaves it there. */
export function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  let at = resolve(folder)
  for (const top = resolve(first); at !== top; at = dirname(at)) syncFolder(dirname(at))
  syncFolder(dirname(at))
}
