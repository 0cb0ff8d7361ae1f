import { readFileSync } from 'node:fs'
import { targetOf, tellRefusal } from './target.ts'
import { Misused, type Terminal } from './terminal.ts'

type Values = Parameters<typeof targetOf>[0] & {
  readonly by?: string | undefined
  readonly json?: boolean | undefined
}

/** `suyuan … rules [FILE.json]`: the rules in force; with a file, new ones. */
export async function rules(
  of: 'retention' | 'balance',
  file: string | undefined,
  { values, terminal }: { readonly values: Values; readonly terminal: Terminal },
): Promise<number> {
  const by = values.by === undefined ? '' : `?${new URLSearchParams({ by: values.by })}`
  const headers = { 'content-type': 'application/json' }
  const init = file === undefined ? undefined : { method: 'POST', headers, body: textOf(file) }
  await using target = await targetOf(values, terminal)
  const answer = await target.ask(`/admin/${of}/rules${init === undefined ? '' : by}`, init)
  if (!answer.ok) {
    await tellRefusal(answer, terminal, file ?? 'rules')
    return 1
  }
  const told = (await answer.json()) as { readonly version: number }
  const asJson = values.json === true || init === undefined
  terminal.out(
    asJson ? `${JSON.stringify(told, null, 2)}\n` : `version ${told.version} is in force\n`,
  )
  return 0
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Misused(`${file} cannot be read; is the name right?`, { cause })
  }
}
