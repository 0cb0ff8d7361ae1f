import type { Socket } from 'node:net'
import { problemBody, REFUSALS, type Refusal } from './problem.ts'

/** Room for an address that is too long by a little: that is refused by name, in the app. */
export const MAX_HEADER_BYTES: number = 65_536

type Listening = {
  on(event: 'clientError', told: (error: NodeJS.ErrnoException, socket: Socket) => void): unknown
}

/** What Node cannot read as a request never reaches the app; here it is refused in the same form. */
export function answerUnreadable(server: Listening): void {
  server.on('clientError', (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
      socket.end('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n')
    } else if (error.code === 'HPE_HEADER_OVERFLOW') {
      socket.end(
        refusal('URITooLongException', 'too-long', 'address and headers together are too long'),
      )
    } else {
      socket.end(refusal('ValidationException', 'not-http', 'this is no HTTP/1.1 request'))
    }
  })
}

function refusal(name: Refusal, rule: string, says: string): string {
  const body = JSON.stringify(problemBody(name, [{ at: '', rule, says }]))
  const { status, title } = REFUSALS[name]
  return [
    `HTTP/1.1 ${status} ${title}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
