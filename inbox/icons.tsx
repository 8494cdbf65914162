import type { JSX } from 'preact'

/** Own icons: 24 grid, 1.75 px round stroke, the colour of the text beside them. */
const PATHS = {
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  good: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8 12.3l2.8 2.8L16 9.5',
  wait: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.2l3.2 2',
  stop: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M5.8 5.8l12.4 12.4',
  mark: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7.5v5.5M12 16.2v.1',
  speech:
    'M5 5.5h14a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-7.5L7 20v-3.5H5A1.5 1.5 0 0 1 3.5 15V7A1.5 1.5 0 0 1 5 5.5',
  phone:
    'M6 3.5h3l1.6 4.2-2 1.6a12 12 0 0 0 6.1 6.1l1.6-2 4.2 1.6v3a2 2 0 0 1-2.2 2A16.4 16.4 0 0 1 4 5.700a2 2 0 0 1 2-2.200',
  days: 'M4.5 6h15v14h-15zM4.500 10.500h15M8.500 3.500v4M15.500 3.500v4',
  more: [5, 12, 19].map((x) => `M${x} 11a1 1 0 1 0 0 2 1 1 0 1 0 0-2`).join(''),
  note: 'M6 3.500h8l4 4v13H6zM14 3.500v4h4M9 12h6M9 16h6',
} as const

export function Icon({ name }: { readonly name: keyof typeof PATHS }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** The thread: four parts and a bead while unlocking. */
export function Thread({ part }: { readonly part: number }): JSX.Element {
  return (
    <div class="thread" data-part={part} aria-hidden="true">
      <i />
    </div>
  )
}

/** The thread at rest, in one loose loop. */
export function Loop(): JSX.Element {
  return (
    <svg class="loop" viewBox="0 0 240 64" aria-hidden="true" focusable="false">
      <path d="M4 46c40 6 70 4 96-8 24-11 30-30 14-32-17-2-22 22-2 34 26 15 74 10 112 2" />
      <circle cx="228" cy="42" r="5" />
    </svg>
  )
}
