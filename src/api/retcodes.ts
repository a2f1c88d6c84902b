interface Retcodes {
  /** From this one to that one. */
  readonly from: number
  readonly to: number
  readonly meaning: string
}

const one = (retcode: number, meaning: string): Retcodes => ({ from: retcode, to: retcode, meaning })

const noSuchAction = 'the implementation does not have this action'
const wrongParameter = 'a parameter is missing or wrong'
const wrongToken = 'the token is missing or wrong'

/** What implementations mean by their retcodes: over HTTP, with 1000 more over WebSocket, and those of Shamrock. */
export const retcodes: readonly Retcodes[] = [
  one(1, 'Lagrange: it failed, although the status says "ok"'),
  one(100, 'go-cqhttp: it failed; OneBot: a parameter is missing or wrong'),
  { from: 101, to: 199, meaning: 'OneBot: it could not be carried out' },
  one(200, 'NapCat, LLOneBot, Lagrange: it failed; NapCat over HTTP also: it does not have this action'),
  one(400, wrongParameter),
  one(401, wrongToken),
  one(403, wrongToken),
  one(404, noSuchAction),
  one(1200, 'NapCat, LLOneBot: it failed'),
  one(1400, wrongParameter),
  one(1401, wrongToken),
  one(1403, wrongToken),
  one(1404, noSuchAction),
  one(10_002, `Shamrock: ${noSuchAction}`),
  one(10_003, `Shamrock: ${wrongParameter}`),
  { from: 10_000, to: 19_999, meaning: 'Shamrock: it cannot use the call' },
  { from: 20_000, to: 29_999, meaning: 'Shamrock: a fault of its own while it read the call' },
  { from: 30_000, to: 39_999, meaning: 'Shamrock: it could not be carried out' },
]

/** In words; empty where no implementation is known to use it. */
export const meaningOf = (retcode: number): string =>
  retcodes.find(({ from, to }) => from <= retcode && retcode <= to)?.meaning ?? ''
