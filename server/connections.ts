/**
 * How many may wait to be let in while the server is busy with others; the system has a bound of its own
 * (`net.core.somaxconn`). Whom it turns away for want of room asks again after a second, and then after two more.
 */
export const BACKLOG = 4096

let openFiles: number | undefined

/**
 * How many connections may be open at once: as many as the operator says, and never more than half of the files that this
 * process may open, so that a flood of idle ones cannot make reading a file fail.
 */
export function mostConnections(wanted: number): number {
  openFiles ??= limitOfFiles()
  return Math.max(1, Math.min(wanted, Math.floor(openFiles / 2)))
}

/** `ulimit -n`; Node has raised the soft limit to the hard one at its start. */
function limitOfFiles(): number {
  // A report would else look up the names of all that is connected, and ask the network for them.
  if (process.report) Object.assign(process.report, { excludeNetwork: true })
  const report = process.report?.getReport() as { userLimits?: { open_files?: { soft?: unknown } } } | undefined
  const soft = report?.userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : soft === 'unlimited' ? Infinity : 1024
}
