/** The place of one event among those that wait for their handlers. */
export interface Turn {
  /** Begins the work when its turn has come, perhaps at once. Resolves when it is done. The work must not reject. */
  run(work: () => Promise<void>): Promise<void>
  /** Gives the place up, unless there is work for it. */
  cancel(): void
}
