/**
 * How likely two samples at least so unlike each other are by chance alone, if both are of one distribution: the two-sided
 * Mann–Whitney test, with the normal approximation that is right from some twenty values on, and corrected for ties.
 * @returns p, from 0 to 1
 */
export function rankSum(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, ours: true })), ...b.map((value) => ({ value, ours: false }))]
  all.sort((one, other) => one.value - other.value)
  let ranks = 0
  let ties = 0
  for (let from = 0; from < all.length;) {
    let to = from
    while (to < all.length && all[to]!.value === all[from]!.value) to++
    const rank = (from + 1 + to) / 2
    for (const one of all.slice(from, to)) if (one.ours) ranks += rank
    ties += (to - from) ** 3 - (to - from)
    from = to
  }
  const [n, m] = [a.length, b.length]
  const u = ranks - (n * (n + 1)) / 2
  const spread = Math.sqrt(((n * m) / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1))))
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / spread
  return 2 * upperTail(z)
}

/** The normal distribution's tail above z ≥ 0, to 1e-7 (Abramowitz and Stegun 7.1.26). */
function upperTail(z: number): number {
  const x = z / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  return (poly * Math.exp(-x * x)) / 2
}
