import type { AnswerHeader, Body, RequestHeader } from './described.ts'
import type { Viewer } from '../store/viewer.ts'

/** What a handler is given with each request. */
export type Asked = {
  readonly request: Request
  /** Who asks; every read takes it. */
  readonly viewer: Viewer
  /** The body as it comes in, if any: read once. */
  readonly body: AsyncIterable<Uint8Array>
}

/** An endpoint: what the router, discovery and the OpenAPI document are made from. */
export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'
  /**
   * As OpenAPI writes it: `{name}` is one percent-encoded segment, `{+name}` all that is left, for an identifier whose
   * slashes a client left unescaped.
   */
  readonly path: string
  readonly says: string
  /** Names and meanings of query parameters. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Request headers that are read, beside `Accept`, `Content-Type` and `Authorization`. */
  readonly headers?: readonly RequestHeader[]
  /** The body that is read; needed unless told. */
  readonly takes?: {
    readonly body: Body
    readonly types: readonly string[]
    readonly required?: boolean
  }
  /** The body of success. */
  readonly gives?: { readonly body: Body; readonly types: readonly string[] }
  /** Headers of success, beside those that all answers have. */
  readonly tells?: readonly AnswerHeader[]
  /** Statuses beside 400 and 500, and their meanings; the first is success. */
  readonly answers: Readonly<Record<number, string>>
  readonly handle: (asked: Asked) => Promise<Response>
}
