import type { Group } from './case.ts'
import { EXTENDED } from './cases/extensions.ts'
import { QUESTIONS } from './cases/questions.ts'
import { CAPTURE } from './cases/capture.ts'
import { DISCOVERY } from './cases/discovery.ts'
import { PAGING } from './cases/paging.ts'
import { NEGOTIATION } from './cases/negotiation.ts'
import { RESOURCES } from './cases/resources.ts'
import { ERRONEOUS } from './cases/errors.ts'
import { MASTER_DATA } from './cases/master-data.ts'
import { SENSED } from './cases/sensors.ts'
import { NAMED } from './cases/named.ts'
import { SOAP } from './cases/soap.ts'
import { SUBSCRIPTIONS } from './cases/subscriptions.ts'
import { XML } from './cases/xml.ts'
import { RULES } from './cases/rules.ts'

/** All cases, in the order they are run and reported. */
export const SUITE: readonly Group[] = [
  DISCOVERY,
  ...CAPTURE,
  ...RULES,
  ...QUESTIONS,
  EXTENDED,
  SENSED,
  ERRONEOUS,
  MASTER_DATA,
  ...PAGING,
  RESOURCES,
  NEGOTIATION,
  NAMED,
  ...SUBSCRIPTIONS,
  XML,
  SOAP,
]
