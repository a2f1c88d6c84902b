import type { Middleware } from 'koa'
import { ConfigError } from '../errors.js'
import type { Log } from '../log.js'
import type { Clock } from '../protocol/clock.js'
import type { Entry } from '../protocol/journal.js'
import { isLoopback } from '../receive/address.js'
import type { ByteBudget } from '../receive/byte-budget.js'
import { refuseLockedOut, refuseWhile, requireAddress } from '../receive/guards.js'
import type { LockOut } from '../receive/lock-out.js'
import { Refusal } from '../receive/refusal.js'
import { type ConfiguredHook, ConfiguredHooks } from './configured.js'
import { handle, tellJob } from './handle.js'
import { type Hook, type HookHandler, toHook } from './hook.js'
import { answerInfo } from './hook-info.js'
import type { HookMethod, HookOptions } from './hook-options.js'
import { keyOf, routeHooks, takesPath } from './hook-router.js'
import { HookRuns, type HookRunsOptions } from './hook-runs.js'
import type { HookContext, HookStep } from './hook-step.js'
import { HookSwitches } from './hook-switches.js'
import { LastDeliveries, type LastDelivery } from './last-delivery.js'
import { limitRate } from './rate.js'
import { openHeld, requireKind, takeIn } from './take-in.js'
import { type Trial, type TrialOptions, type TrialRequest, type TrialResponse, tryHook } from './trial.js'
import { verifyBody, verifyHead } from './verify-hook.js'

export interface HooksOptions extends HookRunsOptions {
  /** Whose paths are taken. */
  readonly endpoints: readonly { readonly name: string; readonly path: string }[]
  /** What the configuration says of hooks. */
  readonly configured?: readonly ConfiguredHook[] | undefined
  readonly budget: ByteBudget
  readonly lockOut: LockOut
  readonly isDraining: () => boolean
  /** Where a path of this bot is reached; the path alone before it listens. */
  readonly urlOf: (path: string) => string
  /** Takes a request without a connection. */
  readonly reach: (request: TrialRequest) => Promise<TrialResponse>
  /** Is told what became of a delivery, and in how many seconds: `answered`, `empty`, or why it was refused. */
  readonly observed: (hook: string, outcome: string, seconds: number) => void
  readonly log: Log
  readonly clock: Clock
}

/** What is known of a hook. */
export interface HookInfo {
  readonly name: string
  /** As it was registered: `/github/:repo?`. */
  readonly path: string
  readonly methods: readonly HookMethod[]
  readonly description: string | undefined
  readonly enabled: boolean
  /** How it verifies who sends, in words and without secrets; `undefined`: it does not. */
  readonly verify: string | undefined
  readonly last: LastDelivery | undefined
}

/** The hooks at run time: which there are, and switching them on and off. */
export interface HookControl {
  list(): Promise<readonly HookInfo[]>
  /** Deliveries are taken again, also after a restart. Rejects with a `RangeError` where there is no such hook. */
  enable(name: string): Promise<void>
  /** Deliveries get 409, also after a restart. Rejects with a `RangeError` where there is no such hook. */
  disable(name: string): Promise<void>
  /**
   * Sends a delivery that verifies; its handler runs as for any other. Rejects with a `RangeError` where there is no
   * such hook or its path lacks a part.
   */
  test(name: string, options?: TrialOptions): Promise<Trial>
}

/** Every hook of a bot, by path. */
export class Hooks implements HookControl {
  readonly #options: HooksOptions
  readonly #switches: HookSwitches
  readonly #last: LastDeliveries
  readonly #runs: HookRuns
  readonly #hooks = new Map<string, Hook>()
  readonly #configured: ConfiguredHooks
  #host: string | undefined
  /** Made when a request comes: plugins register one after the other. */
  #routes: Middleware | undefined

  constructor(options: HooksOptions) {
    this.#options = options
    this.#switches = new HookSwitches(options.state)
    this.#last = new LastDeliveries(options.state)
    this.#runs = new HookRuns(options)
    this.#configured = new ConfiguredHooks(options.configured)
  }

