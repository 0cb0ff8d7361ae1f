import { useMemo, useState, type ReactNode } from 'react'
import type { Labels, Trace } from '../../answers.ts'
import { useSaid } from '../../said.tsx'
import { quantity, stageWord } from '../../terms.ts'
import { counted } from '../../words.ts'
import { Box } from './box.tsx'
import { placed, type Lane, type PlacedBox, type PlacedLine } from './place.ts'
import { rowsOf } from './rows.ts'
import type { Plan } from './sizes.ts'
import { boxOf, onTheWayOf, stagesAt } from './summary.ts'
import type { Picture } from './view.ts'

type Props = {
  readonly trace: Trace
  readonly labels: Labels
  readonly picture: Picture
  readonly plan: Plan
  readonly selected: string | undefined
}

/** The trace from its origin on top to what came of it. Lines are SVG; boxes are buttons, so that keys reach them. */
export function PictureOf({ trace, labels, picture, plan, selected }: Props): ReactNode {
  const [over, setOver] = useState<string>()
  const drawn = useMemo(
    () => placed(rowsOf(picture, trace.direction, plan.wide), plan.sizes),
    [picture, trace.direction, plan],
  )
  const chosen = selected === undefined ? undefined : boxOf(picture, selected)?.key
  const at = over ?? chosen
  const way = useMemo(
    () => (at === undefined ? undefined : onTheWayOf(at, picture.edges)),
    [at, picture],
  )
  return (
    <div className={way === undefined ? 'frame' : 'frame tracing'} style={{ height: drawn.height }}>
      {drawn.lanes.map((lane) => (
        <LaneOf key={lane.depth} lane={lane} picture={picture} />
      ))}
      <Lines lines={drawn.lines} height={drawn.height} way={way} />
      <Broken boxes={drawn.boxes} size={plan.sizes.box} />
      {drawn.boxes.map((box) => (
        <Box
          key={box.node.key}
          box={box}
          size={plan.sizes.box}
          direction={trace.direction}
          labels={labels}
          look={{ lit: way?.has(box.node.key) ?? false, chosen: box.node.key === chosen }}
          onOver={setOver}
        />
      ))}
    </div>
  )
}

function LaneOf({ lane, picture }: { readonly lane: Lane; readonly picture: Picture }): ReactNode {
  const { language } = useSaid()
  const stages = stagesAt(picture, lane.depth)
  return (
    <div className="lane" style={{ top: lane.top, height: lane.height }}>
      <span>
        {stages.map((stage) => (
          <b key={stage}>{stageWord(stage, language)}</b>
        ))}
      </span>
    </div>
  )
}

type LinesProps = {
  readonly lines: readonly PlacedLine[]
  readonly height: number
  readonly way: ReadonlySet<string> | undefined
}

function Lines({ lines, height, way }: LinesProps): ReactNode {
  const { words } = useSaid()
  const few = lines.filter(({ edge }) => edge.amount !== undefined).length <= MOST_AMOUNTS
  const carried = lines.filter(({ edge }) => {
    const lit = way?.has(edge.from) === true && way.has(edge.to)
    return edge.amount !== undefined && (lit || (few && way === undefined))
  })
  return (
    <svg className="lines" width="100%" height={height} aria-hidden="true">
      {lines.map(({ edge, path, loops }) => {
        const lit = way !== undefined && way.has(edge.from) && way.has(edge.to)
        const look = [edge.how, edge.certainty, loops ? 'loops' : '', lit ? 'lit' : '']
        return (
          <path
            key={`${edge.from} ${edge.to}`}
            d={path}
            className={look.join(' ')}
            strokeWidth={1.2 + Math.min(3.2, Math.log10(edge.links))}
          >
            <title>{`${words.how[edge.how]} · ${words.linkCount(counted(edge.links))}`}</title>
          </path>
        )
      })}
      {carried.map(({ edge, middle }) => (
        <text key={`${edge.from} ${edge.to}`} x={middle.x} y={middle.y + 4} textAnchor="middle">
          {edge.amount === undefined ? '' : quantity(edge.amount.value, edge.amount.uom)}
        </text>
      ))}
    </svg>
  )
}

/** Where the record breaks off: a line that comes from nowhere, on top of what it cannot say the origin of. */
function Broken(props: {
  readonly boxes: readonly PlacedBox[]
  readonly size: { readonly height: number }
}): ReactNode {
  const { words } = useSaid()
  return props.boxes
    .filter(({ node }) => node.gaps.some(({ kind }) => FROM_NOWHERE.has(kind)))
    .map(({ node, x, y }) => (
      <i
        key={node.key}
        className="broken"
        style={{ left: x, top: y - BROKEN }}
        title={words.trace.unknownOrigin}
      >
        ?
      </i>
    ))
}

const BROKEN = 20

/** Gaps of what came before a thing; others lie on the thing itself. */
const FROM_NOWHERE: ReadonlySet<string> = new Set(['origin-unknown', 'no-lot'])

/** Amounts written beside lines, before they are only shown of what is selected. */
const MOST_AMOUNTS = 24

/** What the lines and marks mean. */
export function Legend(): ReactNode {
  const { words } = useSaid()
  return (
    <div className="legend" aria-label={words.legend}>
      <p>{words.pictureHint}</p>
      <ul>
        {(['made-from', 'packed-in', 'of-lot', 'carry-over'] as const).map((how) => (
          <li key={how}>
            <svg className="lines" width="26" height="8" aria-hidden="true">
              <path d="M1 4H25" className={`${how} certain`} strokeWidth={1.6} />
            </svg>
            {words.how[how]}
          </li>
        ))}
        <li>
          <svg className="lines" width="26" height="8" aria-hidden="true">
            <path d="M1 4H25" className="made-from possible" strokeWidth={1.6} />
          </svg>
          <i className="mark possible" />
          {words.possible}
        </li>
        <li>
          <i className="mark many" />
          {words.groupMark}
        </li>
        <li>
          <i className="mark gap">!</i>
          {words.gapMark}
        </li>
      </ul>
    </div>
  )
}
