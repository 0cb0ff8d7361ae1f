import { answer } from './answer.ts'
import { SPOKEN } from './spoken.ts'

/**
 * What a resource tells of itself when it is asked with OPTIONS (EPCIS 2.0 OpenAPI, discovery): the methods it knows, the versions
 * that are spoken, and that identifiers and vocabulary may be had in any format.
 */
export function discovery(
  methods: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Response {
  const allow = [...new Set(['OPTIONS', ...methods])].join(', ')
  return answer(null, {
    status: 204,
    headers: {
      allow,
      'GS1-EPCIS-Min': SPOKEN.EPCIS.min,
      'GS1-EPCIS-Max': SPOKEN.EPCIS.max,
      'GS1-CBV-Min': SPOKEN.CBV.min,
      'GS1-CBV-Max': SPOKEN.CBV.max,
      'GS1-EPC-Format': 'No_Preference',
      'GS1-CBV-XML-Format': 'No_Preference',
      ...more,
    },
  })
}
