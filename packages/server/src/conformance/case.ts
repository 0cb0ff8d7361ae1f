import type { Exchange, Talk } from './talk.ts'
import type { World } from './world.ts'

/** The same in the languages of the report. */
export type Said = { readonly en: string; readonly zh: string }

/** What a case may use: the target, and what this run has made there. */
export type Trial = { readonly talk: Talk; readonly world: World }

export type Case = {
  /** Unique, `group/what`; `--only` looks in it. */
  readonly id: string
  /** What it rests on. */
  readonly clause: string
  /** What must hold, a sentence. */
  readonly says: string
  /** @throws Failed, NotSupported or NotTried; anything else is a fault of the suite. */
  readonly run: (trial: Trial) => Promise<void>
}

export type Group = { readonly name: string; readonly title: Said; readonly cases: readonly Case[] }

export type Outcome = 'passed' | 'failed' | 'not supported' | 'not tried'

export type Result = {
  readonly group: string
  readonly id: string
  readonly clause: string
  readonly says: string
  readonly outcome: Outcome
  readonly seconds: number
  /** Of what failed: what the clause wants, and what came. */
  readonly expected?: string
  readonly came?: string
  /** Of what is not supported or could not be tried: why. */
  readonly why?: string
  /** All that was said, of what did not pass. */
  readonly exchanges: readonly Exchange[]
}
