import { Button, Segmented, Switch } from 'antd'
import { useId, type ReactNode } from 'react'
import { closed, through, type Lens } from '../../address.ts'
import { ClockField } from '../../clock-field.tsx'
import { Icon } from '../../icon.tsx'
import { useNarrow } from '../../narrow.ts'
import { go, useAddress } from '../../place.tsx'
import { useSaid } from '../../said.tsx'

const DEPTHS = ['1', '2', '3', '5', '10']

/** What of the lens changes the question; the rest only filters its answer. */
const ASKED = ['at', 'known', 'depth', 'certain'] as const

/** Both clocks, how far and how sure; and whether as a picture or a list. */
export function LensBar(): ReactNode {
  const { words } = useSaid()
  const narrow = useNarrow()
  const address = useAddress()
  const { lens = {} } = address
  const set = ASKED.filter((name) => lens[name] !== undefined).length
  const show = (
    <Segmented<'picture' | 'list'>
      aria-label={words.trace.showAs}
      value={lens.show ?? 'picture'}
      onChange={(how) => go(through(address, { show: how === 'list' ? 'list' : undefined }))}
      options={[
        { value: 'picture', label: words.trace.asPicture },
        { value: 'list', label: words.trace.asList },
      ]}
    />
  )
  if (!narrow) {
    return (
      <section className="lens" aria-label={words.trace.lens}>
        <Controls lens={lens} set={set} />
        {show}
      </section>
    )
  }
  return (
    <section className="lens" aria-label={words.trace.lens}>
      <details>
        <summary>
          <Icon of="clock" size={16} /> {words.trace.lens}
          {set > 0 && <b>{words.trace.lensSet(String(set))}</b>}
        </summary>
        <Controls lens={lens} set={set} />
      </details>
      {show}
    </section>
  )
}

function Controls({ lens, set }: { readonly lens: Lens; readonly set: number }): ReactNode {
  const { words } = useSaid()
  const said = words.trace
  const address = useAddress()
  const turn = (change: Parameters<typeof through>[1]): void =>
    go(closed(through(address, change)), 'instead')
  return (
    <div className="controls">
      <ClockField
        label={said.at}
        why={said.atWhy}
        value={lens.at}
        onChange={(at) => turn({ at })}
      />
      <ClockField
        label={said.known}
        why={said.knownWhy}
        value={lens.known}
        onChange={(known) => turn({ known })}
      />
      <Depth depth={lens.depth} turn={(depth) => turn({ depth })} />
      <label className="only" title={said.certainOnlyWhy}>
        <Switch
          size="small"
          checked={lens.certain === 'only'}
          onChange={(on) => turn({ certain: on ? 'only' : undefined })}
        />
        <span>{said.certainOnly}</span>
      </label>
      {set > 0 && (
        <Button
          size="small"
          onClick={() =>
            turn({ at: undefined, known: undefined, depth: undefined, certain: undefined })
          }
        >
          {said.reset}
        </Button>
      )}
    </div>
  )
}

function Depth(props: {
  readonly depth: string | undefined
  readonly turn: (depth: string | undefined) => void
}): ReactNode {
  const { words } = useSaid()
  const id = useId()
  const { depth } = props
  const offered = depth === undefined || DEPTHS.includes(depth) ? DEPTHS : [...DEPTHS, depth]
  return (
    <label className="clock" htmlFor={id}>
      <span>{words.trace.depth}</span>
      <select
        id={id}
        value={depth ?? ''}
        onChange={(event) => props.turn(event.target.value || undefined)}
      >
        <option value="">{words.trace.allDepths}</option>
        {offered.map((one) => (
          <option key={one} value={one}>
            {words.trace.upTo(one)}
          </option>
        ))}
      </select>
    </label>
  )
}
