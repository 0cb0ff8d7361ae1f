import type { Reason } from '@suyuan/core/sellable/verdict'

/** A thing asked about, with what else it stands or falls with. */
export type Subject = {
  /** Canonical. */
  readonly of: string
  /** Its lots, on record and as its label says. */
  readonly lots: readonly string[]
}

/** A lot or item that may not be sold, whatever its events say. */
export type Blocked = { readonly id: string; readonly kind: string; readonly ref: string }

/** What another room forbids to be sold (a recall, a quality hold), as `app` hands it in. */
export type Block = {
  /** Why each of these may not be sold, in their order; nothing: it says nothing of it. Knows all acknowledged before it was asked. */
  readonly reasons: (subjects: readonly Subject[]) => Promise<readonly (readonly Reason[])[]>
  /** All that it forbids now, in parts, for the list that works offline. */
  readonly all: () => AsyncIterable<readonly Blocked[]>
  /** Another text whenever `all` would tell something else. Knows all acknowledged before it was asked. */
  readonly state: () => Promise<string>
}
