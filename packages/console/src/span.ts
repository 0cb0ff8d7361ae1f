const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A span of time in its two largest parts, as a clock on a case shows it. */
export function spanOf(
  ms: number,
): readonly (readonly [unit: 'days' | 'hours' | 'minutes', n: number])[] {
  const whole = Math.abs(ms)
  const days = Math.floor(whole / DAY)
  const hours = Math.floor((whole % DAY) / HOUR)
  const minutes = Math.floor((whole % HOUR) / MINUTE)
  if (days > 0)
    return [
      ['days', days],
      ['hours', hours],
    ]
  if (hours > 0)
    return [
      ['hours', hours],
      ['minutes', minutes],
    ]
  return [['minutes', minutes]]
}
