/** All that an alert says, by every way and to everybody (R42). It names nobody, no place, no number, no service. */
export const SUBJECT = 'Please check your list'
export const BODY = 'There is something to do. Open the app as usual.'
