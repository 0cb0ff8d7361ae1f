import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Captured } from '../packages/server/src/bench/capturing.ts'
import { tellCaptured, tellLookedUp } from '../packages/server/src/bench/report.ts'
import type { Both, Result, Step } from '../packages/server/src/bench/run.ts'
import { watchMemory } from './memory.ts'
import { start, type Kind, type Subject } from './servers.ts'

/** How all servers are driven. */
export type Load = {
  readonly seed: number
  readonly connections: number
  readonly eventsPerDocument: number
  readonly lookups: number
  readonly lookupConnections: number
}

export type Measured = Result & {
  readonly peakMemory: number | undefined
  /** Bytes on the disk, and of the documents as they were sent. */
  readonly disk: number
  readonly sent: number
  readonly events: number
}

/**
 * A server is started, driven by `suyuan bench` in a process of its own, and stopped. What is known is told on standard
 * error as it comes. @throws Error where anything was wrong.
 */
export async function measure(
  kind: Kind,
  events: readonly number[],
  load: Load & { readonly whileCapturing: number },
): Promise<Measured> {
  await using subject = await start(kind)
  const memory = watchMemory(subject.processes)
  try {
    const result = await drive(subject, events, load)
    const peakMemory = memory.peak()
    const captures = [...result.steps.map(({ capture }) => capture), result.meanwhile?.capture]
    const all = captures.filter((capture) => capture !== undefined)
    const total = (of: (capture: Captured) => number): number =>
      all.reduce((sum, capture) => sum + of(capture), 0)
    return {
      ...result,
      peakMemory,
      disk: await subject.bytesWhenStopped(),
      sent: total(({ bytes }) => bytes),
      events: total((capture) => capture.events),
    }
  } finally {
    memory.stop()
  }
}

async function drive(
  { url }: Subject,
  events: readonly number[],
  load: Load & { readonly whileCapturing: number },
): Promise<Result> {
  const options = {
    target: url,
    events: events.join(','),
    seed: load.seed,
    connections: load.connections,
    'events-per-document': load.eventsPerDocument,
    lookups: load.lookups,
    'lookup-connections': load.lookupConnections,
    'while-capturing': load.whileCapturing,
  }
  const main = fileURLToPath(new URL('../packages/server/src/main.ts', import.meta.url))
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn(process.execPath, [main, 'bench', ...args, '--trust-202', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const steps: Step[] = []
  let rest: Pick<Result, 'meanwhile'> = {}
  for await (const line of createInterface(child.stdout)) {
    const part = JSON.parse(line) as Step | Required<typeof rest>
    if ('meanwhile' in part) rest = part
    else steps.push(part)
    tell(part)
  }
  const code = await exited
  if (code === 0) return { steps, ...rest }
  throw new Error(`suyuan bench ended with ${code} after ${JSON.stringify({ steps, ...rest })}`)
}

/** What is known so far, beside the table. */
function tell(part: Step | { readonly meanwhile: Both }): void {
  const { capture, lookups }: Partial<Both> = 'meanwhile' in part ? part.meanwhile : part
  const lines = [
    'meanwhile' in part ? 'both at once' : `up to ${part.events} events`,
    ...(capture === undefined ? [] : tellCaptured(capture)),
    ...(lookups === undefined ? [] : tellLookedUp(lookups)),
  ]
  process.stderr.write(`${lines.join('\n')}\n`)
}
