/** How many of the bad and of the good have something. */
export type Table = {
  readonly bad: number
  readonly badOf: number
  readonly good: number
  readonly goodOf: number
}

/** Sums of logarithms: factorials of some thousands do not fit into a double. */
const LOG_FACTORIALS: number[] = [0]

function logFactorial(n: number): number {
  for (let i = LOG_FACTORIALS.length; i <= n; i++) {
    LOG_FACTORIALS.push((LOG_FACTORIALS[i - 1] ?? 0) + Math.log(i))
  }
  return LOG_FACTORIALS[n] ?? 0
}

const logChoose = (n: number, k: number): number =>
  logFactorial(n) - logFactorial(k) - logFactorial(n - k)

/**
 * Fisher's exact test, one-sided: how likely at least so many of the bad would have it, if who is bad had nothing to do with
 * it.
 */
export function fisher({ bad, badOf, good, goodOf }: Table): number {
  const having = bad + good
  const all = logChoose(badOf + goodOf, having)
  let p = 0
  for (let k = bad; k <= Math.min(badOf, having); k++) {
    if (having - k > goodOf) continue
    p += Math.exp(logChoose(badOf, k) + logChoose(goodOf, having - k) - all)
  }
  return Math.min(1, p)
}

/** How much likelier a bad one is to have it than a good one; half a one is added everywhere, so that none is 0 or infinite. */
export function likelihoodRatio({ bad, badOf, good, goodOf }: Table): number {
  return (bad + 0.5) / (badOf + 1) / ((good + 0.5) / (goodOf + 1))
}
