import { Signal } from '@preact/signals'

/** What is computed holds what it was made of until it is asked again, also where nobody looks any more: asks all of it once. */
export function askAgain(...parts: readonly object[]): void {
  for (const part of parts) for (const one of Object.values(part)) if (one instanceof Signal) one.peek()
}
