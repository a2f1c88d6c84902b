import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { library } from '../library.js'
import type { HookState, HookStep } from './hook-step.js'

/** Whether it is a path that a hook may have. */
export const isHookPath = (path: string): boolean =>
  path.startsWith('/') &&
  path
    .slice(1)
    .split('/')
    .every((part) => /^(?:[\w\-.~]*|:[A-Za-z_]\w*\??)$/.test(part))

/** Routes tell neither `/a` from `/A` nor from `/a/`. */
export const keyOf = (path: string): string => path.replace(/(?<=.)\/$/, '').toLowerCase()

/** A path as koa-router reads it: `/github/:repo?` is `/github{/:repo}`. */
const routeOf = (path: string): string => path.replace(/(?<=.)\/$/, '').replaceAll(/\/:(\w+)\?/g, '{/:$1}')

const createRouter = (): Router<HookState> => new (library('koa-router') as typeof Router)<HookState>()

/** What a router that knows this path alone finds for a request. */
const found = (path: string, requested: string): readonly Router.Layer[] =>
  createRouter()
    .all(routeOf(path), () => {})
    .match(requested, 'POST').path

/** What stands in the place of the parts of a path. */
export const paramsOf = (
  { path }: { readonly path: string },
  requested: string,
): Readonly<Record<string, string>> => {
  const [layer] = found(path, requested)
  return layer === undefined
    ? {}
    : (layer.params(requested, layer.captures(requested)) as Record<string, string>)
}

/** Whether a request for the one path would reach the hook at the other. */
export const takesPath = (path: string, other: string): boolean => found(path, other).length > 0

/** What stands at a path. */
export interface Routed {
  readonly path: string
  readonly steps: readonly HookStep[]
  /** For `GET <path>/jobs/:job`. */
  readonly jobStep: HookStep
}

/** To the steps of a hook, however its path is written. Jobs come first: no hook stands in front of them. */
export const routeHooks = (hooks: readonly Routed[]): Middleware => {
  const router = createRouter()
  for (const { path, jobStep } of hooks) router.get(routeOf(`${path}/jobs/:job`.replace('//', '/')), jobStep)
  for (const { path, steps } of hooks) router.all(routeOf(path), ...steps)
  return router.routes() as unknown as Middleware
}
