import type { Exchange } from '../talk.ts'

/** Of long bodies so much is shown; the JSON report has them whole. */
const LONGEST_BODY = 4000

const shortened = (body: string): string =>
  body.length <= LONGEST_BODY ? body : `${body.slice(0, LONGEST_BODY)}… (${body.length} characters)`

const headers = (all: Readonly<Record<string, string>>): string =>
  Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

/** Requests with their answers, as they went over the wire. */
export function told(exchanges: readonly Exchange[]): string {
  return exchanges
    .map(
      ({ method, url, headers: sent, body, status, answerHeaders, answerBody }) =>
        `${method} ${url}\n${headers(sent)}\n${body === undefined ? '' : `\n${shortened(body)}\n`}\n→ ${status}\n${headers(answerHeaders)}\n\n${shortened(answerBody)}\n`,
    )
    .join('\n')
}
