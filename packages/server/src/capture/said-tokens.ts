import type { Context } from '@suyuan/core/event/context'
import type { EpcisEvent } from '@suyuan/core/event/event'
import { tellGroups } from '@suyuan/core/query/groups'
import { tellSaid, type Told } from '@suyuan/core/query/said'
import { OVERFULL, SAID, writeAmount, writeCode, writeToken } from '../store/token.ts'

/** An event that says more than this is said to be overfull, and so comes up in every look-up. */
const MOST = 2000

/** The tokens of what one event said, used again for the next. */
const tokens = new Uint32Array(2 * MOST + 2)
let used = 0

/** Keeps what was written behind the end, unless it is there already; most events say a dozen things. */
function keep(): void {
  for (let at = 0; at < used; at += 2) {
    if (tokens[at] === tokens[used] && tokens[at + 1] === tokens[used + 1]) return
  }
  used += 2
}

const TOLD: Told = {
  word: (word) => {
    if (used >= 2 * MOST) return
    writeToken(SAID, word, tokens, used)
    keep()
  },
  amount: (about, value) => {
    if (used >= 2 * MOST) return
    writeAmount(about, value, tokens, used)
    keep()
  },
  code: (about, number) => {
    if (used >= 2 * MOST) return
    writeCode(about, number, tokens, used)
    keep()
  },
}

/**
 * Tokens of all that an event says beside the things it names, and of the groups that these belong to; each once. Good until
 * the next call.
 */
export function saidTokens(
  event: EpcisEvent,
  things: Iterable<string>,
  names: Context,
): Uint32Array {
  used = 0
  tellGroups(things, TOLD)
  tellSaid(event, names, TOLD)
  if (used >= 2 * MOST) {
    writeToken(SAID, OVERFULL, tokens, used)
    used += 2
  }
  return tokens.subarray(0, used)
}
