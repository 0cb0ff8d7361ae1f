import { numberOf, type Decimal } from '@suyuan/core/balance/decimal'
import { BASE } from '@suyuan/core/balance/measure'
import type { GroupBalance, SupplierBalance } from '@suyuan/core/balance/group'
import type { LotBalance } from '@suyuan/core/balance/lot-balance'
import type { Sum, Weighed } from '@suyuan/core/balance/settle'
import type { LotBalanced } from '../access/balances.ts'
import type { TransformationBalance } from '@suyuan/core/balance/transformation'

/** An amount; `atLeast`: something that belongs to it is not known. */
export type ShownSum = { readonly value: number; readonly uom: string; readonly atLeast?: true }

const amount = (value: Decimal, dimension: string): { value: number; uom: string } => ({
  value: numberOf(value),
  uom: BASE[dimension] ?? 'KGM',
})

const sum = ({ value, atLeast }: Sum, dimension = 'mass'): ShownSum => ({
  ...amount(value, dimension),
  ...(atLeast && { atLeast: true as const }),
})

/** Lines are told one by one up to so many. */
const MOST_LINES = 500

/** `GET /balance` of a transformation. */
export function shownTransformation(balance: TransformationBalance): object {
  const { id, sums, verdict, yielded, line, events, bizSteps, from, to, eventID } = balance
  const { dimension } = sums
  return {
    of: id,
    kind: 'transformation',
    events,
    bizSteps,
    ...(line !== undefined && { line }),
    from,
    to,
    in: sum(sums.in, dimension),
    out: sum(sums.out, dimension),
    loss: sum(sums.loss, dimension),
    rework: sum(sums.rework, dimension),
    sample: sum(sums.sample, dimension),
    reworkIn: sum(sums.reworkIn, dimension),
    ...(sums.difference && { difference: amount(sums.difference, dimension) }),
    ...shownVerdict(verdict, dimension),
    ...(yielded && { yield: shownYield(yielded) }),
    gaps:
      verdict.verdict === 'unbalanced' && sums.difference
        ? [{ kind: 'quantity-unbalanced', id, eventID, size: amount(sums.difference, dimension) }]
        : [],
    ...shownLines(sums.lines, dimension),
  }
}

function shownVerdict(
  { verdict, because, tolerance, allowed }: TransformationBalance['verdict'],
  dimension: string,
): object {
  return {
    verdict,
    ...(because && { because }),
    ...(tolerance && {
      tolerance: {
        id: tolerance.id,
        ...(allowed?.loss && { loss: amount(allowed.loss, dimension) }),
        ...(allowed?.gain && { gain: amount(allowed.gain, dimension) }),
      },
    }),
  }
}

function shownLines(lines: readonly Weighed[], dimension: string): object {
  const unknown = lines.flatMap(({ id, side, why }) => (why ? [{ id, side, why }] : []))
  const leftOut = lines.length - MOST_LINES
  return {
    unknown: unknown.slice(0, MOST_LINES),
    lines: lines.slice(0, MOST_LINES).map((one) => shownLine(one, dimension)),
    ...(leftOut > 0 && { linesLeftOut: leftOut }),
  }
}

function shownLine(
  { side, counts, id, ofClass, parts, ...line }: Weighed,
  dimension: string,
): object {
  const base = BASE[line.dimension]
  return {
    side,
    counts,
    id,
    ...(ofClass !== undefined && ofClass !== id && { class: ofClass }),
    parts,
    ...(line.dimension !== '' && {
      amount: { value: numberOf(line.sum), ...(base === undefined ? {} : { uom: base }) },
    }),
    ...(line.weight && dimension === 'mass' && { mass: amount(line.weight, dimension) }),
    ...(line.why && { why: line.why }),
  }
}

function shownYield({
  product,
  input,
  expected,
  within,
}: NonNullable<TransformationBalance['yielded']>): object {
  return {
    value: Number((numberOf(product) / numberOf(input)).toPrecision(6)),
    ...(expected && {
      expected: {
        id: expected.id,
        least: numberOf(expected.least),
        most: numberOf(expected.most),
      },
      within,
    }),
  }
}

/** `GET /balance` of a lot. */
export function shownLot({
  dimension,
  sums,
  ...lot
}: LotBalance & { readonly cut?: boolean }): LotBalanced & { readonly [more: string]: unknown } {
  const { items } = lot
  return {
    of: lot.id,
    kind: 'lot',
    ...(lot.ofClass !== undefined && { class: lot.ofClass }),
    events: lot.events,
    made: sum(sums.made, dimension),
    used: sum(sums.used, dimension),
    sold: sum(sums.sold, dimension),
    loss: sum(sums.loss, dimension),
    sample: sum(sums.sample, dimension),
    rework: sum(sums.rework, dimension),
    ...(lot.left && { left: amount(lot.left, dimension) }),
    verdict: lot.verdict,
    ...(lot.because && { because: lot.because }),
    beyond: lot.beyond.map(({ what, holder, by }) => ({
      what,
      ...(holder !== undefined && { holder }),
      by: amount(by, ITEMS.has(what) && items !== undefined ? 'count' : dimension),
    })),
    ...(items && { items }),
    holders: lot.holders.map(({ holder, left, ...held }) => ({
      holder,
      made: sum(held.made, dimension),
      received: sum(held.received, dimension),
      shipped: sum(held.shipped, dimension),
      used: sum(held.used, dimension),
      sold: sum(held.sold, dimension),
      loss: sum(held.loss, dimension),
      sample: sum(held.sample, dimension),
      ...(left && { left: amount(left, dimension) }),
    })),
    madeBy: lot.madeBy,
    usedBy: lot.usedBy,
    ...(lot.cut === true && { containersLeftOut: true }),
  }
}

const ITEMS: ReadonlySet<string> = new Set(['claimed', 'repeated'])

export function shownGroup(group: GroupBalance): object {
  const { transformations, unbalanced, notJudged, notWeighed, difference } = group
  return {
    transformations,
    unbalanced,
    notJudged,
    notWeighed,
    in: sum(group.in),
    out: sum(group.out),
    through: amount(group.through, 'mass'),
    loss: sum(group.loss),
    rework: sum(group.rework),
    sample: sum(group.sample),
    ...(difference && { difference: amount(difference, 'mass') }),
  }
}

export function shownSupplier({
  lots,
  beyond,
  notJudged,
  notWeighed,
  left,
  ...sums
}: SupplierBalance): object {
  return {
    lots,
    beyond,
    notJudged,
    notWeighed,
    ...Object.fromEntries(Object.entries(sums).map(([name, one]) => [name, sum(one)])),
    ...(left && { left: amount(left, 'mass') }),
  }
}
