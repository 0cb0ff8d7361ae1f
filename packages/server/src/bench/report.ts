import type { Captured } from './capturing.ts'
import type { LookedUp } from './looking-up.ts'
import type { Latency } from './timings.ts'

const whole = (value: number): string => Math.round(value).toLocaleString('en')
const milliseconds = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0))

function latencyOf({ p50, p95, p99, max }: Latency): string {
  const [a, b, c, d] = [p50, p95, p99, max].map(milliseconds)
  return `p50 ${a} ms, p95 ${b}, p99 ${c}, max ${d}`
}

const samples = (all: readonly string[]): readonly string[] => all.map((says) => `    ${says}`)

/** A capture in words, a line each. */
export function tellCaptured(captured: Captured): readonly string[] {
  const { events, documents, bytes, seconds, rate, fifths, latency, refused, refusals } = captured
  return [
    `  ${whole(events)} events in ${whole(documents)} documents, ${(bytes / 2 ** 20).toFixed(1)} MiB, ${seconds.toFixed(1)} s`,
    `  ${whole(rate)} events/s; by fifths ${fifths.map(whole).join(' · ')}`,
    `  a document: ${latencyOf(latency)}`,
    `  the driver took ${captured.driverCpuSeconds.toFixed(1)} s of CPU`,
    ...(refused === 0
      ? []
      : [`  ${whole(refused)} documents refused or lost:`, ...samples(refusals)]),
  ]
}

/** Look-ups in words, a line each. */
export function tellLookedUp(lookedUp: LookedUp): readonly string[] {
  const { lookups, seconds, rate, bytes, latency, wrong, wrongs } = lookedUp
  if (lookups + wrong === 0) return ['  no tin was captured that could be asked for']
  return [
    `  ${whole(lookups)} right answers, ${(bytes / 2 ** 20).toFixed(1)} MiB, ${seconds.toFixed(1)} s`,
    `  ${whole(rate)} a second; ${latencyOf(latency)}`,
    ...(wrong === 0 ? [] : [`  ${whole(wrong)} wrong answers:`, ...samples(wrongs)]),
  ]
}
