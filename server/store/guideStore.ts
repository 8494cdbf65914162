/** What coordinators write for their members, sealed: a house guide an NGO, and a list of interpreters. */
export interface GuideStore {
  guide(ngo: string): Promise<StoredPaper | undefined>
  /**
   * In the place of the one before, which is overwritten. False: it is not the next version; the same bytes again are true.
   */
  putGuide(guide: StoredPaper): Promise<boolean>
  interpreters(ngo: string): Promise<StoredPaper | undefined>
  /** As `putGuide`. */
  putInterpreters(list: StoredPaper): Promise<boolean>
}

export interface StoredPaper {
  readonly ngo: string
  readonly version: number
  /** of the inbox key for which it is sealed: while it is, that key is not destroyed */
  readonly generation: number
  /** 8,240 bytes of a guide, 41,008 of a list */
  readonly sealed: Uint8Array
}
