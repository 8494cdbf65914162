import type { EmbedData } from '../../shared/embedData.ts'
import type { Choices, Chosen, Shade } from './choices.ts'
import { Radios, Select, Text } from './fields.tsx'
import type { Speech } from './i18n.ts'
import { withCode } from './withCode.tsx'

interface Props {
  readonly say: Speech
  readonly data: EmbedData
  readonly choices: Choices
  readonly now: Chosen
  readonly change: (choices: Choices) => void
}

export function ChoiceFields({ say, data, choices, now, change }: Props) {
  const languages = data.languages.map(({ tag, name }) => ({ value: tag, words: name, lang: tag }))
  const common = (name: keyof Choices) => ({
    name,
    label: say(`${name}.label`),
    value: choices[name],
    set: (value: string) => change({ ...choices, [name]: value }),
  })
  const error = (name: 'place' | 'site' | 'color') => (now.bad[name] ? say(`${name}.bad`) : undefined)
  return (
    <>
      <Select
        {...common('desk')}
        value={now.desk.id}
        hint={say('desk.hint')}
        options={data.desks.map(({ id }) => ({ value: id, words: deskName(id, say.lang) }))}
      />
      <div class="pair">
        <Select {...common('words')} hint={say('words.hint')} options={languages} />
        <Select
          {...common('opens')}
          hint={say('opens.hint')}
          options={[{ value: '', words: say('opens.own') }, ...languages]}
        />
      </div>
      <Radios
        {...common('where')}
        hint={say('where.hint')}
        options={(['end', 'start', 'place'] as const).map((value) => ({ value, words: say(`where.${value}`) }))}
      />
      {choices.where === 'place' && (
        <Text {...common('place')} hint={withCode(say('place.hint'), '<div id="help"></div>')} error={error('place')} />
      )}
      <div class="pair">
        <Text {...common('color')} hint={<ShadeWords say={say} shade={now.color} />} error={error('color')}>
          <input
            type="color"
            aria-label={say('color.pick')}
            value={'tints' in now.color ? choices.color.trim().toLowerCase() : '#0b5f66'}
            onInput={(event) => change({ ...choices, color: event.currentTarget.value })}
          />
        </Text>
        <Text {...common('site')} hint={say('site.hint')} error={error('site')} />
      </div>
      <Select
        {...common('exit')}
        value={now.exit}
        hint={say('exit.hint')}
        options={now.desk.exits.map((value) => ({ value, words: value.replace(/^https:\/\//, '') }))}
      />
    </>
  )
}

/** What the panel makes of the colour, with both shades beside the words. */
function ShadeWords({ say, shade }: { say: Speech; shade: Shade }) {
  switch (shade.kind) {
    case 'none':
    case 'bad':
      return <>{say('color.hint')}</>
    case 'alarm':
      return <>{say('color.alarm')}</>
    case 'same':
    case 'changed': {
      const { light, dark } = shade.tints
      return (
        <>
          <svg class="shades" viewBox="0 0 44 20" width="44" height="20" aria-hidden="true">
            <circle cx="10" cy="10" r="9" fill={light.fill} stroke="#fff" />
            <circle cx="33" cy="10" r="9" fill={dark.fill} stroke="#14191b" />
          </svg>{' '}
          {say(`color.${shade.kind}`, { light: light.fill, dark: dark.fill })}
        </>
      )
    }
  }
}

/** A desk is named by its country; by its letters where they are no country. */
function deskName(id: string, lang: string): string {
  try {
    const name = new Intl.DisplayNames([lang], { type: 'region' }).of(id)
    return name === undefined || name === id ? id : `${name} (${id})`
  } catch {
    return id
  }
}
