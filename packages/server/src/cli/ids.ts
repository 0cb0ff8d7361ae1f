import { readFileSync } from 'node:fs'
import { Misused } from './terminal.ts'

/** Identifiers as a command line gives them: by themselves, with commas between, or in files, one a line (# begins a remark). */
export function idsOf(given: readonly string[]): readonly string[] {
  return given.flatMap((text) => (isId(text) ? text.split(',') : linesOf(text)))
}

const isId = (text: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(text)

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
  } catch (cause) {
    throw new Misused(`${file} is no identifier (urn:…, https://…), and no file that can be read`, {
      cause,
    })
  }
}
