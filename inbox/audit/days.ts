/** "2026-11-27" in that zone, of seconds UTC. */
export const localDate = (t: number, tz: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: tz }).format(t * 1000)
