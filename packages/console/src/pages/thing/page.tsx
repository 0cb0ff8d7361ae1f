import { Drawer } from 'antd'
import type { ReactNode } from 'react'
import type { Labels, Trace } from '../../answers.ts'
import { codeOf } from '../../identifier.ts'
import { manyOf, titleOf, titleOfMany } from '../../naming.ts'
import { useNarrow } from '../../narrow.ts'
import { closed } from '../../address.ts'
import { go, To, useAddress } from '../../place.tsx'
import { useSaid } from '../../said.tsx'
import { boxOf } from '../trace/summary.ts'
import { startOf, type Picture } from '../trace/view.ts'
import { Events } from './events.tsx'
import { Facts } from './facts.tsx'
import { Members } from './members.tsx'
import { Ties } from './ties.tsx'

type Props = {
  readonly trace: Trace
  readonly labels: Labels
  readonly picture: Picture
  readonly node: string | undefined
}

/** What is selected, beside the picture, and the start where nothing is; on a narrow page a sheet that comes when asked. */
export function Beside({ trace, labels, picture, node }: Props): ReactNode {
  const narrow = useNarrow()
  const address = useAddress()
  const shown = node ?? trace.of
  const title = <Heading {...{ trace, labels, picture }} node={shown} />
  const body = <Body {...{ trace, labels, picture }} node={shown} />
  if (!narrow) {
    return (
      <aside key={shown} className="panel">
        <header>{title}</header>
        {body}
      </aside>
    )
  }
  return (
    <Drawer
      open={node !== undefined}
      onClose={() => go(closed(address))}
      placement="bottom"
      size="86dvh"
      title={title}
      rootClassName="sheet"
      destroyOnHidden
    >
      {body}
    </Drawer>
  )
}

type Shown = Props & { readonly node: string }

function Body({ trace, labels, picture, node }: Shown): ReactNode {
  const { words } = useSaid()
  const here = useAddress()
  const box = boxOf(picture, node)
  const many = box !== undefined && box.things.length > 1
  if (many && box.key === node) {
    return (
      <>
        <Ties trace={trace} labels={labels} ids={box.things.map(({ id }) => id)} />
        <Members key={node} things={box.things} to={(id) => ({ ...here, node: id })} />
      </>
    )
  }
  return (
    <>
      {many && (
        <p className="back">
          <To to={{ ...here, node: box.key }}>← {words.back}</To>
        </p>
      )}
      <Facts key={node} id={node} trace={trace} labels={labels} />
      <Ties trace={trace} labels={labels} ids={[node]} />
      <Events key={`events of ${node}`} id={node} labels={labels} here={here} />
    </>
  )
}

function Heading({ trace, labels, picture, node }: Shown): ReactNode {
  const said = useSaid()
  const box = boxOf(picture, node)
  const [first] = box?.things ?? []
  const many = box !== undefined && box.things.length > 1 && box.key === node
  const thing = { ...(first ?? startOf({ ...trace, of: node })), id: node }
  return (
    <div className="heading">
      <strong>{many ? titleOfMany(box.things, labels, said) : titleOf(thing, labels, said)}</strong>
      <small>{many ? manyOf(box.things.length, box.kind, said.words) : codeOf(node)}</small>
    </div>
  )
}
