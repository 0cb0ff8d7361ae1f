/** The objects of an answer of lines, in parts as they come. */
export async function* ndjsonOf<T>({ body }: Response): AsyncGenerator<readonly T[]> {
  if (body === null) return
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T)
  }
  if (rest.trim() !== '') yield [JSON.parse(rest) as T]
}
