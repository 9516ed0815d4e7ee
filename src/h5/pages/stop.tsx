/** @jsxRuntime automatic @jsxImportSource preact */
import type { Stop } from '../room.ts';
import type { Page } from './layout.tsx';

/** Something cannot be shown: why, and what to do. */
export function stopPage({ title, message, action }: Stop): Page {
  return {
    title,
    isFailure: true,
    body: (
      <section class="panel">
        <p>{message}</p>
        {action}
      </section>
    ),
  };
}
