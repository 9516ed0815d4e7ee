import { Socket } from 'node:net';

/** Tests talk to this machine only: a connection to any other address is an error where it is made. */
const guarded = Symbol.for('keqitong.no-network');
const { prototype } = Socket as { prototype: Socket & { [guarded]?: true } };

// Run before every file of tests; a process runs many of them.
if (!prototype[guarded]) {
  const { connect } = prototype;
  prototype[guarded] = true;
  prototype.connect = function guard(this: Socket, ...given: unknown[]): Socket {
    const first: unknown = Array.isArray(given[0]) ? given[0][0] : given[0];
    const target = typeof first === 'object' && first !== null ? (first as { host?: string; path?: string }) : {};
    const host = target.host ?? (typeof given[1] === 'string' ? given[1] : 'localhost');
    if (target.path === undefined && !['127.0.0.1', '::1', 'localhost'].includes(host)) {
      throw new Error(`no network in tests: connection to ${host}`);
    }
    return Reflect.apply(connect, this, given);
  } as typeof connect;
}
