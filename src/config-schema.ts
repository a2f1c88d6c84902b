import { z } from 'zod'
import { defaultAdminHost, defaultAdminPort } from './admin/server.js'
import { apiUrl } from './api/api-options.js'
import { defaultTimeoutMs } from './api/client.js'
import { defaultMedia } from './api/local-files.js'
import { defaultMissed } from './api/missed.js'
import { defaultPace } from './api/pace.js'
import {
  defaultAnswersPerChat,
  defaultDrainMs,
  defaultHandlerBudgetMs,
  defaultLimits,
} from './bot-options.js'
import { defaultCaptureBytes } from './capture/capture-options.js'
import { defaultPrefixes } from './dispatch/command/commands.js'
import { languages } from './dispatch/command/language.js'
import { orders } from './dispatch/turns.js'
import { secretKinds } from './hooks/verify-options.js'
import { defaultKeepDays, defaultMaxBytes, defaultRedeliverWithinMs } from './journal/keeper.js'
import { logLevels } from './log.js'
import { maxTimerMs } from './protocol/clock.js'
import { implementations } from './protocol/implementation.js'
import { isTargetName } from './protocol/target-name.js'
import { isAddressRange } from './receive/address-list.js'
import { defaultAnswerWithinMs, defaultBodyLimit, endpointPath } from './receive/endpoint.js'

/** Milliseconds that a timer can count. */
const duration = () => z.int().min(0).max(maxTimerMs)

const addressRange = () => z.string().refine(isAddressRange, 'an address or a range such as 10.0.0.0/8')

const account = () => z.int().min(1).describe('a QQ number')

const way = () =>
  z.strictObject({
    url: z
      .string()
      .regex(
        apiUrl,
        'an http:// or ws:// address such as http://127.0.0.1:3000 or ws://127.0.0.1:3001, without password and query',
      )
      .describe(
        'Where the implementation takes calls: http://127.0.0.1:3000 (NapCat: httpServers) or ws://127.0.0.1:3001 (websocketServers)',
      ),
    token: z.string().default('').describe('Its access token'),
    timeoutMs: duration().min(1).default(defaultTimeoutMs).describe('Milliseconds that a call may take'),
    events: z.boolean().default(false).describe('Take the events that come over this WebSocket'),
  })

/** Less than one in a minute and a half is no pace, and a bucket must let one through. */
const perSecond = () => z.number().min(0.01).max(1000)
const burst = () => z.int().min(1).max(10_000)

const pace = () =>
  z.strictObject({
    perSecond: perSecond().default(defaultPace.perSecond).describe('Messages a second, on the average'),
    burst: burst().default(defaultPace.burst).describe('Messages at once, after a rest'),
    group: z
      .strictObject({
        perSecond: perSecond()
          .default(defaultPace.group.perSecond)
          .describe('The same for each group by itself'),
        burst: burst().default(defaultPace.group.burst).describe('The same for each group by itself'),
      })
      .prefault({}),
    expireMs: duration()
      .min(1)
      .default(defaultPace.expireMs)
      .describe('Milliseconds after which an answer that still waits is dropped'),
    maxQueued: z
      .int()
      .min(1)
      .default(defaultPace.maxQueued)
      .describe('Answers that may wait, and broadcasts that may wait; one more is refused'),
  })

const api = () =>
  z
    .union([way(), z.array(way()).length(2)])
    .describe('One way to call, or a list of two: a WebSocket while it is connected, and HTTP otherwise')

