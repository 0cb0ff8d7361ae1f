import { parseArgs } from 'node:util'
import { readContext } from '@suyuan/core/event/context'
import type { EpcisEvent, Json } from '@suyuan/core/event/event'
import { bindingOf } from '@suyuan/core/plan/bind'
import { Board } from '@suyuan/core/plan/board'
import { affectedBy, inForce, judgePoint, judgingOf } from '@suyuan/core/plan/judge'
import type { Plan } from '@suyuan/core/plan/plan'
import { readingsOf } from '@suyuan/core/plan/reading'
import { readPlan } from '@suyuan/core/plan/read-plan'
import { settled } from '@suyuan/core/plan/series'
import { dueBetween } from '@suyuan/core/plan/slots'

/**
 * `node bench/judging.ts`: judging in one thread as readings arrive, 20 an event, at 10,000 points by the clock, against reading the
 * same events as JSON and nothing more; and the board of a year of their two-hourly rounds. In seconds of CPU: others may be at work.
 */
const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '10000' },
    events: { type: 'string', default: '20000' },
  },
})
const POINTS = Number(values.points)
const EVENTS = Number(values.events)
const NAMES = ['turbidity', 'freeChlorine', 'pH', 'pressure', 'level']
const PREFIXES = { s: 'https://bench.example/voc#' }
const YEAR = {
  from: Date.parse('2026-01-01T00:00:00+08:00') * 1000,
  to: Date.parse('2027-01-01T00:00:00+08:00') * 1000,
}
const words = { zh: '点', en: 'a point' }

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const placeOf = (i: number): string => `https://id.gs1.org/414/9521002000016/254/P${i}`

function seconds(work: () => void): number {
  const from = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1e6
}

function planOf(): Plan {
  const measures = Object.fromEntries(
    NAMES.map((name) => [name, { words, type: `s:${name}`, unit: { label: name, bare: true } }]),
  )
  const due = { every: 'PT2H', window: { before: 'PT20M', after: 'PT20M' } }
  const points = Array.from({ length: POINTS }, (_, i) => ({
    id: `p${i}`,
    words,
    control: 'CCP',
    at: { places: [placeOf(i)] },
    reads: NAMES,
    due,
  }))
  const source = { standard: 'bench', edition: '1' }
  const limits = NAMES.map((name) => ({
    id: name,
    measure: name,
    kind: 'critical',
    max: 9,
    certainty: 'F',
    source,
  }))
  const plan = { plan: 'bench', version: '1', from: '2026-01-01', words, measures, points, limits }
  const read = readPlan(plan as Json, { prefixes: PREFIXES })
  if (read.ok) return read.value.plan
  throw new Error(read.problems.map(({ at, says }) => `${at}: ${says}`).join('\n'))
}

/** One point, read four times in a few seconds. */
function textOf(k: number): string {
  const start = Date.parse('2026-05-01T00:00:00+08:00') + Math.floor(k / POINTS) * 7_200_000
  const time = (second: number): string =>
    new Date(start + (k % 15) * 60_000 + second * 1000).toISOString()
  const report = (second: number): object[] =>
    NAMES.map((name, i) => ({ type: `s:${name}`, value: ((k * 7 + second + i) % 97) / 10 }))
  return JSON.stringify({
    type: 'ObjectEvent',
    action: 'OBSERVE',
    eventTime: time(0),
    eventTimeZoneOffset: '+08:00',
    bizStep: 'inspecting',
    readPoint: { id: placeOf(k % POINTS) },
    epcList: [],
    sensorElementList: [0, 1, 2, 3].map((second) => ({
      sensorMetadata: { time: time(second) },
      sensorReport: report(second),
    })),
  })
}

function judging(plan: Plan, texts: readonly string[]): void {
  const context = readContext(PREFIXES)
  const bind = bindingOf(plan)
  const holds = inForce([plan])[0]?.holds ?? YEAR
  const ready = new Map(plan.points.map((point) => [point.id, judgingOf(plan, point, holds)]))
  const events = texts.map((text) => JSON.parse(text) as EpcisEvent)
  for (let round = 1; round <= 3; round++) {
    let verdicts = 0
    const parsed = seconds(() => {
      for (const text of texts) JSON.parse(text)
    })
    const judged = seconds(() => {
      for (const [k, event] of events.entries()) {
        const bound = readingsOf(event, context, { eventID: `e${k}` }).flatMap(bind)
        const own = settled(bound.map(({ reading }) => reading))
        const point = ready.get(bound[0]?.point.id ?? '')
        const time = own[0]?.time
        if (point === undefined || time === undefined) throw new Error('a reading of no point')
        verdicts += judgePoint(point, own, {
          span: affectedBy(point, time),
          until: time + 60_000_000,
        }).length
      }
    })
    const rate = Math.round(verdicts / judged)
    const times = (judged / parsed).toFixed(1)
    say(
      `round ${round}: ${verdicts} verdicts, ${rate} a second; ${times} × JSON.parse of the same events`,
    )
  }
}

function board(plan: Plan): void {
  const made = new Board(plan, YEAR)
  const due = plan.points[0]?.due
  const checks = due?.by === 'clock' ? [...dueBetween(due.slots, YEAR, plan.zone)] : []
  const filled = seconds(() => {
    for (const { id } of plan.points) {
      for (const { number } of checks) made.set(id, number, number % 97 === 0 ? 'broken' : 'made')
    }
  })
  say(
    `board: ${checks.length * plan.points.length} checks set in ${filled.toFixed(1)} s, ${(made.bytes / 1e6).toFixed(1)} MB`,
  )
  const times = Array.from({ length: 300 }, (_, day) => {
    const from = performance.now()
    made.at(YEAR.from + day * 86_400_000_000 + 3_600_000_000)
    return performance.now() - from
  }).toSorted((a, b) => a - b)
  say(
    `where each stands at a moment: ${times[150]?.toFixed(1)} ms, 99 of 100 within ${times[296]?.toFixed(1)} ms`,
  )
}

const plan = planOf()
judging(
  plan,
  Array.from({ length: EVENTS }, (_, k) => textOf(k)),
)
board(plan)
