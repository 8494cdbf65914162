/**
 * Whether the panel was opened as `/go#test`, a page of its own. In a partner's frame there is always a parent, so nothing that
 * a page writes or posts can make a test of what a person sends there.
 */
export const isTest = (): boolean => parent === self && location.hash === '#test'
