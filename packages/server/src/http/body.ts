import { refuse } from './problem.ts'

/** A whole body as text. @throws Refused over `maxBytes`, or when it is not UTF-8. */
export async function wholeText(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) {
      const says = `this may have ${maxBytes} bytes`
      throw refuse('CaptureLimitExceededException', '', 'too-large', says)
    }
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw refuse('ValidationException', '', 'not-utf-8', 'the body is not UTF-8 text')
  }
}
