/** What is counted. Each method costs next to nothing: some are called for every event. */
export interface Metrics {
  /** A delivery has its response. `outcome`: `answered`, `empty`, or why it was refused. */
  delivery(endpoint: string, outcome: string, seconds: number): void
  /** A delivery to a hook has its response. `outcome` as above. */
  hook(name: string, outcome: string, seconds: number): void
  duplicate(): void
  /** A response has left before the handlers were done. */
  late(): void
  /** `outcome`: `done`, or why not, such as `refused` or `timeout`. */
  call(action: string, outcome: string): void
  lockOut(): void
  /** A connection was closed because there were too many. */
  refusedConnection(): void
}

/** For a bot that nobody looks at. */
export const noMetrics: Metrics = {
  delivery() {},
  hook() {},
  duplicate() {},
  late() {},
  call() {},
  lockOut() {},
  refusedConnection() {},
}
