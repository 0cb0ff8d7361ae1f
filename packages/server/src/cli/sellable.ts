import type { Reason, Verdict } from '@suyuan/core/sellable/verdict'
import { idsOf } from './ids.ts'
import { TARGET, targetOf, tellRefusal } from './target.ts'
import { Misused, read, type Command } from './terminal.ts'

const HELP = `suyuan sellable ID…

  May this be sold? yes, no, or unknown where nothing on record decides, with the reasons. Identifiers in
  any spelling, or files of them, one a line. Exit code 0 when all may be sold, else 1.
  --server URL (http://127.0.0.1:8080) or --data DIR|postgres://…, --key KEY, --json.
`

/** `suyuan sellable` */
export const sellable: Command = async (args, terminal) => {
  const { values, positionals } = read(args, TARGET)
  if (values.help === true) {
    terminal.out(HELP)
    return 0
  }
  const of = idsOf(positionals)
  if (of.length === 0) throw new Misused('name what is to be sold: suyuan sellable ID…')
  await using target = await targetOf(values, terminal)
  const answer = await target.ask('/sellable', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ of }),
  })
  if (!answer.ok) {
    await tellRefusal(answer, terminal, 'sellable')
    return 1
  }
  const { answers } = (await answer.json()) as { readonly answers: readonly Verdict[] }
  const raw = values.json === true
  for (const one of answers) terminal.out(raw ? `${JSON.stringify(one)}\n` : `${shown(one)}\n`)
  return answers.every((one) => one.answer === 'yes') ? 0 : 1
}

const shown = ({ of, answer, reasons }: Verdict): string =>
  [`${answer.padEnd(7)}  ${of}`, ...reasons.map((reason) => `         ${said(reason)}`)].join('\n')

function said({ kind, ref, of, until }: Reason): string {
  const about = of === undefined ? '' : ` of ${of}`
  return `${kind}${until === undefined ? '' : ` ${until}`}${about}  (${ref})`
}
