import { capture, type CaptureDeps } from '../capture/capture.ts'
import { simulate } from '../chain/simulate.ts'
import { logEnd } from '../store/follow.ts'
import { progress, type Terminal } from './terminal.ts'

const SEED = 7

export type Demo = {
  readonly tins: number
  /** Where the server is. */
  readonly url: string
  /** Ends the loading after a whole document. */
  readonly stop: AbortSignal
}

/** Loads the demo chain into an empty log; one that holds events is left as it is. */
export async function loadDemo(
  deps: CaptureDeps,
  { tins, url, stop }: Demo,
  terminal: Terminal,
): Promise<void> {
  if ((await deps.engine.read(logEnd, undefined)) > 0) return
  const line = progress(terminal)
  let events = 0
  const captor = { party: 'demo', credential: 'simulator' }
  for (const part of simulate({ seed: SEED, tins })) {
    if (stop.aborted) return
    if (part.kind !== 'document') continue
    await capture(deps, { body: only(part.json), behaviour: 'rollback', captor })
    events += part.events
    line.tell(`the demo chain: ${events} events captured`)
  }
  line.end(`the demo chain is there: ${tins} tins, ${events} events (everything in it is invented)`)
  terminal.out(`  look at it: ${url}/console/\n`)
}

async function* only(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
