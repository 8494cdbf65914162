import { type Signal, computed, signal } from '@preact/signals'
import { codeOf } from '../../shared/errors.ts'
import { readKeySheet } from '../../shared/keySheet.ts'
import { type OpenedStart, START_CAP, judgeStart, readStartFile } from '../../shared/startFile.ts'
import { LOGIN_NAME } from '../../shared/team.ts'
import { cleanText, utf8 } from '../../shared/text.ts'
import type { Said } from '../said.ts'
import { type Made, type Setup, createSetup } from '../setup/setup.ts'
import type { UnlockDeps } from '../unlock/unlock.ts'
import { makeStart, renameStart } from './make.ts'
import { type Ground, readGround } from './network.ts'
import { type FileKind, type FoundState, type Names, fileOf } from './stages.ts'
import { fileWords, foundWords } from './words.ts'

export type Found = ReturnType<typeof createFound>

const LONGEST_NAME = 200
/** How often it is looked whether the keeper has published, ms. */
const EVERY = 60_000
const NOTHING = { typed: '', shown: false, busy: false, said: null }

/**
 * A founder's way: from the keeper's address to a sheet and a start file, and from the start file into the inbox. Until the two
 * files are made all of it is in memory; afterwards nothing secret is left here.
 * @param ngo of the address; null: the address is damaged; undefined: somebody comes with a start file
 */
