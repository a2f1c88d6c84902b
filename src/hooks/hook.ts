import type { z } from 'zod'
import { ConfigError } from '../errors.js'
import { isTargetName } from '../protocol/target-name.js'
import { isAddressRange, toAddressList } from '../receive/address-list.js'
import { defaultBodyLimit } from '../receive/endpoint.js'
import type { Entrance } from '../receive/entrance.js'
import type { HookAnswer } from './hook-answer.js'
import type { HookDelivery } from './hook-delivery.js'
import { type BodyKind, type HookMethod, type HookOptions, hookMethods } from './hook-options.js'
import { isHookPath } from './hook-router.js'
import type { FileLimits } from './multipart.js'
import type { Verification } from './verification.js'

export type HookHandler = (delivery: HookDelivery) => HookAnswer | Promise<HookAnswer>

/** A hook with everything decided, as its steps use it. */
export interface Hook extends Entrance {
  readonly place: { readonly hook: string }
  readonly name: string
  readonly path: string
  readonly description: string | undefined
  readonly methods: readonly HookMethod[]
  /** Unless somebody has switched it at run time. */
  readonly enabled: boolean
  readonly verify: Verification | undefined
  readonly insecure: boolean
  readonly notify: readonly string[]
  readonly perMinute: number | undefined
  readonly accepts: readonly BodyKind[]
  readonly form: string | undefined
  readonly files: FileLimits
  readonly schema: z.ZodType | undefined
  readonly repeats: string | false | undefined
  readonly handler: HookHandler
}

/** Throws a `ConfigError`. */
export const toHook = (path: string, options: HookOptions, handler: HookHandler): Hook => {
  const { name = path, methods = ['POST'], allow, files, verify } = options
  const problems = problemsOf(path, { ...options, methods })
  if (problems.length > 0) throw new ConfigError(`the hook ${name}`, problems)
  return {
    place: { hook: name },
    name,
    path,
    description: options.description,
    methods,
    enabled: options.enabled ?? true,
    verify,
    insecure: options.insecure ?? false,
    allow: allow && toAddressList(allow),
    bodyLimit: options.bodyLimit ?? defaultBodyLimit,
    notify: options.notify ?? [],
    perMinute: options.perMinute,
    accepts: options.accepts ?? [
      'json',
      'form',
      'text',
      ...(files === undefined ? [] : ['multipart' as const]),
    ],
    form: options.form,
    files: files ?? {},
    schema: options.body,
    repeats: options.repeats,
    handler,
  }
}

const problemsOf = (path: string, { methods = [], allow = [], notify = [] }: HookOptions): string[] => [
  ...(isHookPath(path)
    ? []
    : [
        `path: found "${path}", expected "/" and then letters, digits, - _ . ~ /, or parts such as :repo or :repo?`,
      ]),
  ...methods
    .filter((method) => !hookMethods.includes(method))
    .map((method) => `methods: found "${method}", expected one of ${hookMethods.join(', ')}`),
  ...allow
    .filter((range) => !isAddressRange(range))
    .map((range) => `allow: found "${range}", expected an address or a range such as 10.0.0.0/8`),
  ...notify
    .filter((target) => !isTargetName(target))
    .map((target) => `notify: found "${target}", expected a target such as group:456789012 or user:87654321`),
]
