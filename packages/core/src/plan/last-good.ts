import { momentOf, type Verdict } from './verdict.ts'

/** What went through a point while nobody can say that it was under control. */
export type Doubt = {
  /** The last good check; undefined where there never was one: then all that ever went through is in doubt. */
  readonly from?: number
  readonly good?: Verdict
  /** The first good check after it; undefined while it is still in doubt. */
  readonly to?: number
  /** Checks in between that broke a limit, did not come, or could not be judged. */
  readonly bad: readonly Verdict[]
}

/**
 * "Hold since the last good check": the time around a broken or missed check in which a measure at a point was not shown to be
 * under control. Without `measure` all that the point reads count: the good check is then the oldest of their last good ones.
 * A good reading that came late counts for when it was made; one that was back-dated proves nothing.
 *
 * @param verdicts of the point, in any order
 */
export function lastGoodBefore(
  verdicts: readonly Verdict[],
  asked: { readonly point: string; readonly measures: readonly string[]; readonly at: number },
): Doubt {
  const own = verdicts.filter(
    ({ point, measure }) => point === asked.point && asked.measures.includes(measure),
  )
  const goods = asked.measures.map((measure) => ({
    before: latest(own.filter((one) => isGood(one, measure) && momentOf(one) < asked.at)),
    after: earliest(own.filter((one) => isGood(one, measure) && momentOf(one) > asked.at)),
  }))
  const before = goods.map((one) => one.before)
  const good = before.includes(undefined) ? undefined : earliest(before)
  const after = goods.map((one) => one.after)
  const to = after.includes(undefined) ? undefined : latest(after)
  const [from, end] = [good && momentOf(good), to && momentOf(to)]
  const bad = own.filter((one) => {
    const moment = momentOf(one)
    return one.verdict !== 'good' && moment > (from ?? -Infinity) && moment < (end ?? Infinity)
  })
  return {
    ...(good !== undefined && from !== undefined && { from, good }),
    ...(end !== undefined && { to: end }),
    bad: bad.toSorted((a, b) => momentOf(a) - momentOf(b)),
  }
}

const isGood = ({ verdict, measure, backdated }: Verdict, wanted: string): boolean =>
  verdict === 'good' && measure === wanted && !backdated

function latest(verdicts: readonly (Verdict | undefined)[]): Verdict | undefined {
  return extreme(verdicts, (a, b) => a > b)
}

function earliest(verdicts: readonly (Verdict | undefined)[]): Verdict | undefined {
  return extreme(verdicts, (a, b) => a < b)
}

function extreme(
  verdicts: readonly (Verdict | undefined)[],
  isBetter: (a: number, b: number) => boolean,
): Verdict | undefined {
  let best: Verdict | undefined
  for (const one of verdicts) {
    if (one === undefined) continue
    if (best === undefined || isBetter(momentOf(one), momentOf(best))) best = one
  }
  return best
}
