import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { holdPort } from '../../../demo/ports.ts'
import { type Io, run } from '../../../server/cli/cli.ts'
import { produce } from '../../../server/cli/produce.ts'
import { temporaryFolder } from '../../integration/folder.ts'
import { type Desk, PASSPHRASE, type Ran, openDesk } from '../../integration/keeper/desk.ts'
import { type ServerProcess, spawnServer } from '../../integration/process.ts'

/** What an editor does to a draft. */
export type Edit = (draft: any) => void

/**
 * The keepers of a real network and their operator's server: what they type is what docs/keeper.md tells them. All keepers sit at
 * one desk; which files travel between theirs is not what this is about.
 */
export class Keepers {
  readonly desk: Desk = openDesk()
  readonly #data = temporaryFolder()
  #server: Omit<ServerProcess, 'url'> | undefined
  /** origin of the server */
  url = ''
  /** hash of the first root: the pin of every page, for ever */
  pin = ''
  #roster = 0

  /** One line as it is typed. @param answers to its questions; then comes the passphrase @throws Error with all that was said, where it fails */
  async type(line: string, ...answers: readonly string[]): Promise<Ran> {
    this.desk.now = Math.floor(Date.now() / 1000)
    const ran = await this.desk.mitos(line, [...answers, PASSPHRASE])
    if (ran.code !== 0) throw new Error(`mitos ${line}\n${ran.said}`)
    return ran
  }

  /** Maria and Nikos make the first root, each with a key of their own for it. @returns what they saw at last */
  async makeRoot(): Promise<string> {
    await this.type('root new keeper/')
    for (const key of ['maria-root', 'maria-roster', 'maria-release', 'nikos-root', 'nikos-release'])
      await this.#add(1, key)
    await this.#sign(1, ['nikos', 'maria'])
    const { said } = await this.type('root check keeper/root-1.json')
    this.pin = /its hash: ([\w-]{43}) /.exec(said)![1]!
    return said
  }

  /** The release of this very build, signed by both. */
  async makeRelease(): Promise<string> {
    mkdirSync(this.desk.path('dist'))
    for (const name of ['w', 'pins.json'])
      cpSync(join('dist', name), this.desk.path(`dist/${name}`), { recursive: true })
    const made = '--pins dist/pins.json --name 1.0.0 --version 1'
    await this.type(`release sign keeper/release.json ${made} --key keeper/maria-release.key`)
    await this.type('release sign keeper/release.json --key keeper/nikos-release.key')
    // The build is on the stick no longer: it has more words in it than a check for secrets may find.
    rmSync(this.desk.path('dist'), { recursive: true })
    return (await this.type('release check keeper/release.json')).said
  }

  /** The operator's part: `npm start` with nothing but the hash that the keepers told. */
  async serve(): Promise<void> {
    const { port, release } = await holdPort('0', 0)
    this.url = `http://127.0.0.1:${port}`
    await release()
    const environment = { MITOS_PORT: String(port), MITOS_ORIGIN: this.url, MITOS_ROOT: this.pin }
    const { listening, ...server } = spawnServer({ ...environment, MITOS_DATA: this.#data.path })
    this.#server = server
    await listening
  }

  publish = async (...names: readonly string[]): Promise<string> =>
    (await this.type(`publish ${names.map((name) => `keeper/${name}.json`).join(' ')} --to ${this.url}`, 'yes')).said

  /**
   * The next roster: of key sheets that came, and of what is edited; signed and published.
   * @param sheets files that coordinators sent
   * @returns what `mitos publish` said, and the six words of each sheet, as a keeper sees them before the question
   */
  async publishRoster(
    sheets: readonly string[],
    edit?: Edit,
  ): Promise<{ readonly said: string; readonly words: readonly (readonly string[])[] }> {
    const draft = `keeper/draft-${this.#roster + 1}.json`
    const begin = this.#roster
      ? `roster edit keeper/roster-${this.#roster}.json ${draft}`
      : `roster new ${draft} --release keeper/release.json`
    const names = sheets.map((path) => `keeper/${basename(path)}`)
    sheets.forEach((path, i) => cpSync(path, this.desk.path(names[i]!)))
    const given = names.length ? ` --sheet ${names.join(' ')}` : ''
    const ran = await this.type(begin + given, ...names.map(() => 'yes'))
    const words = [...ran.said.matchAll(/^ {2}([a-z]+(?: [a-z]+){5})$/gm)].map(([, six]) => six!.split(' '))
    if (edit) this.#edit(draft, edit)
    await this.type(`roster sign ${draft} --key keeper/maria-roster.key`)
    this.#roster++
    return { said: await this.publish(`roster-${this.#roster}`), words }
  }

  #edit(draft: string, edit: Edit): void {
    const inner = JSON.parse(readFileSync(this.desk.path(draft), 'utf8'))
    edit(inner)
    writeFileSync(this.desk.path(draft), JSON.stringify(inner, null, 2))
  }

  /** Nikos leaves, Eleni comes: the next root with her keys in the place of his, and the release signed anew under it. */
  async rotateRoot(): Promise<string> {
    await this.type('root rotate keeper/root-1.json --drop root-2 release-2')
    for (const key of ['eleni-root', 'eleni-release']) await this.#add(2, key)
    await this.#sign(2, ['maria', 'nikos', 'eleni'], 'yes')
    await this.type('root check keeper/root-1.json keeper/root-2.json')
    await this.type('release sign keeper/release.json --key keeper/eleni-release.key')
    return this.publish('root-2', 'release')
  }

  #add = (root: number, key: string): Promise<Ran> =>
    this.type(`root add keeper/root-${root}.json --role ${key.split('-')[1]} --key keeper/${key}.key`)

  async #sign(root: number, names: readonly string[], ...answers: readonly string[]): Promise<void> {
    for (const name of names)
      await this.type(`root sign keeper/root-${root}.json --key keeper/${name}-root.key`, ...answers)
  }

  /** How many roots every page is given: one that its release does not follow yet waits. */
  async rootsInForce(): Promise<number> {
    const chain = (await (await fetch(`${this.url}/trust/chain.json`)).json()) as { readonly roots: readonly unknown[] }
    return chain.roots.length
  }

  /** For whose key a request is sealed, as `mitos produce` tells the operator. */
  async sealedFor(id: string): Promise<{ readonly keyId: string; readonly ngo: string }> {
    const said: string[] = []
    const io: Io = {
      say: (line) => void said.push(line),
      complain: (line) => void said.push(line),
      environment: { MITOS_DATA: this.#data.path },
      clock: () => Math.floor(Date.now() / 1000),
    }
    await run([produce], ['produce', id], io)
    return JSON.parse(said.join('\n')).sealedFor
  }

  async close(): Promise<void> {
    this.#server?.process.kill()
    await this.#server?.ended
    this.desk.close()
    this.#data.remove()
  }
}
