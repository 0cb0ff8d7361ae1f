import { isList, isObject } from '../event/checks.ts'
import type { Json, JsonObject } from '../event/event.ts'
import { NAMESPACES } from './binding.ts'
import { escapeAttribute, escapeText } from './escape.ts'
import { isScalar, scalar, tagged } from './write-extension.ts'

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
const EPCIS = ` xmlns:epcis="${NAMESPACES['2.0'].EPCISDocument}"`

const PROBLEM_FIELDS = ['type', 'title', 'status', 'detail', 'instance'] as const
const JOB_FIELDS = ['captureErrorBehaviour', 'createdAt', 'finishedAt'] as const

/** Problem details (RFC 9457) as EPCIS 2.0 writes them in XML: an `EPCISException`, without our further members. */
export function writeException(problem: JsonObject): string {
  return `${DECLARATION}${tagged('epcis:EPCISException', EPCIS, fields(problem, PROBLEM_FIELDS))}\n`
}

/** A capture job of the JSON binding as an `EPCISCaptureJob`. */
export function writeCaptureJob(job: JsonObject): string {
  const flags = ['running', 'success', 'captureID'].map(
    (name) => ` ${name}="${escapeAttribute(textOf(job[name]))}"`,
  )
  const errors = isList(job['errors']) ? job['errors'].filter(isObject) : []
  const listed = errors.map((error) => tagged('error', '', fields(error, PROBLEM_FIELDS)))
  const content =
    fields(job, JOB_FIELDS) + (listed.length === 0 ? '' : tagged('errors', '', listed.join('')))
  return `${DECLARATION}${tagged('epcis:EPCISCaptureJob', EPCIS + flags.join(''), content)}\n`
}

function fields(object: JsonObject, names: readonly string[]): string {
  let text = ''
  for (const name of names) {
    const value = object[name]
    if (value !== undefined && isScalar(value)) text += tagged(name, '', escapeText(scalar(value)))
  }
  return text
}

function textOf(value: Json | undefined): string {
  return value !== undefined && isScalar(value) ? scalar(value) : ''
}
