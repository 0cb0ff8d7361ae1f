// A receiver of subscriptions, with nothing but Node: PORT=9000 TOKEN=… node webhook-receiver.mjs
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

const { PORT = '9000', TOKEN = '' } = process.env
const TOLERANCE_SECONDS = 300
const tell = (...words) => process.stdout.write(`${words.join(' ')}\n`)

/** Whether a delivery was signed with our token, not long ago. */
function isSigned(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature = '' } = headers
  if (Math.abs(Date.now() / 1000 - Number(at)) > TOLERANCE_SECONDS) return false
  const mac = createHmac('sha256', TOKEN).update(`${id}.${at}.${body}`).digest()
  return signature.split(' ').some((one) => {
    const given = Buffer.from(one.replace(/^v1,/, ''), 'base64')
    return given.length === mac.length && timingSafeEqual(given, mac)
  })
}

/** eventIDs that were taken in already. In earnest this is a unique key in your database. */
const known = new Set()

createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString()
  if (!isSigned(request.headers, body)) return response.writeHead(401).end()
  const document = JSON.parse(body)
  if (document.type !== 'EPCISQueryDocument') {
    tell('the server could not tell:', document.title, document.detail)
    return response.writeHead(204).end()
  }
  for (const event of document.epcisBody.queryResults.resultsBody.eventList) {
    if (known.has(event.eventID)) continue
    known.add(event.eventID)
    tell(event.eventTime, event.type, event.bizStep, event.eventID)
  }
  // Only now: what is not answered with 2xx is sent again.
  response.writeHead(204).end()
}).listen(Number(PORT), '127.0.0.1', function () {
  tell(`listens at http://127.0.0.1:${this.address().port}/`)
})
