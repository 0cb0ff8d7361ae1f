import { deviation, mean } from './limits.ts'

/** How well a process keeps to its limits: by the spread within (Cp, Cpk), and by all there was (Pp, Ppk). ISO 22514-2. */
export type Capability = {
  /** Undefined where there is one limit only. */
  readonly cp?: number
  readonly pp?: number
  readonly cpk: number
  readonly ppk: number
}

/**
 * Undefined where there is no limit, or no spread. It means something only of a process that is in control, with values that are
 * near to normal.
 *
 * @param within standard deviation within, as a chart tells it
 */
export function capability(
  values: readonly number[],
  within: number,
  { min, max }: { readonly min?: number; readonly max?: number },
): Capability | undefined {
  const overall = values.length < 2 ? 0 : deviation(values)
  if (!(within > 0) || !(overall > 0) || (min === undefined && max === undefined)) return undefined
  const centre = mean(values)
  const nearest = Math.min((max ?? Infinity) - centre, centre - (min ?? -Infinity))
  const both = min === undefined || max === undefined ? undefined : max - min
  return {
    ...(both !== undefined && { cp: both / (6 * within), pp: both / (6 * overall) }),
    cpk: nearest / (3 * within),
    ppk: nearest / (3 * overall),
  }
}
