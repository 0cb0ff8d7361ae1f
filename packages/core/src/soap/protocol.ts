/** EPCIS' query interface as SOAP and XML know it, as data: EPCIS 2.0 §11, and 1.0–1.2 in the namespaces before. */

/** The edition a client speaks, by the namespace of its request. `1.2` stands for 1.0 and 1.1 too. */
export type Edition = '2.0' | '1.2'

export const QUERY_NAMESPACE: Readonly<Record<Edition, string>> = {
  '2.0': 'urn:epcglobal:epcis-query:xsd:2',
  '1.2': 'urn:epcglobal:epcis-query:xsd:1',
}

export const WSDL_NAMESPACE: Readonly<Record<Edition, string>> = {
  '2.0': 'urn:epcglobal:epcis:wsdl:2',
  '1.2': 'urn:epcglobal:epcis:wsdl:1',
}

export const editionOf = (namespace: string): Edition | undefined =>
  (['2.0', '1.2'] as const).find((edition) => QUERY_NAMESPACE[edition] === namespace)

/** How a request was wrapped: a SOAP envelope, or the EPCISQueryDocument that goes over AS2 and plain HTTP. */
export type Wrapping = 'soap-1.1' | 'soap-1.2' | 'document'

export const ENVELOPES: ReadonlyMap<string, Wrapping> = new Map([
  ['http://schemas.xmlsoap.org/soap/envelope/', 'soap-1.1'],
  ['http://www.w3.org/2003/05/soap-envelope', 'soap-1.2'],
])

export type ExceptionName =
  | 'DuplicateNameException'
  | 'InvalidURIException'
  | 'NoSuchNameException'
  | 'NoSuchSubscriptionException'
  | 'DuplicateSubscriptionException'
  | 'QueryParameterException'
  | 'QueryTooLargeException'
  | 'QueryTooComplexException'
  | 'SubscriptionControlsException'
  | 'SubscribeNotPermittedException'
  | 'SecurityException'
  | 'ValidationException'
  | 'ImplementationException'

type Detail = 'severity' | 'queryName' | 'subscriptionID'

/** The exceptions of the query interface, and what each says beside its `reason`. */
export const EXCEPTIONS: Readonly<Record<ExceptionName, readonly Detail[]>> = {
  DuplicateNameException: [],
  InvalidURIException: [],
  NoSuchNameException: [],
  NoSuchSubscriptionException: [],
  DuplicateSubscriptionException: [],
  QueryParameterException: [],
  QueryTooLargeException: ['queryName', 'subscriptionID'],
  QueryTooComplexException: [],
  SubscriptionControlsException: [],
  SubscribeNotPermittedException: [],
  SecurityException: [],
  ValidationException: [],
  ImplementationException: ['severity', 'queryName', 'subscriptionID'],
}

/** An exception on its way out. */
export type Exception = {
  readonly name: ExceptionName
  readonly reason: string
  /** Of an ImplementationException: whether the same request may succeed later. */
  readonly severity?: 'ERROR' | 'SEVERE'
  readonly queryName?: string
  readonly subscriptionID?: string
}

/** A member of a request: what it is, and whether it must be there. */
type Member = {
  readonly name: string
  readonly type: 'string' | 'uri' | 'params' | 'controls'
}

export type OperationName =
  | 'GetQueryNames'
  | 'Subscribe'
  | 'Unsubscribe'
  | 'GetSubscriptionIDs'
  | 'Poll'
  | 'GetStandardVersion'
  | 'GetVendorVersion'

export type OperationRow = {
  readonly name: OperationName
  readonly members: readonly Member[]
  readonly result: {
    readonly name: string
    readonly type: 'strings' | 'string' | 'void' | 'results'
  }
  /** Beside SecurityException, ValidationException and ImplementationException, which any may throw. */
  readonly exceptions: readonly ExceptionName[]
}

const queryName: Member = { name: 'queryName', type: 'string' }
const params: Member = { name: 'params', type: 'params' }
const subscriptionID: Member = { name: 'subscriptionID', type: 'string' }

export const ANY_OPERATION: readonly ExceptionName[] = [
  'SecurityException',
  'ValidationException',
  'ImplementationException',
]

/** EPCIS 2.0 §8.2.5, one row an operation, members in their order. */
export const OPERATIONS: readonly OperationRow[] = [
  {
    name: 'GetQueryNames',
    members: [],
    result: { name: 'GetQueryNamesResult', type: 'strings' },
    exceptions: [],
  },
  {
    name: 'Subscribe',
    members: [
      queryName,
      params,
      { name: 'dest', type: 'uri' },
      { name: 'controls', type: 'controls' },
      subscriptionID,
    ],
    result: { name: 'SubscribeResult', type: 'void' },
    exceptions: [
      'NoSuchNameException',
      'InvalidURIException',
      'DuplicateSubscriptionException',
      'QueryParameterException',
      'QueryTooComplexException',
      'SubscriptionControlsException',
      'SubscribeNotPermittedException',
    ],
  },
  {
    name: 'Unsubscribe',
    members: [subscriptionID],
    result: { name: 'UnsubscribeResult', type: 'void' },
    exceptions: ['NoSuchSubscriptionException'],
  },
  {
    name: 'GetSubscriptionIDs',
    members: [queryName],
    result: { name: 'GetSubscriptionIDsResult', type: 'strings' },
    exceptions: ['NoSuchNameException'],
  },
  {
    name: 'Poll',
    members: [queryName, params],
    result: { name: 'QueryResults', type: 'results' },
    exceptions: [
      'QueryParameterException',
      'QueryTooLargeException',
      'QueryTooComplexException',
      'NoSuchNameException',
    ],
  },
  {
    name: 'GetStandardVersion',
    members: [],
    result: { name: 'GetStandardVersionResult', type: 'string' },
    exceptions: [],
  },
  {
    name: 'GetVendorVersion',
    members: [],
    result: { name: 'GetVendorVersionResult', type: 'string' },
    exceptions: [],
  },
]

/** The fields of a schedule, and of all that a subscription is controlled by. */
export const SCHEDULE_FIELDS = [
  'second',
  'minute',
  'hour',
  'dayOfMonth',
  'month',
  'dayOfWeek',
] as const
