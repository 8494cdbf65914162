import { MitosError } from '../../shared/errors.ts'
import { siteId } from '../../shared/shape.ts'
import type { Store } from '../store/store.ts'
import type { Verb } from './cli.ts'
import { withStore } from './withStore.ts'

/** `mitos site off|on|list`: whose visitors see phone lines only, from their next page on. */
export const site: Verb = (program, io) => {
  const verb = program
    .command('site')
    .description('switch the panel of a site off, and on again; the server may be running')

  const switching = (name: 'off' | 'on', description: string): void => {
    verb
      .command(`${name} <id>`)
      .description(description)
      .action((id: string) =>
        withStore(io, async (store) => {
          // As snippet and roster have it.
          if (!siteId(id)) throw new MitosError('bad-input', 'a site is 1 to 24 of a-z, 0-9 and -, as in data-site')
          const changed = await store.setSite(id, name === 'off')
          io.say(`${id} is ${name}${changed ? '; every page knows within 5 minutes' : ' already'}`)
        }),
      )
  }
  switching('off', 'its visitors see phone lines only')
  switching('on', 'its visitors can write again')
  verb
    .command('list')
    .description('the sites that are off, one a line')
    .action(() => withStore(io, async (store: Store) => (await store.sitesOff()).forEach((id) => io.say(id))))
}
