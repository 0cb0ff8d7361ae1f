import { setTimeout } from 'node:timers/promises'
import { startServer, type Server } from '../server.ts'
import { begun, HARMS } from './harms.ts'
import { beginLoad, type Sent } from './load.ts'
import type { Random } from './random.ts'
import type { Store } from './store.ts'
import { examine, type Verdict } from './whole.ts'

/** One harm, and what was there after it. */
export type Round = Verdict & {
  readonly kind: string
  readonly engine: Store['engine']
  /** What happened, in words. */
  readonly says: string
  /** Milliseconds until a server took captures again. */
  readonly recovered: number
  /** All that was sent to this store so far. */
  readonly sent: readonly Sent[]
}

export type Before = {
  readonly number: number
  readonly random: Random
  readonly sent: readonly Sent[]
}

/** Captures at full rate, does one harm at a random moment, starts again, and looks at all there is. */
export async function harmOnce(store: Store, kind: string, before: Before): Promise<Round> {
  const harm = HARMS[kind]
  if (harm === undefined) throw new Error(`${kind} is no kind of harm`)
  const { number, random, sent } = before
  const start = (): Promise<Server> =>
    startServer({ folder: store.place, environment: store.environment })
  const server = await start()
  let running = server
  const load = beginLoad(server.url, { round: number, before: sent })
  const scene = { store, server, load, random }
  try {
    await begun(load)
    await setTimeout(random.between(200, 900))
    const happened = await harm.during(scene)
    await load.stop()
    const says = [happened.says]
    if (hasEnded(server)) says.push((await harm.after?.(scene)) ?? '')
    const from = performance.now()
    if (hasEnded(server)) running = await start()
    const recovered = happened.recovered ?? performance.now() - from
    const verdict = await examine(running.url, load.sent)
    await running.kill()
    const logged =
      load.strange.length > 0 ? [`the server said ${server.output().slice(-1000)}`] : []
    const wrong = [...verdict.wrong, ...load.strange, ...logged, ...(await store.check())]
    const text = says.filter((one) => one !== '').join(', ')
    return { ...verdict, wrong, kind, engine: store.engine, says: text, recovered, sent: load.sent }
  } catch (cause) {
    const { acknowledged, refused, strange } = load
    const counts = `${acknowledged()} acknowledged, ${refused()} refused, ${strange.length} strange`
    const ended = `exit code ${running.process.exitCode}`
    const output = running.output().slice(-2000)
    throw new Error(`${String(cause)}; ${counts}, ${ended}, the server said: ${output}`, { cause })
  } finally {
    await running.kill()
    await load.stop()
  }
}

const hasEnded = ({ process: { exitCode, signalCode } }: Server): boolean =>
  exitCode !== null || signalCode !== null
