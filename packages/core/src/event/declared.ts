import type { Problem } from '../problem.ts'
import type { Json } from './event.ts'
import { GS1_VOC, GS1_VOC_2_0_0 } from './standard-terms.ts'

/** What an `@context` says about names: which prefix stands for which IRI. Shared by all events of a document. */
export type Context = {
  readonly prefixes: ReadonlyMap<string, string>
  /** Names without a prefix that are someone's own, and what they stand for. */
  readonly terms: ReadonlyMap<string, string>
  /** Names that stand for one of the standard's: `@type` for `type`, … */
  readonly aliases: ReadonlyMap<string, string>
  /** What a name that nobody declared begins with (`@vocab`). */
  readonly vocabulary: string | undefined
  /** Contexts that hold within the value of a name. */
  readonly scoped: ReadonlyMap<string, Json>
  /** Own names that no later context may give another meaning (`@protected`). */
  readonly fixed: ReadonlySet<string>
  /** Pointers start at what carries the `@context`: the event when it has its own, else the document. */
  readonly problems: readonly Problem[]
}

/** EPCIS 2.0 JSON-LD: the addresses GS1's context is known by, and what `gs1:` means in each. None is ever fetched. */
export const GS1_CONTEXTS: ReadonlyMap<string, string> = new Map([
  ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', GS1_VOC_2_0_0],
  ['https://ref.gs1.org/standards/epcis/2.0.1/epcis-context.jsonld', GS1_VOC],
  ['https://ref.gs1.org/standards/epcis/epcis-context.jsonld', GS1_VOC],
  ['https://gs1.github.io/EPCIS/epcis-context.jsonld', GS1_VOC_2_0_0],
])

/** Any edition of the standard's: later ones than we know mean by `gs1:` what the newest we know does. */
const GS1_CONTEXT =
  /^https:\/\/ref\.gs1\.org\/standards\/epcis\/(?:\d+(?:\.\d+)*\/)?epcis-context\.jsonld$/

/** What `gs1:` stands for in the edition of GS1's context that a URL names; undefined of any other URL. */
export function gs1VocabularyOf(url: string): string | undefined {
  return GS1_CONTEXTS.get(url) ?? (GS1_CONTEXT.test(url) ? GS1_VOC : undefined)
}

const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\p{Cc}\p{Cs}<>"{}|\\^`]+$/u
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/

/** RFC 3987: an absolute IRI, `urn:` among them; characters beyond ASCII may stand as they are. A CURIE looks like one. */
export function isIri(text: string): boolean {
  return IRI.test(text) && !(text.includes('%') && BROKEN_ESCAPE.test(text))
}
