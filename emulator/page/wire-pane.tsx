import { useEffect, useRef, useState } from 'preact/hooks';
import { FaultMenu } from './fault-menu.tsx';
import { now, showTab, toggleWire } from './store.ts';
import { wireTime } from './time.ts';
import type { WireEntry } from './types.ts';
import type { View } from './view.ts';
import { pretty, resultOf } from './wire-format.ts';
import { reasonText, remarkText } from './wording.ts';

const CHANNELS: Record<string, string> = {
  'wecom-app': '企业微信 应用回调',
  'wecom-aibot': '企业微信 智能机器人回调',
  'wecom-api': '企业微信 接口',
  'dingtalk-robot': '钉钉 机器人回调',
  'dingtalk-card': '钉钉 卡片回调',
  'dingtalk-event': '钉钉 事件推送',
  'dingtalk-api': '钉钉 新版接口',
  'dingtalk-oapi': '钉钉 旧版接口',
};
const FILTERS = { all: '全部', callback: '回调', api: '接口' };

/** 报文: everything that went over HTTP, newest first. */
export function WirePane({ view }: { view: View }) {
  const [filter, setFilter] = useState<keyof typeof FILTERS>('all');
  const entries = view.wire.filter((entry) => filter === 'all' || entry.direction === filter);
  return (
    <aside class="pane wire" aria-label="报文">
      <header class="wire-header">
        <button type="button" class="back" aria-label="返回聊天" onClick={() => showTab('chat')}>
          ‹
        </button>
        <h2>报文</h2>
        <fieldset class="filters" aria-label="筛选">
          {(Object.keys(FILTERS) as (keyof typeof FILTERS)[]).map((name) => (
            <button type="button" aria-pressed={filter === name} onClick={() => setFilter(name)}>
              {FILTERS[name]}
            </button>
          ))}
        </fieldset>
        <FaultMenu faults={view.faults} />
      </header>
      <p class="hint">
        平台与机器人之间的每次往来，最新的在上；密钥已打码。
        {view.calls ? <Calls {...view.calls} /> : null}
      </p>
      <ol class="exchanges">
        {entries.map((entry) => (
          <Exchange key={entry.seq} entry={entry} isOpen={entry.seq === view.openWire} />
        ))}
      </ol>
      {entries.length === 0 ? <p class="hint">还没有往来。发一条消息试试。</p> : null}
    </aside>
  );
}

/** 计费模型说明: the organisation pays for API calls by the month, so a demo shows what it used. */
function Calls({ month, calls, limit }: { month: string; calls: number; limit: number }) {
  const text = `钉钉接口${Number(month.slice(5))}月已调用 ${calls} 次（额度 ${limit} 次）。`;
  return <span data-testid="dingtalk-calls">{text}</span>;
}

function Exchange({ entry, isOpen }: { entry: WireEntry; isOpen: boolean }) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // Not scrollIntoView: it would also push the page itself, which must not scroll.
    const pane = item.current?.closest('.wire');
    const header = pane?.querySelector('.wire-header');
    if (isOpen && item.current && pane) {
      pane.scrollTop = item.current.offsetTop - (header?.getBoundingClientRect().height ?? 0);
    }
  }, [isOpen]);
  return (
    <li class={`exchange ${entry.error ? 'has-error' : ''}`} ref={item} data-testid="wire-item">
      <button type="button" class="exchange-head" aria-expanded={isOpen} onClick={() => toggleWire(entry.seq)}>
        <span class={`direction direction-${entry.direction}`}>
          {entry.direction === 'callback' ? '平台→机器人' : '机器人→平台'}
        </span>
        <span class="exchange-name">{CHANNELS[entry.channel] ?? entry.channel}</span>
        <span class="exchange-path">
          {entry.request.method} {pathOf(entry.request.url)}
        </span>
        <span class="exchange-facts">
          <span class={entry.error ? 'bad' : 'good'}>{resultOf(entry)}</span>
          {entry.attempt > 1 ? <span>第 {entry.attempt} 次</span> : null}
          {entry.warnings ? <span class="warn">提示 {entry.warnings.length}</span> : null}
          <span>{entry.ms} ms</span>
          <time>{wireTime(entry.at, now())}</time>
        </span>
      </button>
      {isOpen ? <Detail entry={entry} /> : null}
    </li>
  );
}

function Detail({ entry }: { entry: WireEntry }) {
  const { request, response } = entry;
  return (
    <div class="exchange-detail">
      {entry.error ? <p class="bad">{reasonText(entry.error)}</p> : null}
      {entry.warnings?.map((warning) => (
        <p class="warn">{remarkText(warning)}</p>
      ))}
      <Body title="请求地址与头" text={`${request.method} ${request.url}\n${headers(request.headers)}`} />
      {request.decrypted === undefined ? null : <Body title="请求（解密后）" text={pretty(request.decrypted)} open />}
      <Body
        title={request.decrypted === undefined ? '请求' : '请求（原文）'}
        text={pretty(request.body)}
        open={request.decrypted === undefined}
      />
      {response?.decrypted === undefined ? null : (
        <Body title="回复（解密后）" text={pretty(response.decrypted)} open />
      )}
      {response ? (
        <Body
          title={`${response.decrypted === undefined ? '回复' : '回复（原文）'} ${response.status}`}
          text={pretty(response.body)}
          open={response.decrypted === undefined}
        />
      ) : null}
    </div>
  );
}

function Body({ title, text, open = false }: { title: string; text: string; open?: boolean }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    // Without https the clipboard may be out of reach; the text can still be selected by hand.
    await navigator.clipboard?.writeText(text).catch(() => undefined);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <details class="wire-body" open={open}>
      <summary>{title}</summary>
      {text.trim() === '' ? (
        <p class="hint">（空）</p>
      ) : (
        <>
          <button type="button" class="copy" onClick={() => void copy()}>
            {copied ? '已复制' : '复制'}
          </button>
          <pre>{text}</pre>
        </>
      )}
    </details>
  );
}

function headers(all: Record<string, string>): string {
  return Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
