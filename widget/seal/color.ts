/** A partner's colour, made readable (WCAG 2.x contrast). Channels are 0–255. */
type Rgb = readonly [number, number, number]

export interface Tints {
  readonly light: Tint
  readonly dark: Tint
}

export interface Tint {
  /** Behind white or dark text: the primary button, the thread. */
  readonly fill: string
  /** Text on `fill`. */
  readonly on: string
  /** Links, which stand on paper and not on white. */
  readonly link: string
}

const WHITE: Rgb = [255, 255, 255]
const PAPER: Rgb = [0xfb, 0xf8, 0xf4]
const DARK_CARD: Rgb = [0x1c, 0x23, 0x26]
const DARK_INK: Rgb = [0x0b, 0x23, 0x25]

const linear = (value: number): number => {
  const part = value / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}
const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)

export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

export const parse = (hex: string): Rgb | undefined =>
  /^#[0-9a-f]{6}$/i.test(hex)
    ? [parseInt(hex.slice(1, 3), 16), parseInt(hex.slice(3, 5), 16), parseInt(hex.slice(5, 7), 16)]
    : undefined

const toHex = (color: Rgb): string => `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`

/** Reds of alarm: hue 345–15 with a saturation (HSL) above 60 %. */
function isAlarm([r, g, b]: Rgb): boolean {
  const [most, least] = [Math.max(r, g, b) / 255, Math.min(r, g, b) / 255]
  const span = most - least
  if (!span || most * 255 !== r) return false
  const saturation = span / (1 - Math.abs(most + least - 1))
  const hue = (60 * ((g - b) / 255 / span) + 360) % 360
  return saturation > 0.6 && (hue >= 345 || hue <= 15)
}

/** Steps from a colour towards black or white until it stands out from the ground by 4.5. */
function until(color: Rgb, towards: 'darker' | 'lighter', ground: Rgb): Rgb {
  for (let k = 1; k >= 0; k -= 0.02) {
    const shade = color.map((part) =>
      Math.round(towards === 'darker' ? part * k : 255 - (255 - part) * k),
    ) as unknown as Rgb
    if (contrast(shade, ground) >= 4.5) return shade
  }
  return towards === 'darker' ? [0, 0, 0] : WHITE
}

/** The partner's colour in both schemes; undefined for none, nonsense, or a red that looks like alarm. */
export function tints(hex: string | null): Tints | undefined {
  const color = hex === null ? undefined : parse(hex)
  if (!color || isAlarm(color)) return undefined
  const light = until(color, 'darker', WHITE)
  const dark = until(color, 'lighter', DARK_CARD)
  const on = contrast(dark, WHITE) > contrast(dark, DARK_INK) ? WHITE : DARK_INK
  return {
    light: { fill: toHex(light), on: toHex(WHITE), link: toHex(until(color, 'darker', PAPER)) },
    dark: { fill: toHex(dark), on: toHex(on), link: toHex(dark) },
  }
}
