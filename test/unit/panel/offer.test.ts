import { expect, test } from 'vitest'
import type { Judgement } from '../../../shared/onDuty.ts'
import { emptyDraft } from '../../../widget/panel/answersDraft.ts'
import { offerFor } from '../../../widget/panel/offer.ts'
import { HOUSE_RULE } from './fixtures.ts'

const judged = (phone: string | undefined) =>
  ({
    duty: { kind: 'on', ngo: { id: 'faros', answersWithin: 24, phone } },
    desk: { tz: 'Europe/Athens', houseRule: HOUSE_RULE },
    t: 1_795_539_600,
  }) as unknown as Judgement

test('"I call them" is offered only where there is a number to call', () => {
  const draft = { ...emptyDraft(0), how: 'icall' as const }
  expect(offerFor(judged('2100000000'), draft)).toMatchObject({ replyBy: null })
  expect(offerFor(judged(undefined), draft)).toBe('closed.choose')
})