const endpoint = () =>
  z.strictObject({
    name: z.string().min(1).exactOptional().describe('For the log; default: the path'),
    path: z
      .string()
      .regex(endpointPath, '"/" and then letters, digits, - _ . ~ /')
      .describe('Where senders post to, such as /napcat'),
    tokens: z
      .array(z.string())
      .default([])
      .describe(
        'The tokens that sign deliveries; every one is good, so that they can be changed without a gap',
      ),
    api: api()
      .exactOptional()
      .describe('The client for every account that posts here and has none of its own'),
    selfIds: z
      .array(account())
      .min(1)
      .exactOptional()
      .describe('Accounts that may post here; default: all that the bot knows'),
    allow: z.array(addressRange()).exactOptional().describe('Addresses that may post here; default: all'),
    bodyLimit: z.int().min(1).default(defaultBodyLimit).describe('Bytes of one delivery'),
    answerWithinMs: duration()
      .default(defaultAnswerWithinMs)
      .describe(
        'Milliseconds until the response leaves, with the answers that are there; 0: at once, everything by calls',
      ),
    pending: z
      .string()
      .exactOptional()
      .describe('A message sent when answerWithinMs is up, recalled when the answer is there; needs an api'),
    insecure: z.boolean().default(false).describe('Take unsigned deliveries from other machines'),
  })

const capture = () =>
  z.strictObject({
    file: z.string().min(1).describe('The file, relative to this one'),
    maxBytes: z
      .int()
      .min(1024 * 1024)
      .default(defaultCaptureBytes)
      .describe('What the file may hold; then nothing more is captured'),
  })

const secret = () =>
  z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('The secret, or several while one replaces another')

const verification = () =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.enum(secretKinds).describe('Who sends, or as who he signs'),
      secret: secret(),
    }),
    z.strictObject({
      kind: z.literal('hmac').describe('A signature of the body in a header'),
      header: z.string().min(1),
      secret: secret(),
      algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
      prefix: z.string().default('').describe('What stands before the signature, such as sha256='),
      encoding: z.enum(['hex', 'base64']).default('hex'),
    }),
    z.strictObject({
      kind: z.literal('bearer').describe('Authorization: Bearer and the secret'),
      secret: secret(),
      query: z.string().min(1).exactOptional().describe('A parameter of the URL that may have it instead'),
    }),
    z.strictObject({
      kind: z.literal('basic').describe('Authorization: Basic with this user and the secret'),
      user: z.string(),
      secret: secret(),
    }),
    z.strictObject({
      kind: z.literal('ip').describe('The address of the sender'),
      ranges: z.array(addressRange()).min(1),
    }),
    z.strictObject({
      kind: z.literal('origin').describe('The Origin header, or the address of the sender'),
      source: z.string().min(1).describe('A host such as ci.example.com'),
      ips: z.array(addressRange()).exactOptional().describe('Addresses that may send too'),
    }),
  ])

const hook = () =>
  z.strictObject({
    path: z.string().min(1).exactOptional().describe('Which hook: its path as the plugin wrote it'),
    name: z.string().min(1).exactOptional().describe('Which hook: its name, where no path is given'),
    enabled: z.boolean().exactOptional().describe('Whether deliveries are taken; otherwise 409'),
    verify: z
      .union([verification(), z.array(verification()).min(1)])
      .exactOptional()
      .describe('Who may send; of a list, every one has to agree'),
    insecure: z.boolean().exactOptional().describe('Take unverified deliveries from other machines'),
    allow: z.array(addressRange()).exactOptional().describe('Addresses that may send; default: all'),
    bodyLimit: z.int().min(1).exactOptional().describe('Bytes of one request, files and all'),
    perMinute: z.int().min(1).exactOptional().describe('Deliveries in one minute; one more gets 429'),
    notify: z
      .array(z.string().refine(isTargetName, 'a target such as group:456789012 or user:87654321'))
      .exactOptional()
      .describe('Whom hook.targets writes to: group:456789012, user:87654321'),
  })

