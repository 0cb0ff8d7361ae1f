import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import type { Catalogue, Direction, Product } from '../../answers.ts'
import { fetchCatalogue } from '../../api.ts'
import { Icon } from '../../icon.tsx'
import { codeOf, nameIn } from '../../identifier.ts'
import { To } from '../../place.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { SearchBox } from '../../search-box.tsx'
import { stageWord } from '../../terms.ts'
import { counted } from '../../words.ts'
import { Found } from './found.tsx'
import { startOf, type Origin } from './view.ts'

/** Where one begins: a code to search, or something of the catalogue to pick. */
export function StartPage({ q }: { readonly q: string | undefined }): ReactNode {
  const { words } = useSaid()
  useEffect(() => {
    document.title = `${q ?? words.slogan} · ${words.product}`
  }, [q, words])
  if (q !== undefined) return <Found key={q} q={q} />
  return (
    <div className="start">
      <section className="hero">
        <h1>{words.slogan}</h1>
        <p>{words.slogan2}</p>
        <SearchBox q="" large />
      </section>
      <Offers />
    </div>
  )
}

function Offers(): ReactNode {
  const { words } = useSaid()
  const { data, error, refetch } = useQuery({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) => fetchCatalogue(signal),
    staleTime: 0,
  })
  if (error !== null) return <Refusal error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton active className="offers" paragraph={{ rows: 8 }} />
  if (data.events === 0) {
    return (
      <section className="blank">
        <Icon of="seed" size={36} />
        <h2>{words.nothingYet}</h2>
        <p>{words.nothingYetWhy}</p>
      </section>
    )
  }
  return <Offered catalogue={data} />
}

function Offered({ catalogue }: { readonly catalogue: Catalogue }): ReactNode {
  const { words } = useSaid()
  const { tins, origins } = startOf(catalogue)
  return (
    <div className="offers">
      {tins.length > 0 && (
        <section aria-labelledby="tins">
          <h2 id="tins">{words.pickTin}</h2>
          <p className="why">{words.pickTinWhy}</p>
          <div className="cards">
            {tins.map((product) => (
              <Tins key={product.id} product={product} />
            ))}
          </div>
        </section>
      )}
      {origins.length > 0 && (
        <section aria-labelledby="origins">
          <h2 id="origins">{words.pickLot}</h2>
          <p className="why">{words.pickLotWhy}</p>
          <ul className="origins">
            {origins.map((origin) => (
              <Lots key={origin.product.id} origin={origin} />
            ))}
          </ul>
        </section>
      )}
      <p className="kept">{words.eventsKept(counted(catalogue.events))}</p>
    </div>
  )
}

function Tins({ product }: { readonly product: Product }): ReactNode {
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
      <Codes ids={product.samples} direction="backward" />
    </article>
  )
}

function Lots({ origin: { product, lots } }: { readonly origin: Origin }): ReactNode {
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
