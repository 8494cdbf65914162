import { toHex } from '../shared/bytes.ts'
import type { KeyId, RequestId } from '../shared/wire.ts'
import type { Listener } from './listener.ts'
import { type Views, findIn } from './staff/views.ts'
import type { Store, StoredMember } from './store/store.ts'

/** So many changes are looked at once, the newest: whoever is not told of one asks by themselves a little later. */
const MOST = 100
/** So long apart, ms: in a flood nobody's looking hinders who writes. */
const APART = 500

/** Looks whether a member may know of what changed, and tells their browser then: no more than that it is to ask. */
export class Lookout {
  readonly #store: Pick<Store, 'findRequest'>
  readonly #views: Pick<Views, 'of'>
  readonly #member: StoredMember
  readonly #listener: Pick<Listener, 'changed' | 'end'>
  #changed: (readonly [KeyId, RequestId])[] = []
  #looking = false
  #over = false
  #pause: NodeJS.Timeout | undefined

  constructor(
    store: Pick<Store, 'findRequest'>,
    views: Pick<Views, 'of'>,
    member: StoredMember,
    listener: Pick<Listener, 'changed' | 'end'>,
  ) {
    this.#store = store
    this.#views = views
    this.#member = member
    this.#listener = listener
  }

  /** Of whatever NGO it is. */
  readonly note = (keyId: KeyId, id: RequestId): void => {
    if (this.#changed.length >= MOST) this.#changed.shift()
    this.#changed.push([keyId, id])
    if (!this.#looking) this.#look()
  }

  end(): void {
    this.#over = true
    clearTimeout(this.#pause)
  }

  #look(): void {
    this.#looking = true
    const changed = this.#changed
    this.#changed = []
    const next = (): void => {
      if (this.#over) return
      this.#pause = setTimeout(() => {
        this.#looking = false
        if (this.#changed.length) this.#look()
      }, APART)
    }
    this.#sees(changed).then((seen) => {
      if (seen && !this.#over) this.#listener.changed()
      next()
    }, this.#listener.end)
  }

  async #sees(changed: readonly (readonly [KeyId, RequestId])[]): Promise<boolean> {
    const view = await this.#views.of(this.#member)
    const own = new Set(view.keyIds.map(toHex))
    const ours = changed.filter(([keyId]) => own.has(toHex(keyId)))
    if (!view.sight) return ours.length > 0
    for (const [, id] of ours) {
      // What is gone is nothing new, and what was opened with it has to go at once.
      if (await findIn(this.#store, view, id)) return true
      if (!(await this.#store.findRequest(id, view.keyIds))) return true
    }
    return false
  }
}