export function createFound(deps: UnlockDeps, ngo: string | null | undefined) {
  const choose = (published: string | null, said: Said | null = null): FoundState => ({
    kind: 'choose',
    published,
    busy: false,
    said,
  })
  const state: Signal<FoundState> = signal(
    ngo === null
      ? { kind: 'dead', said: { key: 'found.damaged' } }
      : ngo
        ? { kind: 'opening', busy: true, said: null }
        : choose(null),
  )
  let ground: Ground | null = null
  let names: Names = { title: '', shown: '', login: '' }
  let setup: Setup | null = null
  let file: OpenedStart | null = null
  let lookedAt = 0
  let gone = false
  const issued = (): number => Math.min(Math.floor(deps.now() / 1000), ground!.time)

  /** Looks where the NGO stands, so that nobody writes down a passphrase for nothing. */
  async function look(): Promise<void> {
    if (!ngo) return
    state.value = { kind: 'opening', busy: true, said: null }
    try {
      const read = await readGround(deps)
      const { begun } = await deps.api.begun({ ngo })
      if (gone) return
      ground = read
      if (begun) return void (state.value = { kind: 'dead', said: { key: 'found.begun' } })
      const known = read.roster?.ngos.find((one) => one.id === ngo)
      if (known) state.value = choose(known.name)
      else askNames(null)
    } catch (error) {
      if (!gone) state.value = { kind: 'opening', busy: false, said: foundWords(error) }
    }
  }

  const askNames = (said: Said | null): void => void (state.value = { kind: 'names', ...names, said })

  function named(): void {
    if (state.value.kind !== 'names' || !ngo) return
    const { title, shown, login } = state.value
    const clean = (text: string): string => cleanText(text).trim()
    const isName = (text: string): boolean => text.length > 0 && text.length <= LONGEST_NAME
    names = { title: clean(title), shown: clean(shown), login: login.trim().toLowerCase() }
    if (!isName(names.title)) return askNames({ key: 'found.name.wrong' })
    if (!isName(names.shown)) return askNames({ key: 'join.shown.wrong' })
    if (!LOGIN_NAME.test(names.login)) return askNames({ key: 'join.login.wrong' })
    const known = [names.title, names.shown, names.login, ngo]
    setup = createSetup(ground!.crypto, { kind: 'join', known, save: (made) => make(ngo, made), why: foundWords })
    state.value = { kind: 'setup', setup }
  }

  async function make(of: string, made: Made): Promise<void> {
    const { crypto, network, roster } = ground!
    const known = roster?.ngos.find(({ id }) => id === of)
    const after = Math.max(0, known?.box.generation ?? 0, known?.spare?.generation ?? 0)
    const founding = { network, ngo: of, after, ...names }
    const text = await makeStart({ crypto, derive: deps.derive }, founding, made, issued(), () => !gone)
    const opened = await readStartFile(crypto, utf8(text))
    if (gone) return
    file = opened
    finish()
    state.value = { kind: 'files', saved: [], said: null }
  }

  /** From here on nothing is secret: the file is sealed, the sheet is public. */
  function finish(): void {
    setup?.clear()
    setup = null
  }

  function saved(kind: FileKind): void {
    const now = state.value
    if (now.kind === 'files') state.value = { ...now, saved: [...new Set([...now.saved, kind])], said: null }
  }

  /** @param bytes of the file that was chosen */
  async function open(bytes: Uint8Array): Promise<void> {
    const before = state.value
    if (before.kind !== 'choose' || before.busy) return
    const say = (said: Said): void => void (state.value = { ...before, busy: false, said })
    if (bytes.length > START_CAP) return say({ key: 'found.nofile' })
    state.value = { ...before, busy: true, said: null }
    const read = await deps.sodium().catch(() => null)
    if (gone) return
    if (!read) return say({ key: 'error.browser', code: 'crypto-unavailable' })
    try {
      const opened = await readStartFile(read.crypto, bytes)
      if (gone) return
      if (ngo && opened.start.ngo !== ngo) return say({ key: 'found.otherngo', values: { ngo: opened.start.ngo } })
      file = opened
      await wait()
    } catch (error) {
      const isSheet = await readKeySheet(read.crypto, bytes).then(
        () => true,
        () => false,
      )
      if (!gone) say(isSheet ? { key: 'found.issheet' } : fileWords(error))
    }
  }

  /** Asks the network, and sends the file once it is let in. */
  async function wait(): Promise<void> {
    if (gone || !file || (state.value.kind === 'waiting' && state.value.busy)) return
    lookedAt = deps.now()
    state.value = { kind: 'waiting', busy: true, said: null }
    try {
      ground = await readGround(deps)
      await judgeStart(ground.crypto, file, ground.roster)
      if (gone) return
      await deps.api.found(file.file)
      if (!gone) state.value = { kind: 'done', login: file.founder.login }
    } catch (error) {
      if (gone) return
      const code = codeOf(error)
      if (code === 'name-taken') return askLogin({ key: 'join.login.taken' })
      if (code === 'team-exists' || code === 'start-network')
        return void (state.value = { kind: 'dead', said: foundWords(error) })
      state.value = { kind: 'waiting', busy: false, said: foundWords(error) }
    }
  }

  const askLogin = (said: Said, login = file!.founder.login): void =>
    void (state.value = { kind: 'taken', login, typed: '', visible: false, busy: false, said })

  async function rename(): Promise<void> {
    const asked = state.value
    if (asked.kind !== 'taken' || asked.busy) return
    const login = asked.login.trim().toLowerCase()
    const say = (said: Said): void => void (gone || (state.value = { ...asked, busy: false, said }))
    if (!LOGIN_NAME.test(login)) return say({ key: 'join.login.wrong' })
    if (login === file!.founder.login) return say({ key: 'join.login.taken' })
    state.value = { ...asked, busy: true, said: null }
    try {
      const { crypto, roster } = ground!
      const at = { roster: roster!, ngo: await judgeStart(crypto, file!, roster) }
      const text = await renameStart({ crypto, derive: deps.derive }, file!, login, asked.typed, at, issued())
      const opened = await readStartFile(crypto, utf8(text))
      if (gone) return
      file = opened
      await wait()
    } catch (error) {
      say(codeOf(error) === 'passphrase-wrong' ? { key: 'found.passphrase' } : foundWords(error))
    }
  }

  return {
    of: 'found' as const,
    state,
    look,
    named,
    type: (typed: Partial<Names>): void => {
      const now = state.value
      if (now.kind === 'names' || now.kind === 'taken') state.value = { ...now, ...typed, said: null }
    },
    /** the field for the passphrase of `taken` */
    passphrase: {
      state: computed(() => {
        const now = state.value
        return now.kind === 'taken' ? { ...now, shown: now.visible } : NOTHING
      }),
      type: (typed: string): void => {
        if (state.value.kind === 'taken') state.value = { ...state.value, typed, said: null }
      },
      show: (): void => {
        if (state.value.kind === 'taken') state.value = { ...state.value, visible: !state.value.visible }
      },
    },
    ngo: ngo ?? '',
    /** The NGO is published, and the start file is lost, or never was. */
    anew: () => askNames(null),
    /** To the choice of a file, for who made one before. */
    withFile: () => void (state.value = choose(null)),
    open,
    /** name and text of a file that is to be saved */
    fileOf: (kind: FileKind) => fileOf(file!, kind),
    saved,
    words: () => file?.words ?? [],
    /** the file's NGO, as its founder calls it */
    title: () => file?.sheet.name ?? '',
    begun: (): void => {
      const now = state.value
      if (now.kind !== 'files') return
      if (now.saved.length < 2) state.value = { ...now, said: { key: 'found.savefirst' } }
      else void wait()
    },
    wait,
    rename,
    /** Every second: looks again where a minute has gone by. */
    beat: (): void => {
      if (state.value.kind === 'waiting' && deps.now() - lookedAt >= EVERY) void wait()
    },
    /** whether anything is here that somebody else must not see */
    secret: (): boolean => /^(names|setup|taken)$/.test(state.value.kind),
    /** whether a file is here that is nowhere else */
    unsaved: (): boolean => state.value.kind === 'files' && state.value.saved.length < 2,
    /** nothing is sent that would be lost by leaving */
    sending: () => false,
    /** what to say to who comes back after everything was wiped */
    dropped: { key: 'found.dropped' } as Said,
    /** Lets go of everything. */
    drop() {
      gone = true
      finish()
      file = null
    },
  }
}
