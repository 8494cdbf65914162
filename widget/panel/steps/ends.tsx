import { Primary, Screen, Text } from '../controls.tsx'
import { Numbers } from '../numbers.tsx'
import { closedFor } from '../offer.ts'
import type { View } from '../view.ts'

export const LinesStep: View = ({ p }) => {
  const { t, act, state } = p
  const alive = !closedFor(state.judged)
  // Who passed by the one thing that is needed is not at an end.
  const choose = alive && state.reason === 'closed.choose'
  return (
    <Screen
      p={p}
      step="lines"
      title={t('lines.title')}
      back={alive}
      foot={choose && <Primary p={p} word="contact.more" on={() => act.show('how')} />}
    >
      <p>{t(state.reason, {})}</p>
      <Numbers p={p} />
      {/* What was answered before can be read also while nobody is there to write to. */}
      {state.reason === 'duty.none' && (
        <div class="asides">
          <HaveNumber p={p} />
        </div>
      )}
    </Screen>
  )
}

/** The way to the screens of who has a number. */
export const HaveNumber: View = ({ p }) => (
  <Text p={p} word="return.open" on={() => void p.act.comeBack()} is={{ 'data-return': '' }} />
)

export const IdleDoneStep: View = ({ p }) => {
  const { t, act, state } = p
  return (
    <Screen
      p={p}
      step="idle-done"
      back={false}
      title={t('idle.done.title')}
      foot={<Primary p={p} word="idle.again" on={act.startAgain} />}
    >
      {!state.unsure && <p>{t('idle.done.body')}</p>}
      <Numbers p={p} />
    </Screen>
  )
}

/** The list of words is still on its way. */
export const WaitStep: View = ({ p }) => <Screen p={p} step={p.state.step} title={p.t('wait')} />
