import { readFileSync } from 'node:fs'
import { isIri } from '@suyuan/core/event/context'
import { contextIn, type RemoteContexts } from '@suyuan/core/event/remote-contexts'
import { parseJson } from '@suyuan/core/json/parse'
import { Misused } from './terminal.ts'

/**
 * `--context URL=FILE`, as often as given: remote `@context`s and the files they stand in, for none is fetched.
 *
 * @throws Misused where one is not so written, or its file is no JSON that can be read.
 */
export function contextsIn(given: readonly string[] = []): RemoteContexts {
  return new Map(
    given.map((text) => {
      const cut = text.lastIndexOf('=')
      const [url, file] = [text.slice(0, Math.max(cut, 0)), text.slice(cut + 1)]
      if (!isIri(url) || file === '') {
        throw new Misused(`--context ${text}: write it as https://example.com/context.jsonld=FILE`)
      }
      return [url, contextOf(file)] as const
    }),
  )
}

function contextOf(file: string): ReturnType<typeof contextIn> {
  let text: string
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    throw new Misused(`${file} cannot be read; is the name right?`, { cause })
  }
  const parsed = parseJson(text, file)
  if (parsed.ok) return contextIn(parsed.value)
  throw new Misused(`${file}: ${parsed.problems.map(({ says }) => says).join(' ')}`)
}
