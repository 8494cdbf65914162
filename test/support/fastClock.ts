/**
 * Environment of a process whose clock begins now and runs so many times as fast (Debian's faketime). Not from a day that is
 * written down: documents of the test network are issued now, and a server refuses those of its future.
 */
export function fastClock(times: number): Record<string, string> {
  const now = new Date().toISOString().slice(0, 19).replace('T', ' ')
  return { LD_PRELOAD: '/usr/$LIB/faketime/libfaketime.so.1', FAKETIME: `@${now} x${times}`, TZ: 'UTC' }
}

/** Environment of a process whose clock begins at a moment and runs as it should; all that it is shown has to be made by itself. */
export function clockAt(moment: string): Record<string, string> {
  const then = new Date(moment).toISOString().slice(0, 19).replace('T', ' ')
  return { LD_PRELOAD: '/usr/$LIB/faketime/libfaketime.so.1', FAKETIME: `@${then} x1`, TZ: 'UTC' }
}
