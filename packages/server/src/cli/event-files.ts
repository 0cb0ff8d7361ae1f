import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isObject } from '@suyuan/core/event/checks'
import type { JsonObject } from '@suyuan/core/event/event'
import { createSplitter, type EventText } from '@suyuan/core/json/split'
import type { Problem } from '@suyuan/core/problem'
import { createXmlSplitter, type XmlEventText } from '@suyuan/core/xml/split'
import { Misused } from './terminal.ts'

/** One event of a file: its JSON text, and of one that was XML what could not be read in it. */
export type FileEvent = EventText & Partial<Pick<XmlEventText, 'problems'>>

/** An EPCIS document or a bare event in a file, JSON or XML. */
export type EventFile = {
  /** The document with its event list emptied. */
  readonly shell: JsonObject
  /** Whether it is an event by itself: then all that the shell says is what `@context` it came under. */
  readonly alone: boolean
  /** What no event of it can be read for. */
  readonly problems: readonly Problem[]
}

/**
 * Reads a file of events in pieces, giving each as soon as it is whole; which binding it is in, its first character tells.
 *
 * @throws Misused when the file cannot be read.
 */
export async function readEventFile(
  file: string,
  take: (event: FileEvent) => void,
): Promise<EventFile> {
  const split = await splitted(file, take)
  if (!split.ok) return { shell: {}, alone: false, problems: split.problems }
  const { shell } = split.value
  if (!isObject(shell)) return refused('an EPCIS document is an object, in { }')
  if ('root' in split.value) return { shell, alone: split.value.root === 'event', problems: [] }
  if (Object.hasOwn(shell, 'epcisBody')) return { shell, alone: false, problems: [] }
  if (!Object.hasOwn(shell, 'eventTime')) {
    return refused('neither an EPCIS document nor an event')
  }
  const text = (await readFile(file, 'utf8')).replace(BOM, '')
  take({ text, pointer: '', index: 0, line: 1, column: 1 })
  return { shell: {}, alone: true, problems: [] }
}

async function splitted(
  file: string,
  take: (event: FileEvent) => void,
): Promise<ReturnType<AnySplitter['end']>> {
  let splitter: AnySplitter | undefined
  let begun = ''
  for await (const chunk of chunksOf(file)) {
    if (splitter === undefined) begun += chunk
    const first = splitter === undefined
    splitter ??= splitterFor(begun)
    for (const event of splitter?.push(first ? begun.replace(BOM, '') : chunk) ?? []) take(event)
  }
  return (splitter ?? createSplitter()).end()
}

type AnySplitter = ReturnType<typeof createSplitter> | ReturnType<typeof createXmlSplitter>

const BOM = /^\uFEFF/

/** Undefined as long as there is nothing but white space. */
function splitterFor(begun: string): AnySplitter | undefined {
  const [first] = /\S/.exec(begun.replace(BOM, '')) ?? []
  if (first === undefined) return undefined
  return first === '<' ? createXmlSplitter({ ordered: false }) : createSplitter()
}

async function* chunksOf(file: string): AsyncGenerator<string> {
  try {
    for await (const chunk of createReadStream(file, 'utf8')) yield chunk as string
  } catch (cause) {
    throw new Misused(`${file} cannot be read; is the name right?`, { cause })
  }
}

function refused(says: string): EventFile {
  return { shell: {}, alone: false, problems: [{ at: '', rule: 'document-type', says }] }
}
