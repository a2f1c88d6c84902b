import type { Bot } from '../bot-interface.js'
import { definePlugin } from '../define-plugin.js'
import { hookMethods } from '../hooks/hook-options.js'
import { ip } from '../hooks/sources.js'
import type { NamedPlugin } from '../plugins/plugin.js'

/**
 * A hook at `/echo` that answers with what it was sent, to try out senders and proxies. Only this machine may send: it
 * knows nobody's secret.
 */
export const echoHook = (): NamedPlugin<Bot> =>
  definePlugin({
    name: 'echo-hook',
    setup(bot) {
      bot.hook(
        '/echo',
        {
          name: 'echo',
          description: 'answers with what it was sent',
          methods: hookMethods,
          accepts: ['json', 'form', 'text'],
          verify: ip(['127.0.0.0/8', '::1']),
        },
        ({ method, query, headers, body, ip: address }) => ({
          method,
          query: Object.fromEntries(query),
          contentType: headers['content-type'],
          address,
          body,
        }),
      )
    },
  })
