/** House guides, sealed: one an NGO. */
export interface GuideStore {
  guide(ngo: string): Promise<StoredGuide | undefined>
  /**
   * In the place of the one before, which is overwritten. False: it is not the next version; the same bytes again are true.
   */
  putGuide(guide: StoredGuide): Promise<boolean>
}

export interface StoredGuide {
  readonly ngo: string
  readonly version: number
  /** of the inbox key for which it is sealed: while it is, that key is not destroyed */
  readonly generation: number
  /** 8,240 bytes */
  readonly sealed: Uint8Array
}
