import { signal } from '@preact/signals'
import { describe, expect, it } from 'vitest'
import type { CaseFile } from '../../../inbox/cases/files.ts'
import { FILTERS, type Filter, isListed } from '../../../inbox/cases/view.ts'
import { speak } from '../../../inbox/i18n.ts'
import type { Item, Request } from '../../../inbox/list/items.ts'
import { Filters } from '../../../inbox/list/List.tsx'
import type { Inbox } from '../../../inbox/state.ts'
import type { CaseState, Standing } from '../../../shared/caseMoves.ts'
import { elements, unfold } from '../unfold.ts'
import { HOUR, WEDNESDAY, call, requestOf } from './facts.ts'

const ME = 'me'
const MINE = { by: ME, hour: WEDNESDAY }
const THEIRS = { by: 'other', hour: WEDNESDAY }
const LATER = { id: 'later', hour: WEDNESDAY, text: 'I moved.', contact: false }
const HANDED = { from: 'gcr' } as NonNullable<Request['handed']>
const MARK = { id: 'case', length: 3, wakeAt: null, closed: null }

/** A case in this state in which nothing stands of what came later. */
const fileIn = (state: CaseState, rest: Partial<Standing> = {}): CaseFile =>
  ({
    kind: 'open',
    opened: { case: { standing: { state, aside: false, ...rest }, events: [] } },
  }) as unknown as CaseFile

/** Under which words of the list it stands. */
const lists = (item: Item, file?: CaseFile): readonly Filter[] => FILTERS.filter((one) => isListed(item, file, one, ME))
const request = (rest: Partial<Request> = {}): Request => ({ ...requestOf('a', call()), ...rest })
const shut: Item = { kind: 'shut', id: 'b', hour: WEDNESDAY - HOUR, claim: null, code: 'open-author' }

describe('under which words of the list a request stands', () => {
  it('nobody took it: unread, also where it does not open', () => {
    expect(lists(request())).toEqual(['all', 'unread'])
    expect(lists(shut)).toEqual(['all', 'unread'])
    expect(lists(request({ case: MARK }), fileIn('new'))).toEqual(['all', 'unread'])
    expect(lists(request({ check: true, case: MARK }), fileIn('check'))).toEqual(['all', 'unread'])
  })

  it('somebody took it: read, until the person writes again', () => {
    const taken = request({ claim: MINE, case: MARK })
    expect(lists(taken, fileIn('tried'))).toEqual(['all', 'mine'])
    expect(lists({ ...taken, wrote: [LATER] }, fileIn('tried'))).toEqual(['all', 'unread', 'mine'])
    const theirs = { ...taken, claim: THEIRS, wrote: [LATER] }
    expect(lists(theirs, fileIn('tried'))).toEqual(['all', 'unread'])
    // Who does not read the case cannot know.
    expect(lists(theirs)).toEqual(['all'])
  })

  it('set aside: there only', () => {
    expect(lists(request({ case: MARK }), fileIn('new', { aside: true }))).toEqual(['aside'])
  })

  it('closed: there only, until the person writes again', () => {
    const closed = request({ claim: MINE, case: { ...MARK, closed: WEDNESDAY }, handed: HANDED })
    expect(lists(closed, fileIn('closed'))).toEqual(['closed'])
    expect(lists({ ...closed, wrote: [LATER] }, fileIn('closed'))).toEqual(['all', 'unread', 'closed'])
    expect(lists({ ...closed, claim: null }, fileIn('closed'))).toEqual(['closed'])
  })

  it('referred by us, or to us, as long as it is open', () => {
    expect(lists(request({ claim: MINE, case: MARK }), fileIn('referred'))).toEqual(['all', 'mine', 'referred'])
    expect(lists(request({ handed: HANDED }))).toEqual(['all', 'unread', 'referred'])
    expect(lists(request({ handed: HANDED, claim: THEIRS, case: MARK }))).toEqual(['all', 'referred'])
    // Of a colleague's only a coordinator's browser has the case: a member sees that it is taken, and no more.
    const theirs = request({ claim: THEIRS, case: MARK })
    expect([lists(theirs, fileIn('referred')), lists(theirs)]).toEqual([['all', 'referred'], ['all']])
    // It came back.
    expect(lists(request({ claim: MINE, case: MARK }), fileIn('contact'))).toEqual(['all', 'mine'])
  })

  it('taken back by the person: nothing to read, but what they wrote after that', () => {
    const gone = request({ withdrawn: true, handed: HANDED })
    expect(lists(gone)).toEqual(['all'])
    expect(lists({ ...gone, wrote: [LATER] })).toEqual(['all', 'unread'])
    expect(lists(request({ withdrawn: true, claim: MINE, case: MARK }), fileIn('referred'))).toEqual(['all', 'mine'])
    expect(lists(request({ case: MARK }), fileIn('gone'))).toEqual(['all'])
  })
})

describe('the words of the list', () => {
  it('are one field, which chooses', () => {
    const filter = signal<Filter>('all')
    const page = unfold(Filters({ inbox: { cases: { filter } } as unknown as Inbox, say: speak('en') }))
    const [field] = elements(page).filter(({ props }) => props['data-filter'] === 'all')
    expect(elements(field!.children).map(({ props }) => props['value'])).toEqual(FILTERS)
    ;(field!.props['onChange'] as (event: unknown) => void)({ currentTarget: { value: 'closed' } })
    expect(filter.value).toBe('closed')
  })
})
