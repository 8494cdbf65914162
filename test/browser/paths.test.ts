import { beforeAll, describe } from 'vitest'
import { onNoScreen } from './onNoScreen.ts'
import { pathStage } from './pathStage.ts'
import { byHand } from './pathsByHand.ts'
import { shortest, wholeWay } from './pathsForOneself.ts'
import { forOthers } from './pathsForOthers.ts'

describe('a person', () => {
  const way = pathStage()
  // In this order: what is chosen for nobody is judged by the first time that a screen is met.
  shortest(way)
  forOthers(way)
  wholeWay(way)
  byHand(way)

  describe('on no screen of all these paths', () => {
    beforeAll(way.end)
    onNoScreen(way)
  })
})
