/** How many before others get their turn: about a millisecond's work. */
const AT_A_TIME = 8

const waiting: (() => void)[] = []

/**
 * Does something soon, and never much at once. Node finds all connections whose time is over in one go; 2,000 idle ones that came
 * together would keep everybody else waiting while they are ended (measured: 70 to 190 ms).
 */
export function inTurn(work: () => void): void {
  if (waiting.push(work) === 1) setImmediate(doSome)
}

function doSome(): void {
  for (const work of waiting.splice(0, AT_A_TIME)) work()
  if (waiting.length) setImmediate(doSome)
}
