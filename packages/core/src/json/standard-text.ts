import { readContext } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import { withRemoteContexts, type RemoteContexts } from '../event/remote-contexts.ts'
import { withStandardNames } from '../event/standard-names.ts'
import { rewritten } from './rewrite.ts'

/**
 * An event's JSON text in the standard's own names ({@link withStandardNames}), its own `@context` with what the operator gave in
 * place of URLs. `document` is the context of its document. The same text where nothing changes.
 */
export function inStandardNames(
  text: string,
  document: Json | undefined,
  remote: RemoteContexts,
): string {
  return rewritten(text, (event) => {
    const own = event['@context']
    const context = own === undefined ? undefined : withRemoteContexts(own, remote)
    const plain: JsonObject =
      context === undefined || context === own ? event : { ...event, '@context': context }
    return withStandardNames(plain, readContext(document, context))
  })
}
