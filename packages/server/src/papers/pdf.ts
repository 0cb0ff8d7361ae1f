import { Worker } from 'node:worker_threads'
import type { Paper } from './paper.ts'
import type { FromDrawer, ToDraw } from './pdf-thread.ts'

/** How long the thread and its fonts (100 MB) are kept when nothing is to draw. */
const KEPT_MS = 20_000

/**
 * A paper as PDF, its fonts in it. Drawn in a thread of its own: a report of ten pages takes half a second, which all who ask
 * for something else would wait. One thread for all papers, begun when there is one to draw, gone when there is none.
 */
export function pdfOf(paper: Paper): Promise<Uint8Array> {
  drawer ??= newDrawer()
  return drawer.draw(paper)
}

type Drawer = { readonly draw: (paper: Paper) => Promise<Uint8Array> }
type Waiting = {
  readonly resolve: (pdf: Uint8Array) => void
  readonly reject: (fault: unknown) => void
}

let drawer: Drawer | undefined

function newDrawer(): Drawer {
  const worker = new Worker(new URL('./pdf-thread.ts', import.meta.url))
  const waiting = new Map<number, Waiting>()
  let papers = 0
  let idle: NodeJS.Timeout | undefined
  const self: Drawer = {
    draw: (paper) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle)
        worker.ref()
        const number = papers++
        waiting.set(number, { resolve, reject })
        worker.postMessage({ number, paper } satisfies ToDraw)
      }),
  }
  const gone = (fault: unknown): void => {
    if (drawer === self) drawer = undefined
    for (const { reject } of waiting.values()) reject(fault)
    waiting.clear()
  }
  worker.on('message', (reply: FromDrawer) => {
    const asked = waiting.get(reply.number)
    waiting.delete(reply.number)
    if ('pdf' in reply) asked?.resolve(reply.pdf)
    else asked?.reject(reply.fault)
    if (waiting.size > 0) return
    worker.unref()
    idle = setTimeout(() => {
      gone(undefined)
      void worker.terminate()
    }, KEPT_MS).unref()
  })
  worker.once('error', gone)
  worker.once('exit', (code) => gone(new Error(`the thread that draws papers ended (${code})`)))
  worker.unref()
  return self
}
