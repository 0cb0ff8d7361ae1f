import {
  Component,
  lazy,
  type ComponentType,
  type LazyExoticComponent,
  type ReactNode,
} from 'react'
import { Refused } from './api.ts'
import { Refusal } from './refusal.tsx'

/** A page whose code comes when it is first shown. */
export function late<P extends object>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> {
  return lazy(async () => {
    try {
      return { default: await load() }
    } catch (cause) {
      throw new Refused(0, 'the code of the page did not come', [], { cause })
    }
  })
}

type State = { readonly error: unknown }

/** What a page could not show is said in its place: its code may be gone when the server was brought up to date. */
export class Caught extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined }

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === undefined ? (
      this.props.children
    ) : (
      <Refusal error={error} retry={() => window.location.reload()} />
    )
  }
}
