import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { Agent, request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createConverter, type Form } from '../packages/core/src/xml/convert.ts'
import { simulate } from '../packages/server/src/chain/simulate.ts'
import { watchMemory } from './memory.ts'
import { piecesOf } from './one-document.ts'
import { start } from './servers.ts'

export type Bindings = Readonly<Record<Form, number>>

const EVENTS_A_DOCUMENT = 1000
const CONNECTIONS = 2
/** A chain has never fewer events to a tin than this. */
const EVENTS_A_TIN = 0.51

/**
 * Events a second that an empty repository takes of the same documents in each binding. They are made beforehand, so that
 * nothing but the server and the sending is measured.
 */
export async function captureInBindings(events: number): Promise<Bindings> {
  const documents: string[] = []
  let made = 0
  const tins = Math.ceil(events / EVENTS_A_TIN)
  for (const part of simulate({ seed: 7, tins, eventsPerDocument: EVENTS_A_DOCUMENT })) {
    if (part.kind !== 'document') continue
    documents.push(part.json)
    made += part.events
    if (made >= events) break
  }
  const rate = async (form: Form): Promise<number> => {
    const bodies = documents.map((json) => Buffer.from(inForm(json, form)))
    const seconds = await captured(bodies, form === 'json' ? 'application/json' : 'application/xml')
    return made / seconds
  }
  return { json: await rate('json'), xml: await rate('xml'), 'xml-1.2': await rate('xml-1.2') }
}

function inForm(json: string, to: Form): string {
  if (to === 'json') return json
  const converter = createConverter({ from: 'json', to })
  const events = converter.push(json)
  const end = converter.end()
  if (!end.ok) throw new Error(JSON.stringify(end.problems[0]))
  return end.value.before + events + end.value.after
}

/** Seconds until all have been answered. @throws Error when one is refused. */
async function captured(bodies: readonly Buffer[], type: string): Promise<number> {
  await using subject = await start('embedded')
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const waiting = [...bodies]
  const from = performance.now()
  const connection = async (): Promise<void> => {
    for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
      const headers = { 'content-type': type, 'content-length': body.length }
      const sent = request(`${subject.url}/capture`, { method: 'POST', headers, agent }).end(body)
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      const says = Buffer.concat(await response.toArray()).toString()
      if (response.statusCode !== 202) {
        throw new Error(`${response.statusCode} ${says.slice(0, 500)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, connection))
  agent.destroy()
  return (performance.now() - from) / 1000
}

export type Conversion = {
  readonly what: string
  /** Of the document that was read. */
  readonly bytes: number
  readonly seconds: number
  readonly peakMemory: number | undefined
}

/** The demo chain in one document of at least so many bytes, by `suyuan convert` from JSON into XML and back. */
export async function convertLarge(bytes: number): Promise<readonly Conversion[]> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-bench-convert-'))
  const [json, xml, back] = ['a.json', 'a.xml', 'b.json'].map((name) => join(folder, name))
  try {
    const file = openSync(json ?? '', 'w')
    for (const { text } of piecesOf(bytes)) writeSync(file, text)
    closeSync(file)
    return [
      await converted('JSON-LD → XML', [json ?? '', '--to', 'xml', '--out', xml ?? '']),
      await converted('XML → JSON-LD', [xml ?? '', '--to', 'json', '--out', back ?? '']),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const SUYUAN = fileURLToPath(new URL('../packages/server/bin/suyuan.js', import.meta.url))

async function converted(what: string, args: readonly string[]): Promise<Conversion> {
  const from = performance.now()
  const child = spawn(SUYUAN, ['convert', ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
  const memory = watchMemory([child.pid ?? 0])
  const [code] = (await once(child, 'exit')) as [number | null]
  memory.stop()
  if (code !== 0) throw new Error(`suyuan convert ended with ${code}`)
  const seconds = (performance.now() - from) / 1000
  return { what, bytes: statSync(args[0] ?? '').size, seconds, peakMemory: memory.peak() }
}
