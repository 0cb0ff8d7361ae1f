/** What EPCIS 1.x says in a QuantityEvent, as an ObjectEvent of 1.2: it observes one quantity of a class, and no items. */
const SAYS_THAT =
  /^<ObjectEvent((?: [^>]*)?)>([\s\S]*?)<epcList\/><action>OBSERVE<\/action>([\s\S]*?)<extension><quantityList><quantityElement>(<epcClass>[^<]*<\/epcClass><quantity>[^<]*<\/quantity>)<\/quantityElement><\/quantityList><\/extension>([\s\S]*)<\/ObjectEvent>$/

/**
 * An event as 1.2 writes it, as the QuantityEvent that says the same, for a client that asks for those; undefined for one that
 * says more. EPCIS 2.0 keeps none: what comes in as one is kept as an ObjectEvent.
 */
export function asQuantityEvent(event: string): string | undefined {
  const [whole, attributes, times, where, what, own] = SAYS_THAT.exec(event) ?? []
  if (whole === undefined) return undefined
  return `<QuantityEvent${attributes}>${times}${what}${where}${own}</QuantityEvent>`
}
