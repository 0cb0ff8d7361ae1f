import type { Server } from '../server.ts'
import type { Load } from './load.ts'
import type { Random } from './random.ts'
import type { Store } from './store.ts'

/** What is there while harm is done. */
export type Scene = {
  readonly store: Store
  readonly server: Server
  readonly load: Load
  readonly random: Random
}

/** What happened; `recovered`: milliseconds until a server that lived on acknowledged again. */
export type Happened = { readonly says: string; readonly recovered?: number }
