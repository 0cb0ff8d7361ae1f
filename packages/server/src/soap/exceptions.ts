import type { Problem } from '@suyuan/core/problem'
import type { Exception, ExceptionName } from '@suyuan/core/soap/protocol'
import { Refused, REFUSALS } from '../http/problem.ts'

/** An exception of the query interface that REST has under another name, or not at all. */
export class Thrown extends Error {
  readonly exception: Exception

  constructor(name: ExceptionName, reason: string) {
    super(reason)
    this.name = 'Thrown'
    this.exception = { name, reason }
  }
}

/** What a refusal of ours is called in the query interface; what is not here is ours to mend: ImplementationException. */
const NAMES: Readonly<Record<string, ExceptionName>> = {
  ValidationException: 'ValidationException',
  QueryParameterException: 'QueryParameterException',
  QueryValidationException: 'QueryParameterException',
  SubscriptionControlsException: 'SubscriptionControlsException',
  InvalidURIException: 'InvalidURIException',
  SubscribeNotPermittedException: 'SubscribeNotPermittedException',
  SecurityException: 'SecurityException',
  ForbiddenException: 'SecurityException',
  NoSuchResourceException: 'NoSuchNameException',
  NoSuchNameException: 'NoSuchNameException',
  NoSuchSubscriptionException: 'NoSuchSubscriptionException',
  ResourceAlreadyExistsException: 'DuplicateSubscriptionException',
  DuplicateNameException: 'DuplicateNameException',
  DuplicateSubscriptionException: 'DuplicateSubscriptionException',
  CaptureLimitExceededException: 'ValidationException',
  UnsupportedMediaTypeException: 'ValidationException',
  QueryTooLargeException: 'QueryTooLargeException',
  QueryTooComplexException: 'QueryTooComplexException',
}

/** Problems listed in a reason; more are counted. */
const LISTED = 20

/** What went wrong, as the query interface says it. What is no {@link Refused} is told without its insides. */
export function exceptionOf(error: unknown): Exception {
  if (error instanceof Thrown) return error.exception
  if (!(error instanceof Refused)) {
    const reason = REFUSALS.ImplementationException.title
    return { name: 'ImplementationException', reason, severity: 'SEVERE' }
  }
  const name = NAMES[error.refusal]
  const reason = reasonOf(error.problems, error.message)
  if (name !== undefined) return { name, reason }
  const again = ['UnavailableException', 'InsufficientStorageException'].includes(error.refusal)
  return { name: 'ImplementationException', reason, severity: again ? 'ERROR' : 'SEVERE' }
}

function reasonOf(problems: readonly Problem[], title: string): string {
  if (problems.length === 0) return title
  const listed = problems
    .slice(0, LISTED)
    .map(({ at, says }) => (at === '' ? says : `${at.replace(/^\?/, '')}: ${says}`))
  const more = problems.length > LISTED ? [`and ${problems.length - LISTED} more`] : []
  return [...listed, ...more].join('; ')
}
