interface Entry {
  readonly params?: { readonly url?: string; readonly initiator?: string }
}

/**
 * Addresses that pages asked for, by a log that Chromium's own network code wrote (`--log-net-log`). The browser's own services
 * ask without an initiator; a test tool sees neither those nor what a frame's process asks behind its back.
 */
export function requestsOfPages(log: string): readonly string[] {
  return log
    .split('\n')
    .filter((line) => line.includes('"initiator"'))
    .map((line) => (JSON.parse(line.replace(/,$/, '')) as Entry).params!)
    .filter(({ initiator }) => initiator !== 'not an origin')
    .map(({ url }) => url!)
    .filter((url) => url !== undefined)
}
