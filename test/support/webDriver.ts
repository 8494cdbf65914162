/**
 * The part of WebDriver that the walks need, over HTTP. It is written out because what there is to win is small: nine
 * commands, each a POST with JSON, while the current releases of the kept clients want a newer Node than these tests run on
 * and bring a manager that fetches drivers from the network.
 */
export class WebDriver {
  readonly #session: string
  /** A session has one current frame, so whatever must stay together waits for its turn. */
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(session: string) {
    this.#session = session
  }

  /** @param driver the driver's address */
  static async open(driver: string, capabilities: object): Promise<WebDriver> {
    const { sessionId } = await command<{ sessionId: string }>(`${driver}/session`, {
      capabilities: { alwaysMatch: capabilities },
    })
    return new WebDriver(`${driver}/session/${sessionId}`)
  }

  /** Does what must not be interrupted by anybody else who uses this session. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  goto = (url: string): Promise<void> => this.#post('url', { url })
  url = (): Promise<string> => command(`${this.#session}/url`)
  screenshot = (): Promise<string> => command(`${this.#session}/screenshot`)
  resize = (width: number, height: number): Promise<void> => this.#post('window/rect', { width, height })

  /** @param index of `window.frames`; null: the page itself */
  async enter(index: number | null): Promise<void> {
    await this.#post('frame', { id: null })
    if (index !== null) await this.#post('frame', { id: index })
  }

  async click(selector: string): Promise<void> {
    const found = await this.#post<Record<string, string>>('element', { using: 'css selector', value: selector })
    await this.#post(`element/${Object.values(found)[0]}/click`)
  }

  async hover(selector: string): Promise<void> {
    const origin = await this.#post<Record<string, string>>('element', { using: 'css selector', value: selector })
    const move = { type: 'pointerMove', duration: 50, origin, x: 0, y: 0 }
    await this.#post('actions', { actions: [{ type: 'pointer', id: 'mouse', actions: [move] }] })
  }

  /**
   * @param keys characters, or WebDriver's code points of keys without one
   * @param held is down all the while
   */
  press(keys: readonly string[], held?: string): Promise<void> {
    const pressed = keys.flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ])
    const actions =
      held === undefined ? pressed : [{ type: 'keyDown', value: held }, ...pressed, { type: 'keyUp', value: held }]
    return this.#post('actions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  /** Runs a function in the page, also where the page's policy forbids scripts of others. */
  async run<T, A>(work: (argument: A) => T | Promise<T>, argument: A): Promise<T> {
    const script = `const done = arguments[1]
Promise.resolve(arguments[0]).then(${work.toString()}).then((value) => done({ value }), (error) => done({ error: String(error) }))`
    const { value, error } = await this.#post<{ value: T; error?: string }>('execute/async', {
      script,
      args: [argument ?? null],
    })
    if (error !== undefined) throw new Error(error)
    return value
  }

  #post<T = void>(path: string, body: object = {}): Promise<T> {
    return command(`${this.#session}/${path}`, body)
  }
}

/** What a driver has not answered by then it will not: it can lose a page that goes away under a command, ms. */
const ANSWERS_WITHIN = 20_000

/** @throws Error with the driver's words */
async function command<T>(url: string, body?: object): Promise<T> {
  const answer = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(ANSWERS_WITHIN),
    ...(body && { body: JSON.stringify(body) }),
  })
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } }
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`)
  return value
}
