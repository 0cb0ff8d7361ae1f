import {
  ANY_OPERATION,
  EXCEPTIONS,
  OPERATIONS,
  QUERY_NAMESPACE,
  SCHEDULE_FIELDS,
  WSDL_NAMESPACE,
  type Edition,
  type OperationRow,
} from './protocol.ts'

const element = (name: string, type: string, more = ''): string =>
  `<xsd:element name="${name}" type="${type}"${more}/>`
const OPTIONAL = ' minOccurs="0"'
const MANY = ' minOccurs="0" maxOccurs="unbounded"'
const sequence = (members: readonly string[]): string =>
  `<xsd:sequence>${members.join('')}</xsd:sequence>`
const complex = (members: readonly string[], name = ''): string =>
  `<xsd:complexType${name === '' ? '' : ` name="${name}"`}>${sequence(members)}</xsd:complexType>`
const holder = (name: string, members: readonly string[]): string =>
  `<xsd:element name="${name}">${complex(members)}</xsd:element>`

const TYPES = {
  string: 'xsd:string',
  uri: 'xsd:anyURI',
  params: 'q:QueryParams',
  controls: 'q:SubscriptionControls',
} as const

/** Events and vocabularies are XML of their own schemas, which a client has if it wants them checked. */
const ANYTHING = '<xsd:any namespace="##any" processContents="lax"/>'

const SHARED_TYPES: readonly string[] = [
  complex([element('string', 'xsd:string', MANY)], 'ArrayOfString'),
  complex([], 'VoidHolder'),
  complex(
    [
      holder('param', [element('name', 'xsd:string'), element('value', 'xsd:anyType')]).replace(
        '<xsd:element name="param">',
        `<xsd:element name="param"${MANY}>`,
      ),
    ],
    'QueryParams',
  ),
  complex(
    SCHEDULE_FIELDS.map((field) => element(field, 'xsd:string', OPTIONAL)),
    'QuerySchedule',
  ),
  complex(
    [
      element('schedule', 'q:QuerySchedule', OPTIONAL),
      element('trigger', 'xsd:anyURI', OPTIONAL),
      element('initialRecordTime', 'xsd:dateTime', OPTIONAL),
      element('reportIfEmpty', 'xsd:boolean'),
    ],
    'SubscriptionControls',
  ),
]

const RESULT_TYPES = {
  string: (name: string) => element(name, 'xsd:string'),
  strings: (name: string) => element(name, 'q:ArrayOfString'),
  void: (name: string) => element(name, 'q:VoidHolder'),
  results: (name: string) =>
    holder(name, [
      element('queryName', 'xsd:string'),
      element('subscriptionID', 'xsd:string', OPTIONAL),
      `<xsd:element name="resultsBody">${complex([ANYTHING])}</xsd:element>`,
    ]),
} as const

function schema(edition: Edition): string {
  const requests = OPERATIONS.map(({ name, members }) =>
    holder(
      name,
      members.map((member) => element(member.name, TYPES[member.type])),
    ),
  )
  const results = OPERATIONS.map(({ result }) => RESULT_TYPES[result.type](result.name))
  const exceptions = Object.entries(EXCEPTIONS).map(([name, more]) =>
    holder(name, [
      element('reason', 'xsd:string'),
      ...more.map((one) => element(one, 'xsd:string', one === 'severity' ? '' : OPTIONAL)),
    ]),
  )
  const parts = [...SHARED_TYPES, ...requests, ...results, ...exceptions]
  return `<xsd:schema targetNamespace="${QUERY_NAMESPACE[edition]}" elementFormDefault="unqualified">
${parts.join('\n')}
</xsd:schema>`
}

const message = (name: string, of: string): string =>
  `<wsdl:message name="${name}"><wsdl:part name="parms" element="q:${of}"/></wsdl:message>`

/** WSDL's names of operations begin with a small letter. */
const small = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

const exceptionsOf = ({ exceptions }: OperationRow): readonly string[] => [
  ...exceptions,
  ...ANY_OPERATION,
]

function portOperation(row: OperationRow): string {
  const name = small(row.name)
  const faults = exceptionsOf(row).map(
    (one) => `<wsdl:fault name="${one}Fault" message="s:${one}Response"/>`,
  )
  return `<wsdl:operation name="${name}"><wsdl:input message="s:${name}Request"/><wsdl:output message="s:${name}Response"/>${faults.join('')}</wsdl:operation>`
}

function bindingOperation(row: OperationRow): string {
  const faults = exceptionsOf(row).map(
    (one) =>
      `<wsdl:fault name="${one}Fault"><soap:fault name="${one}Fault" use="literal"/></wsdl:fault>`,
  )
  const literal = '<soap:body use="literal"/>'
  return `<wsdl:operation name="${small(row.name)}"><soap:operation soapAction=""/><wsdl:input>${literal}</wsdl:input><wsdl:output>${literal}</wsdl:output>${faults.join('')}</wsdl:operation>`
}

/** The service at an address as WSDL 1.1, document/literal, in the namespaces of an edition. */
export function wsdl(edition: Edition, address: string): string {
  const messages = [
    ...OPERATIONS.flatMap(({ name, result }) => [
      message(`${small(name)}Request`, name),
      message(`${small(name)}Response`, result.name),
    ]),
    ...Object.keys(EXCEPTIONS).map((name) => message(`${name}Response`, name)),
  ]
  const target = WSDL_NAMESPACE[edition]
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions targetNamespace="${target}" xmlns:s="${target}" xmlns:q="${QUERY_NAMESPACE[edition]}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<wsdl:types>
${schema(edition)}
</wsdl:types>
${messages.join('\n')}
<wsdl:portType name="EPCISServicePortType">
${OPERATIONS.map(portOperation).join('\n')}
</wsdl:portType>
<wsdl:binding name="EPCISServiceBinding" type="s:EPCISServicePortType">
<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${OPERATIONS.map(bindingOperation).join('\n')}
</wsdl:binding>
<wsdl:service name="EPCglobalEPCISService">
<wsdl:port name="EPCglobalEPCISServicePort" binding="s:EPCISServiceBinding"><soap:address location="${address.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"/></wsdl:port>
</wsdl:service>
</wsdl:definitions>
`
}
