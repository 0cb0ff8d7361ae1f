import type { Case } from '../case.ts'
import { hold, shown } from '../verdict.ts'
import { newEvent } from './new-event.ts'
import { delivered, names, SOON_MS, subscribing } from './subscribing.ts'

/** A delivery that was refused may be sent again after a pause. */
const AGAIN_MS = 30_000
/** That nothing comes twice can only be waited for. */
const QUIET_MS = 2_500
const EVERY_SECOND = { second: '[0-59]' }

/** What a subscription delivers to its receiver. */
export const WEBHOOK: readonly Case[] = [
  {
    id: 'webhook/stream',
    clause: 'OpenAPI POST /queries/{queryName}/subscriptions, stream',
    says: 'an event that answers is delivered as an EPCISQueryDocument of the query',
    run: (trial) =>
      subscribing(trial, { stream: true }, async ({ receiver, queryName, event, send }) => {
        const sent = event()
        await send(sent)
        const { body } = await delivered(receiver, sent)
        hold(body.includes('EPCISQueryDocument'), 'an EPCISQueryDocument', shown(body))
        hold(body.includes(queryName), `queryName ${queryName}`, shown(body))
        hold(body.includes('subscriptionID'), 'a subscriptionID', shown(body))
      }),
  },
  {
    id: 'webhook/once',
    clause: 'EPCIS 2.0 §8.2.5.2, minRecordTime',
    says: 'what was delivered and taken is not delivered again',
    run: (trial) =>
      subscribing(
        trial,
        { schedule: EVERY_SECOND, reportIfEmpty: false },
        async ({ receiver, event, send }) => {
          const [first, second] = [event(), event()]
          await send(first)
          await delivered(receiver, first)
          await send(second)
          await delivered(receiver, second)
          await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
          const times = receiver.deliveries.filter((one) => names(first, one)).length
          hold(times === 1, 'one delivery of the first event', `${times}`)
        },
      ),
  },
  {
    id: 'webhook/again-when-refused',
    clause: 'EPCIS 2.0 §8.2.5.2: delivery',
    says: 'a delivery that the receiver answered 503 comes again',
    run: (trial) =>
      subscribing(
        trial,
        { schedule: EVERY_SECOND, reportIfEmpty: false },
        async ({ receiver, event, send }) => {
          receiver.refuse(1, 503)
          const sent = event()
          await send(sent)
          await delivered(receiver, sent)
          const until = Date.now() + AGAIN_MS
          const times = (): number => receiver.deliveries.filter((one) => names(sent, one)).length
          while (times() < 2 && Date.now() < until)
            await new Promise((resolve) => setTimeout(resolve, 100))
          hold(times() >= 2, `a second delivery within ${AGAIN_MS / 1000} s`, 'none')
        },
      ),
  },
  {
    id: 'webhook/others-kept-out',
    clause: 'OpenAPI POST /queries/{queryName}/subscriptions',
    says: 'an event that does not answer is not delivered',
    run: (trial) =>
      subscribing(trial, { stream: true }, async ({ receiver, event, send }) => {
        const other = newEvent(trial.world)
        await send(other)
        const sent = event()
        await send(sent)
        await delivered(receiver, sent)
        hold(
          !receiver.deliveries.some((one) => names(other, one)),
          'no delivery of the other event',
          'one',
        )
      }),
  },
  {
    id: 'webhook/empty',
    clause: 'OpenAPI POST /queries/{queryName}/subscriptions, reportIfEmpty',
    says: 'with reportIfEmpty a scheduled run without events is delivered too',
    run: (trial) =>
      subscribing(trial, { schedule: EVERY_SECOND, reportIfEmpty: true }, async ({ receiver }) => {
        const found = await receiver.until(
          ({ body }) => /"eventList"\s*:\s*\[\s*\]/.test(body),
          SOON_MS,
        )
        hold(
          found !== undefined,
          'a delivery with an empty eventList',
          `${receiver.deliveries.length} deliveries`,
        )
      }),
  },
  {
    id: 'webhook/signed',
    clause: 'OpenAPI, header GS1-Signature; signatureToken',
    says: 'with a signatureToken deliveries are signed',
    run: (trial) =>
      subscribing(
        trial,
        { stream: true, signatureToken: 'a-secret-of-24-characters' },
        async ({ receiver, event, send }) => {
          const sent = event()
          await send(sent)
          const { headers } = await delivered(receiver, sent)
          hold(
            headers['gs1-signature'] !== undefined,
            'a header GS1-Signature',
            Object.keys(headers).join(', '),
          )
        },
      ),
  },
]
