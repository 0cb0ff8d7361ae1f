import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useEffect, type ReactNode } from 'react'
import type { Catalogue } from '../../answers.ts'
import { fetchCatalogue } from '../../api.ts'
import { Icon } from '../../icon.tsx'
import { Refusal } from '../../refusal.tsx'
import { useSaid } from '../../said.tsx'
import { SearchBox } from '../../search-box.tsx'
import { counted } from '../../words.ts'
import { Found } from './found.tsx'
import { Lots, Tins } from './product.tsx'
import { startOf } from './view.ts'

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
