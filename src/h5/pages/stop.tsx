/** @jsxRuntime automatic @jsxImportSource preact */
import type { Stop } from '../room.ts';
import type { Page } from './layout.tsx';

/** Something cannot be shown: why, and what to do. */
export function stopPage({ title, message, action, back }: Stop): Page {
  return {
    title,
    isFailure: true,
    body: (
      <section class="panel">
        <p>{message}</p>
        {action}
        {back && (
          <a class="button" href={back.href}>
            {back.text}
          </a>
        )}
      </section>
    ),
  };
}
