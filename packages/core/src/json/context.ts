/** JSON-LD contexts are read in the room below, where an event's names are judged; the JSON binding offers them. */
export { expand, GS1_CONTEXTS, isIri, readContext, type Context } from '../event/context.ts'
