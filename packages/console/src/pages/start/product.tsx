import { useState, type ReactNode } from 'react'
import type { Direction, Product } from '../../answers.ts'
import { Icon } from '../../icon.tsx'
import { codeOf, nameIn } from '../../identifier.ts'
import { To } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { stageWord } from '../../terms.ts'
import { counted } from '../../words.ts'
import type { Origin } from './view.ts'

/** A product with some of its codes, each to be traced back. */
export function Tins({ product }: { readonly product: Product }): ReactNode {
  const { language, words } = useSaid()
  const about = [
    product.items > 0 ? words.items(counted(product.items)) : '',
    product.lots.length > 0 ? words.lots(counted(product.lots.length)) : '',
  ]
  return (
    <article className="card">
      <header>
        <span className="badge">
          <Icon of={product.stage ?? 'item'} size={22} />
        </span>
        <div>
          <h3>{nameIn(language, product) ?? codeOf(product.id)}</h3>
          <p className="why">{about.filter((part) => part !== '').join(' · ')}</p>
        </div>
      </header>
      {product.samples.length > 0 ? (
        <Codes ids={product.samples} direction="backward" />
      ) : (
        <Codes ids={product.lots.map(({ id }) => id)} direction="forward" />
      )}
    </article>
  )
}

/** A product with its lots, each to be traced forward. */
export function Lots({ origin: { product, lots } }: { readonly origin: Origin }): ReactNode {
  const { language } = useSaid()
  return (
    <li>
      <span className="badge">
        <Icon of={product.stage ?? 'lot'} />
      </span>
      <div className="what">
        <strong>{nameIn(language, product) ?? codeOf(product.id)}</strong>
        {product.stage !== undefined && <small>{stageWord(product.stage, language)}</small>}
      </div>
      <Codes ids={lots} direction="forward" />
    </li>
  )
}

const SHOWN: Readonly<Record<Direction, number>> = { backward: 6, forward: 2 }

function Codes(props: {
  readonly ids: readonly string[]
  readonly direction: Direction
}): ReactNode {
  const { words } = useSaid()
  const [all, setAll] = useState(false)
  const shown = SHOWN[props.direction]
  const ids = all ? props.ids.slice(0, 300) : props.ids.slice(0, shown)
  const rest = props.ids.length - shown
  return (
    <div className="codes">
      {ids.map((id) => (
        <To key={id} to={{ of: id, direction: props.direction }} className="code" title={id}>
          {codeOf(id)}
        </To>
      ))}
      {rest > 0 && (
        <button type="button" className="more" onClick={() => setAll(!all)}>
          {all ? words.fewer : words.more(counted(rest))}
        </button>
      )}
    </div>
  )
}
