import type { Trace } from '@suyuan/core/flow/trace'
import type { Whereabouts } from '@suyuan/core/flow/whereabouts'
import { TARGET, targetOf, tellRefusal } from './target.ts'
import { Misused, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan trace ID [--direction backward|forward] [--at TIME] [--depth N] [--certain]
suyuan where ID [--at TIME]
suyuan history ID

  ID in any spelling: urn:epc:id:…, https://…/01/…/21/…, or another URI.
  --server URL (http://127.0.0.1:8080) or --data DIR|postgres://…, --key KEY, --json.
`

const OPTIONS = {
  ...TARGET,
  direction: { type: 'string' },
  at: { type: 'string' },
  depth: { type: 'string' },
  certain: { type: 'boolean' },
} as const

type Show<T> = (answer: T) => string

function asking<T>(
  path: string,
  show: Show<T>,
  preset: { readonly direction?: string } = {},
): Command {
  return async (args, terminal) => {
    const { values, positionals } = read(args, OPTIONS)
    if (values.help === true) {
      terminal.out(HELP)
      return 0
    }
    const [of, ...more] = positionals
    if (of === undefined || more.length > 0)
      throw new Misused(`name one identifier: suyuan ${path} ID`)
    const question = new URLSearchParams({ of })
    if (values.at !== undefined) question.set('at', values.at)
    const direction = values.direction ?? preset.direction
    if (direction !== undefined) question.set('direction', direction)
    if (values.depth !== undefined) question.set('depth', values.depth)
    if (values.certain === true) question.set('certainty', 'certain')
    await using target = await targetOf(values, terminal)
    const answer = await target.ask(`/${path}?${question}`, {
      headers: { accept: 'application/json' },
    })
    if (!answer.ok) {
      await tellRefusal(answer, terminal, of)
      return 1
    }
    return told(await answer.text(), show, { terminal, raw: values.json === true })
  }
}

function told<T>(
  text: string,
  show: Show<T>,
  { terminal, raw }: { readonly terminal: Terminal; readonly raw: boolean },
): number {
  terminal.out(raw ? `${text}\n` : show(JSON.parse(text) as T))
  return 0
}

function showTrace({ of, direction, things, gaps, complete, basis }: Trace): string {
  const lines = things.map(
    ({ id, kind, distance, certainty, share }) =>
      `${String(distance).padStart(3)}  ${kind.padEnd(5)}  ${basis === undefined ? '' : percent(share)}${certainty === 'certain' ? ' ' : '?'} ${id}`,
  )
  return [
    `${direction === 'backward' ? 'What it was made from' : 'What it went into'}: ${of}`,
    ...lines,
    `${things.length} things${things.some((one) => one.certainty === 'possible') ? ' (? possible, not certain)' : ''}`,
    ...(basis === undefined ? [] : [`shares by mass, under ${basis}; – not known`]),
    ...gaps.map(({ kind, id, eventID }) => `gap: ${kind}  ${id}  (${eventID})`),
    complete ? 'complete' : 'not complete',
    '',
  ].join('\n')
}

/** Four figures, however small: 0.0012 % is not 0 %. */
function percent(share: number | undefined): string {
  const text = share === undefined ? '–' : `${Number((share * 100).toPrecision(4))} %`
  return `${text.padStart(10)}  `
}

function showWhere({ of, containers, place, state, eventTime, bizStep }: Whereabouts): string {
  return [
    of,
    ...containers.map((container, i) => `${'  '.repeat(i + 1)}in ${container}`),
    `${state}${place === undefined ? '' : ` ${state === 'in-transit' ? 'from ' : ''}${place}`}`,
    ...(eventTime === undefined
      ? []
      : [`since ${eventTime}${bizStep === undefined ? '' : ` (${bizStep})`}`]),
    '',
  ].join('\n')
}

type History = {
  readonly of: string
  readonly events: readonly {
    readonly event: {
      readonly type: string
      readonly eventTime: string
      readonly bizStep?: string
      readonly eventID: string
    }
    readonly through: string | null
  }[]
}

function showHistory({ of, events }: History): string {
  const lines = events.map(
    ({ event, through }) =>
      `${event.eventTime}  ${event.type.padEnd(19)}  ${(event.bizStep ?? '').padEnd(14)}  ${event.eventID}${through === null ? '' : `  through ${through}`}`,
  )
  return [of, ...lines, `${events.length} events`, ''].join('\n')
}

/** `suyuan trace`, `where` and `history`. */
export const ask: { readonly trace: Command; readonly where: Command; readonly history: Command } =
  {
    trace: asking('trace', showTrace, { direction: 'backward' }),
    where: asking('where', showWhere),
    history: asking('history', showHistory),
  }
