import { captured } from '../capturing.ts'
import type { Case, Group, Trial } from '../case.ts'
import { asObject, hasHeader, hasStatus, isProblem, type Json } from '../judge.ts'
import { openReceiver } from '../receiver.ts'
import { hold, NotSupported, shown } from '../verdict.ts'
import { documentOf } from '../world.ts'
import { WEBHOOK } from './deliveries.ts'
import { withQuery } from './named.ts'
import { SOON_MS, somewhere, subscribed } from './subscribing.ts'

type Refusal = readonly [id: string, says: string, body: Json]
const DEST = 'https://receiver.example.com/events'
const REFUSALS: readonly Refusal[] = [
  ['no-controls', 'neither schedule nor stream', { dest: DEST }],
  [
    'both',
    'schedule together with stream',
    { dest: DEST, stream: true, schedule: { second: '0' } },
  ],
  ['second-61', 'second 61', { dest: DEST, schedule: { second: '61' } }],
  ['hour-24', 'hour 24', { dest: DEST, schedule: { second: '0', minute: '0', hour: '24' } }],
  [
    'day-8',
    'dayOfWeek [1-8]',
    { dest: DEST, schedule: { second: '0', minute: '0', hour: '0', dayOfWeek: '[1-8]' } },
  ],
  ['word', 'a schedule of words', { dest: DEST, schedule: { second: 'a' } }],
  ['dest', 'a dest that is no URI', { dest: 'not a uri', stream: true }],
  ['no-dest', 'no dest', { stream: true }],
]

const CONTROL: readonly Case[] = [
  ...REFUSALS.map(([id, says, body]): Case => ({
    id: `subscription/refused-${id}`,
    clause: 'OpenAPI POST /queries/{queryName}/subscriptions 400; EPCIS 2.0 §8.2.5.3',
    says: `refused: ${says}`,
    run: (trial) =>
      withQuery(trial, { EQ_bizStep: ['shipping'] }, async (name) => {
        const answer = await trial.talk.post(`/queries/${name}/subscriptions`, body)
        isProblem(
          answer,
          400,
          'SubscriptionControlsException',
          'ValidationException',
          'InvalidURIException',
          'QueryValidationException',
        )
      }),
  })),
  {
    id: 'subscription/life',
    clause: 'OpenAPI GET, DELETE /queries/{queryName}/subscriptions/{subscriptionID}',
    says: 'a subscription is listed, tells its minRecordTime, keeps its token, and is gone when deleted',
    run: async (trial) => {
      await using receiver = await openReceiver(trial.world.callback)
      await withQuery(trial, somewhere(trial.world).query, async (name) => {
        const at = `/queries/${name}/subscriptions`
        const token = 'a-secret-of-24-characters'
        const made = await trial.talk.post(at, {
          dest: receiver.url,
          stream: true,
          signatureToken: token,
        })
        subscribed(made)
        const id = String(asObject(made.json())['subscriptionID'])
        hasHeader(made, 'location')
        const listed = await trial.talk.get(at)
        hasStatus(listed, 200)
        hold(listed.text.includes(id), `the subscription ${id}`, shown(listed.text))
        hold(
          !listed.text.includes(token) && !made.text.includes(token),
          'no signatureToken in answers',
          'it',
        )
        hasStatus(await trial.talk.get(`${at}/${id}`), 200)
        hasHeader(
          await trial.talk.ask('OPTIONS', `${at}/${id}`),
          'GS1-Query-Min-Record-Time',
          /^\d{4}-/,
        )
        hasStatus(await trial.talk.ask('DELETE', `${at}/${id}`), 204)
        hasStatus(await trial.talk.get(`${at}/${id}`), 404)
      })
    },
  },
  {
    id: 'subscription/unknown-query',
    clause: 'OpenAPI POST /queries/{queryName}/subscriptions 404',
    says: 'an unknown query cannot be subscribed to',
    run: async ({ talk, world }) => {
      const answer = await talk.post(`/queries/${world.fresh()}/subscriptions`, {
        dest: DEST,
        stream: true,
      })
      isProblem(answer, 404, 'NoSuchNameException', 'NoSuchResourceException')
    },
  },
]

const WEBSOCKET: readonly Case[] = [
  {
    id: 'websocket/stream',
    clause: 'OpenAPI GET /queries/{queryName}/events 101',
    says: 'an event that answers comes over a WebSocket',
    run: (trial) => {
      const { query, event } = somewhere(trial.world)
      return withQuery(trial, query, async (name) => {
        const messages: string[] = []
        const socket = await opened(trial, `/queries/${name}/events?stream=true`, messages)
        try {
          const sent = event()
          await captured(trial.talk, documentOf([sent]))
          const until = Date.now() + SOON_MS
          const came = (): boolean => messages.some((one) => one.includes(String(sent['eventID'])))
          while (!came() && Date.now() < until)
            await new Promise((resolve) => setTimeout(resolve, 50))
          hold(
            came(),
            `a message with ${String(sent['eventID'])}`,
            `${messages.length} messages without it`,
          )
        } finally {
          socket.close()
        }
      })
    },
  },
]

/** Node's WebSocket takes headers, which the type of browsers does not know. */
type Opens = new (
  url: string,
  options: { readonly headers: Readonly<Record<string, string>> },
) => WebSocket

function opened({ talk }: Trial, path: string, messages: string[]): Promise<WebSocket> {
  const url = talk.url(path)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new (WebSocket as unknown as Opens)(url.href, { headers: talk.target.headers })
  socket.addEventListener('message', ({ data }) => void messages.push(String(data)))
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socket))
    socket.addEventListener('error', () =>
      reject(new NotSupported('no WebSocket is opened at /queries/{queryName}/events')),
    )
  })
}

export const SUBSCRIPTIONS: readonly Group[] = [
  { name: 'subscription', title: { en: 'Subscriptions', zh: '订阅' }, cases: CONTROL },
  { name: 'webhook', title: { en: 'Subscriptions: deliveries', zh: '订阅：投递' }, cases: WEBHOOK },
  {
    name: 'websocket',
    title: { en: 'Subscriptions: WebSocket', zh: '订阅：WebSocket' },
    cases: WEBSOCKET,
  },
]
