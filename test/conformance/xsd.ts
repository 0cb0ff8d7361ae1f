import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs'
import { conformance } from './material.ts'

const FOLDERS = { '2.0': 'gs1-epcis/XSD', '1.2': 'gs1-epcis/XSL/1.2/XSD' } as const
const PARTS = {
  'urn:epcglobal:epcis:xsd:': 'EPCglobal-epcis',
  'urn:epcglobal:epcis-query:xsd:': 'EPCglobal-epcis-query',
  'urn:epcglobal:epcis-masterdata:xsd:': 'EPCglobal-epcis-masterdata',
} as const

export type XsdVersion = keyof typeof FOLDERS

const validators = new Map<XsdVersion, XsdValidator>()

/** What is wrong with a document by GS1's XML schema of an edition; undefined when it is valid. */
export function schemaFault(xml: string | Uint8Array, version: XsdVersion): string | undefined {
  const validator = validators.get(version) ?? validatorOf(version)
  validators.set(version, validator)
  try {
    const bytes = typeof xml === 'string' ? Buffer.from(xml) : xml
    const document = XmlDocument.fromBuffer(bytes)
    try {
      validator.validate(document)
    } finally {
      document.dispose()
    }
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** One schema of all roots: each part in its namespace, read from its file. */
function validatorOf(version: XsdVersion): XsdValidator {
  xmlRegisterFsInputProviders()
  const imports = Object.entries(PARTS).map(([namespace, file]) => {
    const path = join(conformance, FOLDERS[version], `${file}-${version.replace('.', '_')}.xsd`)
    readFileSync(path)
    return `<xsd:import namespace="${namespace}${version.startsWith('2') ? 2 : 1}" schemaLocation="${path}"/>`
  })
  const schema = `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xsd:schema>`
  return XsdValidator.fromDoc(XmlDocument.fromString(schema))
}
