import { crc32, deflateSync } from 'node:zlib'
import { join, unsigned } from '../../shared/bytes.ts'
import { utf8 } from '../../shared/text.ts'

/** Sizes that browsers ask for before they let a page be installed. */
export const ICON_SIZES = [192, 512] as const
export const iconPath = (size: number): string => `/inbox/dot-${size}.png`
export const MANIFEST_PATH = '/inbox/list.webmanifest'

/**
 * With what the inbox is put among a phone's programs: a name and a dot that say nothing, and no colour of ours.
 * `scope` holds the inbox alone, so that no other page of the server opens in its window.
 */
export const MANIFEST = JSON.stringify({
  id: '/inbox/',
  name: 'List',
  short_name: 'List',
  start_url: '/inbox/',
  scope: '/inbox/',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#ffffff',
  icons: ICON_SIZES.map((size) => ({
    src: iconPath(size),
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose: 'any maskable',
  })),
})

/** A grey dot on white, as in the page's own icon: 16 units wide, the dot's radius is 5; well within what a mask leaves. */
export function dotIcon(size: number): Uint8Array {
  const unit = size / 16
  const rows = new Uint8Array(size * (size + 1))
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const away = Math.hypot(x + 0.5 - size / 2, y + 0.5 - size / 2)
      // One pixel wide, so that the edge is smooth.
      const inside = Math.min(1, Math.max(0, 5 * unit - away + 0.5))
      rows[y * (size + 1) + 1 + x] = Math.round(255 - inside * (255 - 0x88))
    }
  const chunk = (type: string, data: Uint8Array): Uint8Array => {
    const body = join(utf8(type), data)
    return join(unsigned(data.length, 4), body, unsigned(crc32(body), 4))
  }
  // 8 bits of grey, no interlace (PNG, ISO/IEC 15948, 11.2).
  const head = join(unsigned(size, 4), unsigned(size, 4), new Uint8Array([8, 0, 0, 0, 0]))
  return join(
    new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  )
}
