/** What the listener answers with. */
export interface Page {
  readonly status: number
  readonly type: string
  readonly body: string
}
