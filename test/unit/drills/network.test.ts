import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY, type Ran } from '../../integration/keeper/desk.ts'
import { drillsOf } from '../../support/drills.ts'
import { type Network, beginNetwork } from './network.ts'
import { story } from './story.ts'

/** Blocks of docs/operations.md that need a whole network; the others are run on a machine (integration/operations.test.ts). */
const OWN = 'network: '
const drills = drillsOf(readFileSync('docs/operations.md', 'utf8')).filter(({ name }) => name.startsWith(OWN))

describe('What docs/operations.md says of a network’s first day, and of who leaves', () => {
  let network: Network
  let done: ReturnType<typeof story>
  beforeAll(async () => {
    network = await beginNetwork()
    done = story(network)
  })
  afterAll(() => network.stop())

  interface Case {
    readonly before?: () => unknown
    /** what stands in brackets after the block, and more */
    readonly says?: readonly string[]
    readonly silent?: true
    readonly after?: () => unknown
  }
  const CASES: Readonly<Record<string, Case>> = {
    'root and release': {
      before: () => network.ceremony(),
      says: ['This is the first root there, ', 'Nothing is in force there before a roster is.'],
    },
    'first draft': {
      before: async () => {
        done.founders.push(await network.found('zoi', 'Zoe', 'zoe.zoi'), await network.found('iris', 'Ira', 'ira.iris'))
        for (const { state } of done.founders) expect(state.value).toMatchObject({ said: { key: 'found.notyet' } })
      },
      says: ['zoi is new: fill in', 'iris is new: fill in', 'Compare them by phone'],
    },
    'first roster': {
      before: () => done.fillIn(),
      says: ['called 2026-11-02; written into the draft', 'Whole. It can be published.', 'roster 1 is in force until '],
      after: () => done.begin(),
    },
    'second roster': {
      before: () => done.secondCoordinators(),
      says: ['coordinators +1 −0: there will be 2', 'English (en): there was none', 'roster 2 is in force until '],
      after: async () => {
        const { roster } = await network.chain()
        for (const { notices } of roster.ngos)
          expect((await network.server().get(`/trust/notices/${notices!.en}`)).status).toBe(200)
        for (const [first, second] of [
          ['zoe.zoi', 'lena.zoi'],
          ['ira.iris', 'ilia.iris'],
        ] as const) {
          await done.setRole(first, second)
          expect(await network.unlock(second)).toBe(undefined)
          expect(
            network.inboxOf(second).session.value!.team.members.filter(({ role }) => role === 'lead'),
          ).toHaveLength(2)
        }
        // A test of a coordinator is seen by each member of the NGO that is on duty, and by nobody else.
        await done.ask('zoi', { test: true })
        for (const login of ['zoe.zoi', 'lena.zoi', 'nikos.zoi', 'anna.zoi'])
          expect([login, await done.list(login)]).toEqual([login, ['test']])
        expect(await done.list('ira.iris')).toEqual([])
      },
    },
    // What is well is not told.
    watch: { silent: true },
    'a member': {
      before: () => done.removeMember(),
      says: [
        'keys number 1 → 2 (the spare ones of before)',
        'oldest list of members that counts: ',
        'roster 3 is in force',
      ],
      after: () => done.memberIsGone(),
    },
    'a coordinator': {
      before: () => done.removeCoordinator(),
      says: ['coordinators +0 −1: there will be 1', 'amber lead-gone', 'amber lead-one', 'roster 4 is in force'],
      after: async () => {
        expect(await network.unlock('lena.zoi')).toBe('error.login')
        await done.ask('zoi')
        expect((await done.list('zoe.zoi')).at(-1)).toBe('request')
        expect((await done.list('anna.zoi')).at(-1)).toBe('request')
      },
    },
    'a keeper': {
      says: ['drops root-2', 'all is well', 'root 2 was taken'],
      after: async () => {
        const { root, roster } = await network.chain()
        expect([root.version, roster.version]).toEqual([2, 4])
      },
    },
    'an NGO without shifts': {
      before: async () => {
        await done.ask('iris')
        await done.drawRota('zoe.zoi', 'rota-5', () => [[network.desk.now / 60, 7 * 1440, 'zoi']])
      },
      says: ['roster 5 is in force'],
      after: async () => {
        expect((await network.chain()).roster.desks[0]!.shifts.map(([, , ngo]) => ngo)).toEqual(['zoi'])
        // What lies there still opens.
        expect(await done.list('ira.iris')).toEqual(['request'])
      },
    },
    'an NGO is left out': { says: ['draft of roster 6'] },
    'an NGO is gone': {
      before: () =>
        done.edit('draft-6', (draft) => ({
          ...draft,
          ngos: draft.ngos.filter(({ id }: { id: string }) => id !== 'iris'),
        })),
      says: ['! IRIS leaves the network', 'roster 6 is in force'],
      after: async () => {
        expect(await network.unlock('ira.iris')).toBe('error.team')
        expect(await network.unlock('zoe.zoi')).toBe(undefined)
      },
    },
    'a device': {
      says: ['anna.zoi is logged out everywhere'],
      after: async () => {
        const lost = network.inboxOf('anna.zoi')
        await lost.members.look()
        expect([lost.session.value, lost.screen.value]).toMatchObject([null, { said: { key: 'unlock.loggedout' } }])
        expect(await network.unlock('anna.zoi')).toBe(undefined)
      },
    },
    'the server is gone': {
      before: () => network.saveCopy('zoe.zoi'),
      says: [
        'saved by Zoe (zoe.zoi).',
        'all there, as the member’s browser signed them.',
        'Number: +30',
        'Nothing was written about it.',
      ],
    },
  }

  /** The launch check of a young network has something to say, and nothing that is red. */
  const isWell = (line: string, { code, said }: Ran): boolean =>
    line.startsWith('mitos roster check ') ? !/^red /m.test(said) : code === 0

  it('has a drill for each block of commands, and a block for each drill', () => {
    expect(drills.map(({ name }) => name)).toEqual(Object.keys(CASES).map((name) => OWN + name))
  })

  it.each(drills)('holds: $name', async ({ name, script }) => {
    const { before, says = [], silent, after } = CASES[name.slice(OWN.length)]!
    await before?.()
    const said: string[] = []
    for (const line of script.trim().split('\n')) {
      if (line.startsWith('# ')) continue
      expect(line).toMatch(/^mitos /)
      const ran = await network.type(line.replace(' NAME', ' anna.zoi'))
      expect([line, ran.said, isWell(line, ran)]).toEqual([line, ran.said, true])
      said.push(ran.said)
    }
    if (silent) expect(said.join()).toBe('')
    for (const one of says) expect(said.join('\n')).toContain(one)
    await after?.()
    network.wait(DAY / 24)
  })
})
