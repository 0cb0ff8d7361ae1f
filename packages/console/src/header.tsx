import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Address } from './address.ts'
import { Icon } from './icon.tsx'
import { Nav } from './nav.tsx'
import { To } from './place.tsx'
import { useSaid } from './said.tsx'
import { SearchBox } from './search-box.tsx'

export function Header({ address }: { readonly address: Address }): ReactNode {
  const { words, turn } = useSaid()
  const { of, q, master, subscriptions, page } = address
  const away = [of, q, master, subscriptions, page].some((one) => one !== undefined)
  return (
    <header className="head">
      <To to={{ direction: 'backward' }} className="brand" title={words.home}>
        <img src={`${import.meta.env.BASE_URL}mark.svg`} alt="" width="28" height="28" />
        <span>{words.product}</span>
      </To>
      {away && <SearchBox q={q ?? ''} />}
      <Nav address={address} />
      <To to={{ direction: 'backward', master: {} }} className="master" title={words.master.title}>
        <Icon of="class" size={18} />
        <span>{words.master.title}</span>
      </To>
      <To
        to={{ direction: 'backward', subscriptions: true }}
        className="subscriptions"
        title={words.subscriptions.title}
      >
        <Icon of="out" size={18} />
        <span>{words.subscriptions.title}</span>
      </To>
      <Button type="text" onClick={turn} aria-label={words.languageName} className="turn">
        {words.language}
      </Button>
    </header>
  )
}
