import type { TLSSocket } from 'node:tls'
import type { CountingLog, Remark } from '../log.js'

type Cause = Pick<Remark, 'level' | 'message'>

const untrusted: Cause = {
  level: 'warn',
  message:
    'a sender does not trust the certificate; give it the one of "server.tls.cert", or one that it trusts',
}

/** Why no connection came about, by the code of Node's error. */
const causes: Readonly<Record<string, Cause>> = {
  ERR_SSL_HTTP_REQUEST: {
    level: 'warn',
    message: 'what came is plain HTTP; the URL of the sender has to begin with https://',
  },
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: untrusted,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: untrusted,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: untrusted,
  ERR_SSL_UNSUPPORTED_PROTOCOL: {
    level: 'warn',
    message: 'a sender speaks only a TLS older than 1.2, which is not safe any more',
  },
  ERR_TLS_HANDSHAKE_TIMEOUT: {
    level: 'warn',
    message: 'a TLS handshake was not done in time; is the network bad, or is it an attack?',
  },
  // Programs on Node hang up without an alert. So does whoever only looks whether the port is open.
  ECONNRESET: {
    level: 'info',
    message: 'a sender hung up in the TLS handshake; does it trust the certificate?',
  },
}

const unknown: Cause = { level: 'warn', message: 'what came is neither TLS nor HTTP' }

/** A connection that has not come as far as HTTP: nobody can be answered. */
export const refuseHandshake = (error: NodeJS.ErrnoException, socket: TLSSocket, say: CountingLog): void => {
  const { code = '' } = error
  const { level, message } = causes[code] ?? unknown
  const fields = { cause: 'no-tls', code, address: socket.remoteAddress }
  say.say({ key: `tls ${message}`, level, fields, message })
  socket.destroy(error)
}