  /** In the place of the one that has its path. Returns what removes it. Throws a `ConfigError`. */
  add(path: string, options: HookOptions, handler: HookHandler): () => void {
    const settings = this.#configured.settingsOf(path, options.name)
    const hook = toHook(path, { ...options, ...settings }, handler)
    const key = keyOf(path)
    this.#check(hook, key)
    this.#hooks.set(key, hook)
    this.#routes = undefined
    return () => {
      if (this.#hooks.get(key) !== hook) return
      this.#hooks.delete(key)
      this.#routes = undefined
    }
  }

  /**
   * The bot is about to listen here. Throws a `ConfigError` where a hook would stand open to everybody, or the
   * configuration names one that is not there.
   */
  open(host: string): void {
    this.#configured.checkKnown([...this.#hooks.values()])
    const problems = [...this.#hooks.values()].flatMap((hook) => openDoor(hook, host) ?? [])
    if (problems.length > 0) throw new ConfigError('the hooks', problems)
    this.#host = host
    for (const hook of this.#hooks.values()) this.#tellIfOpen(hook)
  }

  readonly middleware: Middleware = (ctx, next) => {
    this.#routes ??= this.#route()
    return this.#routes(ctx, next)
  }

  list(): Promise<readonly HookInfo[]> {
    return Promise.all(
      [...this.#hooks.values()].map(async (hook) => {
        const { name, path, methods, description, verify } = hook
        const enabled = await this.#switches.isEnabled(hook)
        const says = verify && (verify.says ?? 'a function')
        return { name, path, methods, description, enabled, verify: says, last: await this.#last.of(name) }
      }),
    )
  }

  async enable(name: string): Promise<void> {
    await this.#switches.set(this.#named(name), true)
  }

  async disable(name: string): Promise<void> {
    await this.#switches.set(this.#named(name), false)
  }

  async test(name: string, options: TrialOptions = {}): Promise<Trial> {
    return tryHook(this.#named(name), options, this.#options)
  }

  /** Handles what an earlier process has left unfinished. Throws where the hook is gone or it cannot be read. */
  takeAgain(entry: Entry): void {
    this.#runs.takeAgain(this.#named(entry.endpoint), entry)
  }

  /** Jobs are told to end. */
  close(): void {
    this.#runs.close()
  }

  #named(name: string): Hook {
    for (const hook of this.#hooks.values()) if (hook.name === name) return hook
    const known = [...this.#hooks.values()].map((hook) => hook.name).join(', ')
    throw new RangeError(`there is no hook ${name}${known === '' ? '' : `; there are ${known}`}`)
  }

  #check(hook: Hook, key: string): void {
    const taken = this.#options.endpoints.find(({ path }) => takesPath(hook.path, path))
    const twin = [...this.#hooks].find(([other, { name }]) => other !== key && name === hook.name)
    const open = this.#host === undefined ? undefined : openDoor(hook, this.#host)
    const problems = [
      ...(taken === undefined
        ? []
        : [`path: ${hook.path} takes in ${taken.path} of endpoint "${taken.name}"; give it another one`]),
      ...(twin === undefined
        ? []
        : [`name: ${twin[1].path} has the name ${hook.name} already; give this one another "name"`]),
      ...(open === undefined ? [] : [open]),
    ]
    if (problems.length > 0) throw new ConfigError(`the hook ${hook.name}`, problems)
    if (this.#host !== undefined) this.#tellIfOpen(hook)
  }

  #tellIfOpen({ name, verify, insecure }: Hook): void {
    if (verify !== undefined) return
    const message = insecure
      ? `hook "${name}" takes unverified deliveries from everybody who finds it ("insecure")`
      : `hook "${name}" does not verify who sends: everything on this machine may`
    this.#options.log[insecure ? 'warn' : 'info']({ hook: name }, message)
  }

  #route(): Middleware {
    return routeHooks(
      [...this.#hooks.values()].map((hook) => ({
        path: hook.path,
        steps: this.#steps(hook),
        jobStep: tellJob(hook, this.#runs),
      })),
    )
  }

  /** The table of contents: the steps of a delivery to a hook, in order. */
  #steps(hook: Hook): HookStep[] {
    const { isDraining, lockOut, budget, clock } = this.#options
    return [
      answerInfo(hook, lockOut),
      this.#observe(hook),
      requireMethod(hook),
      check(() => refuseWhile(isDraining)),
      this.#requireEnabled(hook),
      check(({ ip }) => requireAddress(hook, ip)),
      check(({ ip }) => refuseLockedOut(lockOut, hook, ip)),
      verifyHead(hook, lockOut),
      requireKind(hook),
      takeIn(hook, budget),
      verifyBody(hook, lockOut),
      this.#remember(hook),
      openHeld(hook),
      // What was still arriving when the end began is not begun.
      check(() => refuseWhile(isDraining)),
      limitRate(hook, clock),
      handle(hook, this.#runs),
    ]
  }

  #requireEnabled(hook: Hook): HookStep {
    return async (_ctx, next) => {
      if (!(await this.#switches.isEnabled(hook))) throw new Refusal('hook-disabled', hook.place)
      await next()
    }
  }

  /** Counts what becomes of a delivery. */
  #observe({ name }: Hook): HookStep {
    const { observed } = this.#options
    return async (ctx, next) => {
      const startedAt = performance.now()
      let outcome = 'failed'
      try {
        await next()
        outcome = ctx.status === 204 ? 'empty' : 'answered'
      } catch (thrown) {
        if (thrown instanceof Refusal) outcome = thrown.cause
        throw thrown
      } finally {
        observed(name, outcome, (performance.now() - startedAt) / 1000)
      }
    }
  }

  /** Behind the verification: what anybody can send is not written down. */
  #remember({ name }: Hook): HookStep {
    const { clock } = this.#options
    return async (ctx, next) => {
      const at = clock.now()
      try {
        await next()
        this.#keepLast(name, { at, status: ctx.status })
      } catch (thrown) {
        this.#keepLast(name, { at, status: thrown instanceof Refusal ? thrown.status : 500 })
        throw thrown
      }
    }
  }

  #keepLast(name: string, last: LastDelivery): void {
    const message = 'the last delivery to a hook cannot be written down'
    this.#last
      .set(name, last)
      .catch((err: unknown) =>
        this.#options.say.say({ key: 'hook last', level: 'warn', fields: { err }, message }),
      )
  }
}

/** A step that throws where it ends there. */
const check =
  (look: (ctx: HookContext) => void): HookStep =>
  async (ctx, next) => {
    look(ctx)
    await next()
  }

const requireMethod =
  ({ place, methods }: Hook): HookStep =>
  async (ctx, next) => {
    const { method } = ctx
    if (!methods.some((one) => one === method || (one === 'GET' && method === 'HEAD')))
      throw new Refusal('other-method', { ...place, method, allow: methods.join(', ') })
    await next()
  }

/** What is wrong where everybody could send. */
const openDoor = ({ name, verify, insecure }: Hook, host: string): string | undefined =>
  verify !== undefined || insecure || isLoopback(host)
    ? undefined
    : `hook "${name}" does not verify who sends, but ${host} can be reached from other machines; set "verify", or "insecure": true if everybody may send`
