import type { Zone } from '@suyuan/core/query/schedule'
import type { Engine } from '../db/engine.ts'
import { Deliveries } from './deliveries.ts'
import { guardOf, type Guard } from './guard.ts'
import type { Listening } from './listener.ts'
import { Sockets, type Upgrading } from './sockets.ts'
import type { Delivering } from './telling.ts'

/** How subscriptions are kept and told of, as the rest of the server knows it. */
export type Subscribing = {
  readonly guard: Guard
  /** Of schedules. */
  readonly zone: Zone
  /** A write is done: it may have been a capture. */
  readonly captured: () => void
  /** There is a new subscription. */
  readonly began: () => void
  readonly ended: (id: string) => void
  /** A query is gone, and so its subscriptions. */
  readonly gone: (queryName: string) => void
}

export const UTC: Zone = () => 0

const nothing = (): void => undefined

/** Subscriptions are kept, and told of by a server that runs. */
export const ONLY_KEPT: Subscribing = {
  guard: guardOf([]),
  zone: UTC,
  captured: nothing,
  began: nothing,
  ended: nothing,
  gone: nothing,
}

export type Begun = Subscribing &
  AsyncDisposable & {
    readonly attach: (server: Upgrading) => void
    /** Ends what would keep a server from closing. */
    readonly hangUp: () => Promise<void>
  }

/** Begins to tell subscribers, by posts and over WebSockets. */
export async function beginSubscribing(how: Delivering & Listening): Promise<Begun> {
  const deliveries = new Deliveries(how)
  const sockets = new Sockets(how)
  await deliveries.begin()
  return {
    guard: how.guard,
    zone: how.zone,
    captured: () => {
      deliveries.captured()
      sockets.captured()
    },
    began: () => deliveries.nudge(),
    ended: (id) => deliveries.ended(id),
    gone: (queryName) => {
      deliveries.gone(queryName)
      sockets.gone(queryName)
    },
    attach: (server) => sockets.attach(server),
    hangUp: () => sockets[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: async () => {
      await sockets[Symbol.asyncDispose]()
      await deliveries[Symbol.asyncDispose]()
    },
  }
}

/** An engine that says when a write is done. */
export function noticed(engine: Engine, told: () => void): Engine {
  return {
    ...engine,
    write: async (work, argument) => {
      const result = await engine.write(work, argument)
      told()
      return result
    },
  }
}
