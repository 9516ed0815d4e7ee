/** @jsxRuntime automatic @jsxImportSource preact */
import { type Actor, isStaff, roleLabels } from '../../core/actor.ts';
import type { Addresses } from '../addresses.ts';
import type { Target } from '../targets.ts';
import type { Page } from './layout.tsx';

/** Something to go to from the first page. */
export interface Entry {
  href: string;
  text: string;
  detail: string;
}

/** Who one is, for whom one speaks, and where one can go. */
export function homePage(options: {
  actor: Actor;
  entries: readonly Entry[];
  at: Addresses;
  /** Where one goes on to once the enterprise is chosen. */
  to: Target;
  csrf: string;
}): Page {
  const { actor, entries, at, to, csrf } = options;
  const { enterprises } = actor;
  const current = currentEnterprise(actor);
  return {
    title: '首页',
    isHome: true,
    body: (
      <>
        <section class="panel">
          <dl>
            <div>
              <dt>姓名</dt>
              <dd>{actor.name ?? '未登记'}</dd>
            </div>
            <div>
              <dt>身份</dt>
              <dd>{isStaff(actor) ? `本局${roleLabels[actor.role]}` : roleLabels[actor.role]}</dd>
            </div>
            {current && (
              <div>
                <dt>企业</dt>
                <dd>{current.name}</dd>
              </div>
            )}
          </dl>
        </section>
        {enterprises.length > 1 && (
          <form class="panel" method="post" action={at.choose}>
            <input type="hidden" name="csrf" value={csrf} />
            {to !== 'home' && <input type="hidden" name="to" value={to} />}
            <h2>{current ? '更换企业' : '请选择企业'}</h2>
            <p class="hint">您绑定了{enterprises.length}家企业，每次只显示一家的内容。</p>
            {enterprises.map(({ id, name }) => (
              <button
                class="choice"
                type="submit"
                name="enterprise"
                value={id}
                aria-pressed={current?.id === id ? 'true' : 'false'}
              >
                {name}
              </button>
            ))}
          </form>
        )}
        {entries.length > 0 && (
          <nav class="panel entries" aria-label="可以查看的内容">
            {entries.map(({ href, text, detail }) => (
              <a href={href}>
                <strong>{text}</strong>
                <span>{detail}</span>
              </a>
            ))}
          </nav>
        )}
      </>
    ),
  };
}

/** The only enterprise, or the one chosen today. */
export function currentEnterprise({ enterprises, chosen }: Actor) {
  const [only, ...others] = enterprises;
  return chosen ?? (others.length === 0 ? only : undefined);
}
