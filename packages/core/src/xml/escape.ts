/** XML 1.0 §2.2: what no document may hold, even escaped. Half of a pair of surrogates is one such. */
const ILLEGAL = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
/** Without `u` it is faster, and finds whole pairs too. */
const SUSPECT = /[^\t\n\r -\uD7FF\uE000-\uFFFD]/

/** Most texts have none of these; one native search tells. A carriage return would be read as a line's end. */
const SPECIAL = /[&<>\r]/
const SPECIAL_IN_ATTRIBUTE = /[&<"\r\n\t]/

const NAMES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** A text as element content. A character that XML cannot hold becomes U+FFFD. */
export function escapeText(text: string): string {
  const legal = SUSPECT.test(text) ? text.replace(ILLEGAL, '\uFFFD') : text
  return SPECIAL.test(legal) ? legal.replace(/[&<>\r]/g, (char) => NAMES[char] ?? char) : legal
}

/** A text as attribute value, for double quotes; line ends and tabs survive the reader. */
export function escapeAttribute(text: string): string {
  const legal = SUSPECT.test(text) ? text.replace(ILLEGAL, '\uFFFD') : text
  if (!SPECIAL_IN_ATTRIBUTE.test(legal)) return legal
  return legal.replace(/[&<"\r\n\t]/g, (char) => NAMES[char] ?? char)
}

const NAME_START =
  /[A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD]/
const NAME_PART =
  /[-.0-9A-Za-z_\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u203F\u2040\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD]/
const PLAIN_NAME = /^[A-Za-z_][-.0-9A-Za-z_]*$/
const ESCAPE = /_x([0-9A-F]{4})_/g

/** A name without a prefix as XML may have it; what it may not is `_xHHHH_`, as ISO/IEC 9075-14 has it. */
export function nameToXml(name: string): string {
  if (PLAIN_NAME.test(name) && !name.includes('_x')) return name
  let out = ''
  for (let i = 0; i < name.length; i++) {
    const char = name.charAt(i)
    const known = (i === 0 ? NAME_START : NAME_PART).test(char)
    const asEscape = char === '_' && /^_x[0-9A-F]{4}_/.test(name.slice(i, i + 7))
    out += known && !asEscape ? char : escaped(char)
  }
  return out === '' ? '_x_' : out
}

function escaped(char: string): string {
  return `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
}

/** The name that {@link nameToXml} wrote. */
export function nameFromXml(name: string): string {
  if (!name.includes('_x')) return name
  if (name === '_x_') return ''
  return name.replace(ESCAPE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
