/** Where text stops being JSON (an offset in UTF-16 units), and what should have stood there. */
export type Fault = { readonly offset: number; readonly says: string }

const QUOTE = 0x22
const BACKSLASH = 0x5c
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y
const SPACE = /[ \t\r\n]*/y

/**
 * RFC 8259: the first fault, or undefined when the text is one JSON value. `JSON.parse` is faster and as strict, but it
 * does not say where: this runs only on what it refused.
 */
export function locateFault(text: string): Fault | undefined {
  /** `}` or `]` for each container that is open; an array, not the call stack, so that depth cannot overflow it. */
  const open: string[] = []
  let i = skip(SPACE, text, 0)
  for (;;) {
    const value = readValue(text, i, open)
    if ('says' in value) return value
    i = skip(SPACE, text, value.end)
    if (value.opened) continue
    const after = afterValue(text, i, open)
    if ('says' in after) return after
    if (after.done) return undefined
    i = after.next
  }
}

type Read = { readonly end: number; readonly opened: boolean }

function readValue(text: string, at: number, open: string[]): Read | Fault {
  const char = text[at]
  if (char === undefined) return ended(text, 'a value')
  if (char === '"') return endOfString(text, at)
  if (char === '[') return openArray(text, at, open)
  if (char === '{') return openObject(text, at, open)
  const end = Math.max(skip(NUMBER, text, at), skip(WORD, text, at))
  if (end > at) return { end, opened: false }
  return { offset: at, says: `a value should stand here, not ${shown(text, at)}` }
}

function openArray(text: string, at: number, open: string[]): Read | Fault {
  const i = skip(SPACE, text, at + 1)
  if (text[i] === ']') return { end: i + 1, opened: false }
  open.push(']')
  return { end: i, opened: true }
}

function openObject(text: string, at: number, open: string[]): Read | Fault {
  const i = skip(SPACE, text, at + 1)
  if (text[i] === '}') return { end: i + 1, opened: false }
  open.push('}')
  return readKey(text, i)
}

function readKey(text: string, at: number): Read | Fault {
  if (text[at] === undefined) return ended(text, 'a name in quotation marks')
  if (text[at] !== '"') {
    return {
      offset: at,
      says: `a name in quotation marks should stand here, not ${shown(text, at)}`,
    }
  }
  const key = endOfString(text, at)
  if ('says' in key) return key
  const i = skip(SPACE, text, key.end)
  if (text[i] === ':') return { end: i + 1, opened: true }
  if (text[i] === undefined) return ended(text, 'a colon')
  return { offset: i, says: `a colon should follow the name, not ${shown(text, i)}` }
}

function afterValue(
  text: string,
  at: number,
  open: string[],
): { readonly done: boolean; readonly next: number } | Fault {
  let i = at
  for (;;) {
    const closer = open.at(-1)
    if (closer === undefined) {
      if (i === text.length) return { done: true, next: i }
      return { offset: i, says: `the document should end here, but ${shown(text, i)} follows` }
    }
    if (text[i] === ',') return nextMember(text, skip(SPACE, text, i + 1), closer)
    if (text[i] === undefined) return ended(text, `“,” or “${closer}”`)
    if (text[i] !== closer) {
      return { offset: i, says: `“,” or “${closer}” should stand here, not ${shown(text, i)}` }
    }
    open.pop()
    i = skip(SPACE, text, i + 1)
  }
}

function nextMember(
  text: string,
  at: number,
  closer: string,
): { readonly done: boolean; readonly next: number } | Fault {
  if (closer === ']') return { done: false, next: at }
  const key = readKey(text, at)
  return 'says' in key ? key : { done: false, next: skip(SPACE, text, key.end) }
}

function endOfString(text: string, at: number): Read | Fault {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) return { end: i + 1, opened: false }
    if (code < 0x20) {
      return { offset: i, says: 'a line break or tab inside a text must be written \\n or \\t' }
    }
    if (code === BACKSLASH) {
      const end = skip(ESCAPE, text, i)
      if (end === i) return { offset: i, says: 'after “\\” only "\\/bfnrt or uXXXX may stand' }
      i = end - 1
    }
  }
  return ended(text, 'the closing quotation mark')
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

function ended(text: string, wanted: string): Fault {
  return { offset: text.length, says: `it ends too early: ${wanted} is missing` }
}

function shown(text: string, at: number): string {
  return `“${String.fromCodePoint(text.codePointAt(at) ?? 0)}”`
}
