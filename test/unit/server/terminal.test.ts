import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { type Keyboard, openTerminal } from '../../../server/cli/keeper/terminal.ts'

class Keys extends EventEmitter {
  readonly isTTY: boolean = true
  readonly modes: boolean[] = []
  setRawMode = (raw: boolean) => this.modes.push(raw)
  setEncoding = () => {}
  resume = () => {}
  pause = () => {}
  type = (text: string) => this.emit('data', text)
}

function terminal() {
  const keys = new Keys()
  let shown = ''
  return {
    keys,
    shown: () => shown,
    ...openTerminal(
      () => keys as unknown as Keyboard,
      (text) => void (shown += text),
    ),
  }
}

describe('the terminal', () => {
  it('shows what is typed, or nothing of it, and gives the keyboard back', async () => {
    const { keys, shown, ask, askSecret, close } = terminal()
    const open = ask('Yes? ')
    keys.type('yex\u007fs\r')
    expect(await open).toBe('yes')
    const secret = askSecret('Secret? ')
    keys.type('wrong\u0015cá')
    keys.type('n\u0008nary\u001b\n')
    expect(await secret).toBe('cánary')
    expect(shown()).toBe('Yes? yex\b \bs\nSecret? \n')
    close()
    expect(keys.modes).toEqual([true, false])
    expect(keys.listenerCount('data') + keys.listenerCount('end')).toBe(0)
  })

  it('keeps what was pasted beyond a line for the next question', async () => {
    const { keys, ask } = terminal()
    const first = ask('1 ')
    keys.type('one\ntwo\nth')
    expect([await first, await ask('2 ')]).toEqual(['one', 'two'])
    const third = ask('3 ')
    keys.type('ree\n')
    expect(await third).toBe('three')
  })

  it.each(['\u0003', '\u0004', undefined])('leaves by Ctrl-C, Ctrl-D or the end of input', async (key) => {
    const { keys, askSecret, close } = terminal()
    const secret = askSecret('Secret? ')
    if (key) keys.type(`canary${key}`)
    else keys.emit('end')
    await expect(secret).rejects.toMatchObject({ code: 'bad-input', cause: 'left; nothing was changed' })
    close()
    expect(keys.modes).toEqual([true, false])
  })
})
