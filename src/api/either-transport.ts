import type { Transport } from './transport.js'
import type { WsTransport } from './ws-transport.js'

/** WebSocket while it is connected, HTTP otherwise. */
export const createEitherTransport = (ws: WsTransport, http: Transport): Transport => {
  const pick = (): Transport => {
    if (ws.isConnected) return ws
    ws.connect()
    return http
  }
  return {
    send: (call) => pick().send(call),
    stream: (call) => pick().stream(call),
    close() {
      ws.close()
      http.close()
    },
  }
}
