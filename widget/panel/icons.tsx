/** Our own icons: 24 grid, 1.75 round stroke. Plain things only; arrow and handset are mirrored in right-to-left scripts. */
const PATHS = {
  person: 'M12 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M5 20c.6-4 3.4-6 7-6s6.4 2 7 6',
  people:
    'M8.5 6a3 3 0 1 0 0 6a3 3 0 1 0 0-6M16 7a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5M3 19.5c.5-3.5 2.6-5 5.5-5s5 1.5 5.5 5M15.5 15c2.9-.2 4.6 1.3 5.1 4.2',
  case: 'M4.5 8.5h15A1.5 1.5 0 0 1 21 10v8a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18v-8A1.5 1.5 0 0 1 4.5 8.5zM9 8.5V6.5A1.5 1.5 0 0 1 10.5 5h3A1.5 1.5 0 0 1 15 6.5v2M3 13h18',
  phone:
    'M6.5 4h2.2l1.5 4-2 1.6a11 11 0 0 0 5.2 5.2l1.6-2 4 1.5v2.2A2.5 2.5 0 0 1 16.3 19C9.8 18.6 5.4 14.2 5 7.7A2.5 2.5 0 0 1 6.5 4z',
  icall:
    'M6.5 4h2.2l1.5 4-2 1.6a11 11 0 0 0 5.2 5.2l1.6-2 4 1.5v2.2A2.5 2.5 0 0 1 16.3 19C9.8 18.6 5.4 14.2 5 7.7A2.5 2.5 0 0 1 6.5 4zM14.5 9.5l5-5M15.5 4.5h4v4',
  bubble:
    'M6.5 5h11A2.5 2.5 0 0 1 20 7.5v6a2.5 2.5 0 0 1-2.5 2.5H12l-4.5 4v-4h-1A2.5 2.5 0 0 1 4 13.5v-6A2.5 2.5 0 0 1 6.5 5z',
  lines:
    'M6.5 5h11A2.5 2.5 0 0 1 20 7.5v6a2.5 2.5 0 0 1-2.5 2.5H12l-4.5 4v-4h-1A2.5 2.5 0 0 1 4 13.5v-6A2.5 2.5 0 0 1 6.5 5zM8 9h8M8 12h5',
  letter:
    'M5.5 6h13A1.5 1.5 0 0 1 20 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 16.5v-9A1.5 1.5 0 0 1 5.5 6zM4.5 7.5L12 13l7.5-5.5',
  globe: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M3.5 12h17M12 3.5c3 3 3 14 0 17M12 3.5c-3 3-3 14 0 17',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  back: 'M14.5 6l-6 6l6 6',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M12 7.5V12l3 2',
  lock: 'M7.5 10.5h9A2.5 2.5 0 0 1 19 13v4.5A2.5 2.5 0 0 1 16.5 20h-9A2.5 2.5 0 0 1 5 17.5V13a2.5 2.5 0 0 1 2.5-2.5zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5',
  bin: 'M5 7h14M10 7V5h4v2M7 7l1 12h8l1-12',
  tick: 'M5.5 12.5l4.5 4.5l8.5-9.5',
  device:
    'M9 3.5h6A1.5 1.5 0 0 1 16.5 5v14a1.5 1.5 0 0 1-1.5 1.5H9A1.5 1.5 0 0 1 7.5 19V5A1.5 1.5 0 0 1 9 3.5zM11 17.5h2',
  thread: 'M3 17c4 0 5-2 5.5-5.5C9 7.5 11 5 13.5 5S18 7 18 9.5 16 14 13 14s-4-2-2-4.5 6-1 10 3',
  mark: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M12 7.5V13M12 16.3v.1',
} as const

export type IconName = keyof typeof PATHS

/** @param d the path of one that is not in this list */
export const Icon = ({
  name,
  d,
  size = 24,
}: {
  name?: IconName | undefined
  d?: string | undefined
  size?: number
}) => (
  <svg class={`icon icon-${name}`} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={d ?? PATHS[name!]} />
  </svg>
)
