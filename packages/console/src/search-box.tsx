import { Button, Input } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { go } from './place.tsx'
import { useSaid } from './said.tsx'

type Props = { readonly q: string; readonly large?: boolean }

/** Takes whatever a person has of a thing; what it leads to is the server's to say. */
export function SearchBox({ q, large = false }: Props): ReactNode {
  const { words } = useSaid()
  const [text, setText] = useState(q)
  useEffect(() => setText(q), [q])
  return (
    <form
      role="search"
      className={large ? 'search large' : 'search'}
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') go({ direction: 'backward', q: text.trim() })
      }}
    >
      <Input
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={words.searchHint}
        aria-label={words.searchHint}
        prefix={<Icon of="search" size={18} />}
        size={large ? 'large' : 'middle'}
        allowClear
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
      />
      {large && (
        <Button type="primary" size="large" htmlType="submit">
          {words.search}
        </Button>
      )}
    </form>
  )
}
