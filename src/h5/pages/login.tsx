/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { Addresses } from '../addresses.ts';
import type { Page } from './layout.tsx';

const labels: Record<string, string> = { wecom: '企业微信登录', dingtalk: '钉钉登录' };
const notes: Record<string, string> = {
  wecom: '请在企业微信中打开本页后使用。',
  dingtalk: '在钉钉或浏览器中均可使用。',
};

/** Nobody is known: the ways to be. */
export function loginPage(options: { platforms: readonly string[]; at: Addresses; to: string }): Page {
  const { platforms, at, to } = options;
  return {
    title: '请先登录',
    subtitle: '本站内容仅供已绑定的企业联系人和本局工作人员查看。',
    body: (
      <>
        {platforms.map((platform) => (
          <section class="panel">
            <a class="button" href={withTarget(at.loginBy(platform), to)}>
              {labels[platform]}
            </a>
            <p class="hint">{notes[platform]}</p>
          </section>
        ))}
        <section class="panel">
          <h2>收到专用链接的</h2>
          <p>请直接打开该链接，并输入经办人员告知的6位验证码。</p>
        </section>
      </>
    ),
  };
}

/** Inside DingTalk: its client is asked by the page's script; the button is the way without it. */
export function dingtalkPage(options: {
  inClient: { corpId: string; clientId: string };
  at: Addresses;
  to: string;
  csrf: string;
  script: string;
  /** Where a link's addressee without an account here goes on. */
  codeAddress: string | null;
}): Page {
  const { inClient, at, to, csrf, script, codeAddress } = options;
  return {
    title: '正在登录',
    subtitle: '正在通过钉钉确认您的身份，请稍候。',
    script,
    body: (
      <section class="panel">
        <form
          id="dingtalk-login"
          method="post"
          action={at.loginInClient}
          data-corp-id={inClient.corpId}
          data-client-id={inClient.clientId}
        >
          <input type="hidden" name="csrf" value={csrf} />
          <input type="hidden" name="to" value={to} />
          <input type="hidden" name="code" value="" />
        </form>
        <p id="dingtalk-failed" hidden>
          未能自动登录，请点按下面的按钮。
        </p>
        <a class="button" href={withTarget(at.loginBy('dingtalk'), to)}>
          钉钉登录
        </a>
        <p class="hint">如长时间没有反应，请点按上面的按钮。</p>
        {codeAddress && (
          <p>
            <a href={codeAddress}>没有本单位的钉钉账号，使用验证码打开</a>
          </p>
        )}
      </section>
    ),
  };
}

function withTarget(address: string, to: string): string {
  return to === 'home' ? address : `${address}?to=${to}`;
}

/** The code that an officer told by another way than the link. */
export function codePage(options: { action: string; csrf: string; digits: number; problem: string | null }): Page {
  const { action, csrf, digits, problem } = options;
  return {
    title: '请输入验证码',
    subtitle: '本链接仅供收件人本人使用。验证码由经办人员通过电话等方式告知，10分钟内有效。',
    body: (
      <form class="panel" method="post" action={action}>
        <input type="hidden" name="csrf" value={csrf} />
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <label for="code">{`${digits}位验证码`}</label>
        <input
          class="code"
          id="code"
          name="code"
          inputMode="numeric"
          autocomplete="one-time-code"
          pattern={`[0-9０-９ ]{${digits},}`}
          maxLength={digits + 6}
          required
          autofocus
        />
        <button class="button" type="submit">
          打开
        </button>
        <p class="hint">验证通过后，本设备30天内不必再次输入。请勿在公用设备上使用。</p>
      </form>
    ),
  };
}

/** A button by itself, for what changes something. */
export function PostButton(options: { action: string; csrf: string; text: string; isPlain?: boolean }): VNode {
  const { action, csrf, text, isPlain = false } = options;
  return (
    <form method="post" action={action}>
      <input type="hidden" name="csrf" value={csrf} />
      <button class={isPlain ? 'button secondary' : 'button'} type="submit">
        {text}
      </button>
    </form>
  );
}
