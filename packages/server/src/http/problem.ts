import type { Problem } from '@suyuan/core/problem'
import { writeException } from '@suyuan/core/xml/write-job'
import { answer } from './answer.ts'

type Row = {
  readonly status: number
  readonly title: string
  /** The name under `epcisException:` where the standard has one name for several statuses. */
  readonly type?: string
}

/** Every way this server says no: the exceptions of EPCIS 2.0 (REST §12.6, queries §8.2.6), one row each. */
export const REFUSALS = {
  ValidationException: { status: 400, title: 'The document breaks the EPCIS rules' },
  QueryParameterException: { status: 400, title: 'A query parameter cannot be read' },
  QueryValidationException: { status: 400, title: 'The query cannot be read' },
  SubscriptionControlsException: { status: 400, title: 'The subscription cannot be kept so' },
  InvalidURIException: { status: 400, title: 'A URI is wanted that can be used here' },
  SubscribeNotPermittedException: { status: 400, title: 'That cannot be subscribed to' },
  SecurityException: { status: 401, title: 'A valid API key is needed' },
  ForbiddenException: { status: 403, title: 'This is not for you', type: 'SecurityException' },
  NoSuchResourceException: { status: 404, title: 'Nothing is kept under that name' },
  NoSuchNameException: { status: 404, title: 'No query has that name' },
  NoSuchSubscriptionException: { status: 404, title: 'No subscription has that name' },
  MethodNotAllowedException: { status: 405, title: 'That cannot be done with this resource' },
  NotAcceptableException: { status: 406, title: 'Nothing that is asked for is spoken here' },
  ResourceAlreadyExistsException: {
    status: 409,
    title: 'Something else is kept under that name already',
  },
  DuplicateNameException: { status: 409, title: 'A query has that name already' },
  DuplicateSubscriptionException: { status: 409, title: 'A subscription has that name already' },
  PlanChangedException: { status: 409, title: 'What would go is not what was looked at' },
  GoneException: { status: 410, title: 'This was kept, and let go when its time was over' },
  CaptureLimitExceededException: { status: 413, title: 'Too much in one capture' },
  QueryTooLargeException: { status: 413, title: 'The answer is too large; narrow the question' },
  QueryTooComplexException: { status: 413, title: 'The question costs too much; narrow it' },
  URITooLongException: { status: 414, title: 'The address is too long' },
  UnsupportedMediaTypeException: { status: 415, title: 'That format is not taken here' },
  ImplementationException: { status: 500, title: 'The server broke' },
  UnavailableException: {
    status: 503,
    title: 'The database does not answer now; send the same again',
  },
  InsufficientStorageException: {
    status: 507,
    title: 'The disk is full and nothing of this was kept; send the same again when there is room',
  },
} as const

export type Refusal = keyof typeof REFUSALS

/** Thrown by use cases, turned into a response in exactly one place: the edge of the app. */
export class Refused extends Error {
  readonly refusal: Refusal
  readonly problems: readonly Problem[]

  constructor(refusal: Refusal, problems: readonly Problem[], options?: ErrorOptions) {
    super(REFUSALS[refusal].title, options)
    this.name = 'Refused'
    this.refusal = refusal
    this.problems = problems
  }
}

/** More than these are counted, not listed: a document can be wrong in every line. */
const LISTED = 100

/** RFC 9457 problem details: `type`, `title`, `status`, `detail`, and every problem with its place and rule. */
export function problemBody(refusal: Refusal, problems: readonly Problem[]): object {
  const { status, title, type = refusal }: Row = REFUSALS[refusal]
  const more = problems.length - LISTED
  return {
    type: `epcisException:${type}`,
    title,
    status,
    ...(problems.length > 0 && { detail: detailOf(problems) }),
    problems: problems.slice(0, LISTED),
    ...(more > 0 && { furtherProblems: more }),
  }
}

function detailOf(problems: readonly Problem[]): string {
  const [first] = problems
  if (first === undefined) return ''
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`
  return `${first.at === '' ? '' : `${first.at}: `}${first.says}${more}`
}

/** Seconds after which the same may well succeed. */
const RETRY_AFTER: Partial<Record<Refusal, string>> = {
  UnavailableException: '5',
  InsufficientStorageException: '60',
}

/** How a refusal is told. */
export type Telling = {
  /** As `application/problem+xml`. */
  readonly xml?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

/** The response that says no. What is not a {@link Refused} is a fault of ours: told without its insides, and logged. */
export function toResponse(
  error: unknown,
  log: (error: unknown) => void,
  { xml = false, headers = {} }: Telling = {},
): Response {
  if (!(error instanceof Refused)) log(error)
  const { refusal, problems } =
    error instanceof Refused ? error : { refusal: 'ImplementationException' as const, problems: [] }
  const retryAfter = RETRY_AFTER[refusal]
  const body = xml ? problemXml(refusal, problems) : JSON.stringify(problemBody(refusal, problems))
  return answer(body, {
    status: REFUSALS[refusal].status,
    headers: {
      'content-type': xml ? 'application/problem+xml' : 'application/problem+json',
      ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
      ...(refusal === 'SecurityException' && { 'www-authenticate': 'Bearer' }),
      ...headers,
    },
  })
}

/** {@link problemBody} in XML: `EPCISException` of the EPCIS 2.0 schema, which has one `detail` for all problems. */
function problemXml(refusal: Refusal, problems: readonly Problem[]): string {
  const { status, title, type = refusal }: Row = REFUSALS[refusal]
  const lines = problems
    .slice(0, LISTED)
    .map(({ at, rule, says }) => `${at === '' ? '' : `${at}: `}${says} (${rule})`)
  const more = problems.length - LISTED
  if (more > 0) lines.push(`(and ${more} more)`)
  const detail = lines.length > 0 && { detail: lines.join('\n') }
  return writeException({ type: `epcisException:${type}`, title, status, ...detail })
}

/** A {@link Refused} with one problem. */
export function refuse(refusal: Refusal, at: string, rule: string, says: string): Refused {
  return new Refused(refusal, [{ at, rule, says }])
}
