import type { ComponentChildren } from 'preact'
import { Text } from '../panel/controls.tsx'
import { Icon, type IconName } from '../panel/icons.tsx'
import type { Panel } from '../panel/view.ts'
import type { Asked } from '../panel/way.ts'

/** One line of the review: what was told, and the way back to where it was. */
export const ToldRow = (props: {
  p: Panel
  icon?: IconName
  d?: string
  step: Asked
  /** What "Change" changes, for who does not see the line. */
  name: string
  children: ComponentChildren
}) => {
  const { p, step, name } = props
  return (
    <li class="row">
      <Icon name={props.icon} d={props.d} size={22} />
      <span class="label" translate={false}>
        {props.children}
      </span>
      <Text
        p={p}
        word="common.change"
        on={() => p.act.change(step)}
        is={{ 'data-change': step, 'aria-label': `${p.t('common.change')}: ${name}` }}
      />
    </li>
  )
}
