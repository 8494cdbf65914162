/**
 * Of a case that somebody has and in which nothing is written, in days since its newest event: `asks` who has it, and then the
 * coordinators, whether it still goes on, until it `closes` by itself (protocol §13).
 */
export const SILENT = { asks: 30, asksLeads: 60, closes: 90 } as const

/** Whether a case was closed by itself: nobody wrote that. @param closed its hour @param wrote hour of the newest event, seconds UTC */
export const closedItself = (closed: number, wrote: number): boolean => closed - wrote >= SILENT.closes * 86_400
