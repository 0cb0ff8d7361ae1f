/** What request headers of EPCIS 2.0 REST mean, by name; an endpoint names those it reads. */
export const REQUEST_HEADERS = {
  'GS1-EPCIS-Version': 'the EPCIS version of what is sent',
  'GS1-CBV-Version': 'the CBV version of what is sent',
  'GS1-EPCIS-Min': 'the oldest EPCIS version that is taken',
  'GS1-EPCIS-Max': 'the newest EPCIS version that is taken; 1.2 is answered in XML',
  'GS1-CBV-Min': 'the oldest CBV version that is taken',
  'GS1-CBV-Max': 'the newest CBV version that is taken',
  'GS1-EPC-Format':
    'Always_GS1_Digital_Link (unless said), Always_EPC_URN, No_Preference or Never_Translates',
  'GS1-CBV-XML-Format': 'in XML: Always_Web_URI, Always_URN, No_Preference or Never_Translates',
  'GS1-Extensions': 'prefix=namespace, with commas between: prefixes that parameters use',
  'GS1-Capture-Error-Behaviour': 'rollback (unless said) or proceed',
  Prefer: 'handling=strict or handling=lenient',
} as const

export type RequestHeader = keyof typeof REQUEST_HEADERS

/** What headers of answers mean. */
export const ANSWER_HEADERS = {
  'GS1-EPCIS-Version': 'the EPCIS version that is answered',
  'GS1-CBV-Version': 'the CBV version that is answered',
  'GS1-Vendor-Version': 'this product and its version',
  'GS1-EPC-Format': 'how identifiers are spelt',
  'GS1-Extensions': 'prefixes that the answer uses',
  'GS1-Capture-Error-Behaviour': 'as it was applied',
  'GS1-Next-Page-Token-Expires': 'until when the link to the next page is good',
  Link: 'to the next page, as long as there is one: rel="next"',
  Location: 'where what was made is',
} as const

export type AnswerHeader = keyof typeof ANSWER_HEADERS

/** Bodies, by the name of their schema in the OpenAPI document. */
export type Body =
  | 'EPCISDocument'
  | 'EPCISEvent'
  | 'EPCISQueryDocument'
  | 'Collection'
  | 'CaptureJob'
  | 'CaptureJobs'
  | 'Query'

const RANGE = ['GS1-EPCIS-Min', 'GS1-EPCIS-Max', 'GS1-CBV-Min', 'GS1-CBV-Max'] as const

/** What an endpoint reads that answers events. */
export const OF_EVENTS: readonly RequestHeader[] = [
  ...RANGE,
  'GS1-EPC-Format',
  'GS1-CBV-XML-Format',
  'GS1-Extensions',
  'Prefer',
]

/** What an endpoint reads that answers names. */
export const OF_LISTS: readonly RequestHeader[] = [...RANGE, 'GS1-EPC-Format', 'GS1-Extensions']

/** What an endpoint reads that takes events in. */
export const OF_CAPTURE: readonly RequestHeader[] = [
  'GS1-EPCIS-Version',
  'GS1-CBV-Version',
  'GS1-Extensions',
  'Prefer',
]

export const PAGED: readonly AnswerHeader[] = ['Link', 'GS1-Next-Page-Token-Expires']