const limits = () =>
  z.strictObject({
    concurrent: z.int().min(1).default(defaultLimits.concurrent).describe('Events with handlers at work'),
    queued: z.int().min(0).default(defaultLimits.queued).describe('Events that wait for their handlers'),
    perChat: z
      .int()
      .min(1)
      .default(defaultLimits.perChat)
      .describe('Events of one chat, at work or waiting; beyond it, as beyond the others, 503'),
    bodiesBytes: z
      .int()
      .min(1)
      .default(defaultLimits.bodiesBytes)
      .describe('Bytes of all bodies that arrive or wait for an answer'),
    connections: z.int().min(1).default(defaultLimits.connections).describe('Connections at one time'),
    connectionsPerAddress: z
      .int()
      .min(1)
      .default(defaultLimits.connectionsPerAddress)
      .describe('Connections of one address; this machine and trusted proxies may have more'),
    wrongSignatures: z
      .int()
      .min(0)
      .default(defaultLimits.wrongSignatures)
      .describe('Wrong signatures of one address within a minute, and it is locked out; 0: never'),
    lockOutMs: duration()
      .default(defaultLimits.lockOutMs)
      .describe('Milliseconds for which an address is locked out'),
  })

/** What a configuration file may hold. Made when it is asked for: with its code it takes 1.2 MB, and is needed once. */
export const configSchema = () =>
  z.strictObject({
    $schema: z.string().exactOptional(),
    server: z
      .strictObject({
        host: z
          .string()
          .min(1)
          .default('127.0.0.1')
          .describe('0.0.0.0: reachable from other machines and containers'),
        port: z.int().min(0).max(65_535).default(8080).describe('0: any free one'),
        requestTimeoutMs: z
          .int()
          .min(100)
          .default(30_000)
          .describe('Milliseconds for one whole request to arrive'),
        drainMs: duration()
          .default(defaultDrainMs)
          .describe('Milliseconds that the end waits for what is at work'),
        trustProxy: z
          .array(addressRange())
          .default([])
          .describe('Addresses of proxies whose X-Forwarded-For is believed'),
        tls: z
          .strictObject({
            cert: z.string().min(1).describe('The certificate with its chain, in PEM, relative to this file'),
            key: z.string().min(1).describe('Its key, in PEM, relative to this file'),
          })
          .exactOptional()
          .describe('Listen with https; the files are read again when they change'),
      })
      .prefault({}),
    endpoints: z.array(endpoint()).min(1).describe('The paths that senders post to'),
    accounts: z
      .array(
        z.strictObject({
          selfId: account(),
          api: api().exactOptional(),
          implementation: z.enum(implementations).exactOptional().describe('What the account runs on'),
        }),
      )
      .default([])
      .describe('The accounts that are let in; empty: every account with a right signature'),
    quote: z
      .boolean()
      .default(true)
      .describe('Whether a reply in a group quotes the message; in private nothing is quoted'),
    handlerBudgetMs: duration()
      .min(1)
      .default(defaultHandlerBudgetMs)
      .describe('Milliseconds that the handlers of one event may work; then event.signal aborts'),
    answersPerChat: z
      .int()
      .min(1)
      .default(defaultAnswersPerChat)
      .describe('More replies than this in one chat within 10 seconds, and there are none for a minute'),
    order: z
      .enum(orders)
      .default('none')
      .describe('chat: the events of one chat are handled one after another; none: they only begin in order'),
    hooks: z
      .array(hook())
      .default([])
      .describe('What counts for the hooks of plugins, whatever they say themselves'),
    limits: limits().prefault({}),
    admin: z
      .strictObject({
        host: z.string().min(1).default(defaultAdminHost).describe('Whoever reaches it may look'),
        port: z.int().min(0).max(65_535).default(defaultAdminPort).describe('0: any free one'),
      })
      .exactOptional()
      .describe('A listener with /healthz, /readyz and /metrics; missing: none'),
    superusers: z.array(account()).default([]).describe('QQ numbers of people who may use every command'),
    language: z.enum(languages).default('zh').describe('What commands say by themselves is said in it'),
    commands: z
      .strictObject({
        prefix: z
          .array(z.string().regex(/^\S*$/, 'a text without space'))
          .min(1)
          .default([...defaultPrefixes])
          .describe('What stands in front of commands; "": nothing'),
        help: z.boolean().default(true).describe('Whether /help and /帮助 answer'),
        suggest: z
          .boolean()
          .default(true)
          .describe('Whether a mistyped command is answered with the one that was probably meant'),
      })
      .prefault({}),
    hookCommands: z
      .boolean()
      .default(true)
      .describe('Whether /hook answers superusers, where there are hooks'),
    echoHook: z
      .boolean()
      .default(false)
      .describe('A hook at /echo that answers this machine with what it was sent'),
    answerOnce: z
      .enum(['group'])
      .exactOptional()
      .describe(
        'group: of several accounts of the bot in one group one answers, another takes over when it is offline',
      ),
    journal: z
      .strictObject({
        file: z
          .string()
          .default('data/catflap.db')
          .describe('Where deliveries are kept, relative to this file; empty: the last ones in memory'),
        durability: z
          .enum(['process', 'power'])
          .default('process')
          .describe('What it outlives: the end of the process, or that of the machine'),
        keepDays: z.number().min(0).default(defaultKeepDays).describe('Days that a delivery is kept'),
        maxBytes: z
          .int()
          .min(1024 * 1024)
          .default(defaultMaxBytes)
          .describe('What the file may hold; beyond it the oldest deliveries are forgotten'),
        redeliverWithinMs: z
          .int()
          .min(0)
          .default(defaultRedeliverWithinMs)
          .describe('Milliseconds after which an unfinished delivery is not handled any more, only listed'),
        onFailure: z
          .enum(['answer', 'refuse'])
          .default('answer')
          .describe('When it cannot be written: answer all the same, or refuse deliveries with 503'),
      })
      .prefault({}),
    capture: z
      .union([capture(), z.string().min(1)])
      .exactOptional()
      .describe('A file to which deliveries are written with their answers and calls, for catflap replay'),
    missed: z
      .strictObject({
        perChat: z.int().min(1).max(1000).default(defaultMissed.perChat).describe('Messages of one chat'),
        chats: z
          .int()
          .min(1)
          .max(1000)
          .default(defaultMissed.chats)
          .describe('Chats, those that were active last'),
        maxAgeMs: z
          .int()
          .min(0)
          .default(defaultMissed.maxAgeMs)
          .describe('Milliseconds: what is older is not asked for'),
      })
      .prefault({}),
    pace: z
      .union([pace(), z.literal(false)])
      .prefault({})
      .describe('How fast each account sends by calls; false: as fast as it is asked to'),
    media: z
      .strictObject({
        inlineBytes: z
          .int()
          .min(0)
          .default(defaultMedia.inlineBytes)
          .describe('Up to so many bytes a file of this machine is part of the message'),
        base64Bytes: z
          .int()
          .min(0)
          .default(defaultMedia.base64Bytes)
          .describe('The same where nothing can be uploaded; a larger one is an error'),
      })
      .prefault({}),
    plugins: z
      .array(
        z.union([
          z.string().min(1),
          z.strictObject({
            use: z.string().min(1).describe('The file'),
            config: z.unknown().exactOptional().describe('Its settings'),
          }),
        ]),
      )
      .default([])
      .describe('Files with handlers, relative to this file, alone or with their settings'),
    log: z.strictObject({ level: z.enum(logLevels).default('info') }).prefault({}),
  })

/** The JSON Schema of a configuration file, for editors. */
export const configJsonSchema = (): object => ({
  ...z.toJSONSchema(configSchema(), {
    io: 'input',
    override: ({ jsonSchema, zodSchema }) => {
      const type = zodSchema._zod.def.type
      if (!['number', 'boolean', 'enum'].includes(type)) return
      const { default: preset, description, ...plain } = jsonSchema
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
      Object.assign(jsonSchema, {
        ...(preset === undefined ? {} : { default: preset }),
        ...(description === undefined ? {} : { description }),
        anyOf: [plain, { type: 'string', pattern: '^\\$\\{[^}]*\\}$' }],
      })
    },
  }),
  title: 'catflap configuration',
})
