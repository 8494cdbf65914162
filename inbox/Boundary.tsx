import { Component, type ComponentChildren, type JSX } from 'preact'

/** Draws `instead` where its children cannot be drawn: one row or card must not take the page away. */
export class Boundary extends Component<
  { readonly instead: JSX.Element; readonly children: ComponentChildren },
  { readonly failed: boolean }
> {
  override state = { failed: false }
  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }
  override render(): ComponentChildren {
    return this.state.failed ? this.props.instead : this.props.children
  }
}
