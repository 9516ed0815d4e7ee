import type { Log } from '../../src/core/log.ts';

export interface MemoryLog extends Log {
  readonly lines: { level: 'debug' | 'info' | 'warn' | 'error'; fields: object; message: string }[];
  /** Everything logged so far as text, for asserting what must not be in it. */
  text(): string;
}

export function memoryLog(): MemoryLog {
  const lines: MemoryLog['lines'] = [];
  const at = (level: MemoryLog['lines'][number]['level']) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    text: () =>
      lines
        .map(({ level, fields, message }) => `${level} ${message} ${JSON.stringify(fields, plainErrors)}`)
        .join('\n'),
  };
}

function plainErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? { message: value.message, stack: value.stack, cause: value.cause } : value;
}
