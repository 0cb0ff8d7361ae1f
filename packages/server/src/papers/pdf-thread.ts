import { parentPort } from 'node:worker_threads'
import { drawn } from './draw.ts'
import type { Paper } from './paper.ts'

export type ToDraw = { readonly number: number; readonly paper: Paper }
export type FromDrawer = { readonly number: number } & (
  | { readonly pdf: Uint8Array }
  | { readonly fault: Error }
)

parentPort?.on('message', ({ number, paper }: ToDraw) => {
  drawn(paper).then(
    (pdf) => parentPort?.postMessage({ number, pdf } satisfies FromDrawer),
    (fault: unknown) =>
      parentPort?.postMessage({
        number,
        fault: fault instanceof Error ? fault : new Error(String(fault)),
      } satisfies FromDrawer),
  )
})
