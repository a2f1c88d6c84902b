import type { ParameterizedContext } from 'koa'
import type { IRouterParamContext } from 'koa-router'
import type { BodyKind } from './hook-options.js'
import type { Multipart } from './multipart.js'

/** What the steps of a hook have found out about a request. */
export interface HookState {
  kind: BodyKind
  /** The body, byte by byte; empty where its files went to a folder. */
  bytes: Buffer
  multipart?: Multipart
}

export type HookContext = ParameterizedContext<HookState, IRouterParamContext<HookState>>

/** One step of the way of a request to a hook. */
export type HookStep = (ctx: HookContext, next: () => Promise<unknown>) => Promise<unknown>
