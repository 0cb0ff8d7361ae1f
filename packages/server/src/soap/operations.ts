import type { OperationName } from '@suyuan/core/soap/protocol'
import { inQuery, strings } from '@suyuan/core/soap/write-answer'
import { escapeText } from '@suyuan/core/xml/escape'
import { queriesAfter } from '../named/named-query.ts'
import { poll, SIMPLE_EVENT_QUERY, SIMPLE_MASTER_DATA_QUERY, type Asking } from './poll.ts'
import type { SoapRoom } from './room.ts'
import { subscribe, subscriptionIDs, unsubscribe } from './subscriptions.ts'

type Handle = (room: SoapRoom, asking: Asking) => Promise<string>

/** A vendor's version is that of what goes beyond the standard, and nothing does (EPCIS 2.0 §8.2.5). */
const VENDOR_VERSION = ''

const AT_ONCE = 1000

const queryNames: Handle = async ({ engine }, { viewer, manner }) => {
  const names = [SIMPLE_EVENT_QUERY, SIMPLE_MASTER_DATA_QUERY]
  for (let after = '', some = AT_ONCE; some === AT_ONCE;) {
    const page = await engine.read(queriesAfter, { viewer, after, limit: AT_ONCE })
    names.push(...page.map(({ name }) => name))
    after = page.at(-1)?.name ?? after
    some = page.length
  }
  return inQuery(manner, 'GetQueryNamesResult', strings(names, escapeText))
}

/** EPCIS 2.0 §8.2.5, one row an operation: what it is answered with. */
export const HANDLES: Readonly<Record<OperationName, Handle>> = {
  GetQueryNames: queryNames,
  Poll: poll,
  Subscribe: async (room, asking) => {
    await subscribe(room, asking)
    return inQuery(asking.manner, 'SubscribeResult', '')
  },
  Unsubscribe: async (room, asking) => {
    await unsubscribe(room, asking)
    return inQuery(asking.manner, 'UnsubscribeResult', '')
  },
  GetSubscriptionIDs: async (room, asking) => {
    const ids = await subscriptionIDs(room, asking)
    return inQuery(asking.manner, 'GetSubscriptionIDsResult', strings(ids, escapeText))
  },
  GetStandardVersion: (_room, { manner }) =>
    Promise.resolve(inQuery(manner, 'GetStandardVersionResult', manner.edition)),
  GetVendorVersion: (_room, { manner }) =>
    Promise.resolve(inQuery(manner, 'GetVendorVersionResult', VENDOR_VERSION)),
}
