import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';

/** Servers close a connection that is idle for five seconds or longer (Node.js, server.keepAliveTimeout). */
const idleMsAtMost = 4_000;

/** The agents of one client, whose connections stay open, and what closes those that the other side may have closed already. */
export interface Connections {
  agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent };
  /**
   * Before each call: a process that was busy has not noticed that an idle connection was closed, a call by it would fail, and
   * nobody could tell whether it arrived.
   */
  closeIdle(): void;
}

export function keptConnections(): Connections {
  const agents = { httpAgent: new HttpAgent({ keepAlive: true }), httpsAgent: new HttpsAgent({ keepAlive: true }) };
  /** ms of performance.now() */
  const idleSince = new WeakMap<Duplex, number>();
  for (const agent of Object.values(agents)) {
    const keep = agent.keepSocketAlive.bind(agent);
    agent.keepSocketAlive = (socket) => {
      idleSince.set(socket, performance.now());
      return keep(socket);
    };
  }
  return {
    agents,
    closeIdle() {
      const since = performance.now() - idleMsAtMost;
      for (const agent of Object.values(agents)) {
        for (const socket of Object.values(agent.freeSockets).flat()) {
          if (socket && (idleSince.get(socket) ?? 0) < since) socket.destroy();
        }
      }
    },
  };
}
