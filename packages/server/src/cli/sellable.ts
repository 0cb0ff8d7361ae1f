import type { Reason, Verdict } from '@suyuan/core/sellable/verdict'
import type { OfflineAnswer } from '@suyuan/core/sellable/offline'
import { askList } from './blocked-list.ts'
import { idsOf } from './ids.ts'
import { TARGET, targetOf, tellRefusal } from './target.ts'
import { Misused, read, type Command, type Terminal } from './terminal.ts'

const HELP = `suyuan sellable ID…

  May this be sold? yes, no, or unknown where nothing on record decides, with the reasons. Identifiers in
  any spelling, or files of them, one a line. Exit code 0 when all may be sold, else 1.
  --server URL (http://127.0.0.1:8080) or --data DIR|postgres://…, --key KEY, --json.

  --list FILE     without a network: what GET /sellable/blocked answered; no, not-listed or unknown. Refused
                  when it was changed, is over, or is older than one taken before
  --key FILE      with --list: what GET /sellable/key answered, fetched once
  --seen FILE     with --list: keeps the number of the newest list that was taken here
`

const OPTIONS = { ...TARGET, list: { type: 'string' }, seen: { type: 'string' } } as const

/** `suyuan sellable` */
export const sellable: Command = async (args, terminal) => {
  const { values, positionals } = read(args, OPTIONS)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const of = idsOf(positionals)
  if (of.length === 0) throw new Misused('name what is to be sold: suyuan sellable ID…')
  const raw = values.json === true
  const { list, key, seen } = values
  if (list === undefined && seen !== undefined) throw new Misused('--seen goes with --list FILE')
  const answers =
    list === undefined
      ? await askServer(values, of, terminal)
      : askList({ list, key: keyFile(key), seen }, of, terminal)
  if (answers === undefined) return 1
  for (const one of answers) terminal.out(raw ? `${JSON.stringify(one)}\n` : `${shown(one)}\n`)
  return answers.every(({ answer }) => answer === 'yes' || answer === 'not-listed') ? 0 : 1
}

function keyFile(key: string | undefined): string {
  if (key !== undefined) return key
  throw new Misused('--list needs --key FILE: keep there what GET /sellable/key answers')
}

/** Undefined: refused, and it was said why. */
async function askServer(
  values: Parameters<typeof targetOf>[0],
  of: readonly string[],
  terminal: Terminal,
): Promise<readonly Verdict[] | undefined> {
  await using target = await targetOf(values, terminal)
  const answer = await target.ask('/sellable', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ of }),
  })
  if (!answer.ok) {
    await tellRefusal(answer, terminal, 'sellable')
    return undefined
  }
  const { answers } = (await answer.json()) as { readonly answers: readonly Verdict[] }
  return answers
}

const shown = ({ of, answer, reasons }: Verdict | OfflineAnswer): string =>
  [`${answer.padEnd(7)}  ${of}`, ...reasons.map((reason) => `         ${said(reason)}`)].join('\n')

function said({ kind, ref, of, until }: Reason): string {
  const about = of === undefined ? '' : ` of ${of}`
  return `${kind}${until === undefined ? '' : ` ${until}`}${about}  (${ref})`
}
