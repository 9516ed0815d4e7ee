import { useEffect, useRef, useState } from 'preact/hooks';
import { addFault, clearFaults } from './store.ts';
import type { Fault, FaultInput } from './types.ts';

/** What can be asked for here; the JSON API has more of them, and finer ones. */
const COMMON: { fault: FaultInput; hint: string }[] = [
  { fault: { kind: 'repeat' }, hint: '下一次回调多推送一遍' },
  { fault: { kind: 'drop-response' }, hint: '机器人下一次的应答丢失，平台按规则重推' },
  { fault: { kind: 'expired-token' }, hint: '下一次调用接口时令牌已失效' },
  { fault: { kind: 'busy' }, hint: '下一次调用接口时平台答以系统繁忙' },
  { fault: { kind: 'refused-ip' }, hint: '下一次调用接口时因 IP 被拒绝' },
  { fault: { kind: 'session-expired' }, hint: '钉钉下一个会话地址（sessionWebhook）过期' },
  { fault: { kind: 'forge', what: 'signature' }, hint: '下一次回调之前先来一个签名错误的假回调' },
];

const NAMES: Record<Fault['kind'], string> = {
  repeat: '重复投递',
  forge: '伪造回调',
  'drop-response': '应答丢失',
  'lose-callback': '回调丢失',
  noise: '空的卡片回调',
  quota: '机器人消息超额',
  'slow-network': '网络缓慢',
  'expired-token': '令牌失效',
  busy: '平台繁忙',
  'refused-ip': 'IP 不在白名单',
  'api-quota': '接口调用超额',
  html: '平台封禁页',
  'cut-answer': '连接中断',
  'api-error': '接口报错',
  'session-expired': '会话过期',
  'deliver-failed': '卡片投放失败',
  'flow-control': '发送被限流',
  down: '平台中断',
  unlicensed: '成员无接口许可',
};

/** 故障: lets the platforms misbehave once. */
export function FaultMenu({ faults }: { faults: readonly Fault[] }) {
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const leave = (event: Event) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) setOpen(false);
    };
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    document.addEventListener('keydown', closeOnEscape);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
      document.removeEventListener('keydown', closeOnEscape);
    };
  }, [isOpen]);
  return (
    <div class="faults" ref={menu}>
      <button
        type="button"
        ref={button}
        aria-expanded={isOpen}
        aria-controls="fault-menu"
        onClick={() => setOpen(!isOpen)}
        data-testid="faults"
      >
        故障{faults.length > 0 ? `（${faults.length}）` : ''}
      </button>
      {isOpen ? (
        <section class="fault-menu" id="fault-menu" aria-label="故障">
          <p class="hint">让平台出一次错，看机器人怎样应对。</p>
          <ul>
            {COMMON.map(({ fault, hint }) => (
              <li>
                <button type="button" onClick={() => void addFault(fault)} data-testid={`fault-${fault.kind}`}>
                  <strong>{NAMES[fault.kind]}</strong>
                  <span>{hint}</span>
                </button>
              </li>
            ))}
          </ul>
          <Pending faults={faults} />
        </section>
      ) : null}
    </div>
  );
}

function Pending({ faults }: { faults: readonly Fault[] }) {
  const named = faults.map(({ kind, times, lasting, until }) => {
    if (lasting || until !== undefined) return `${NAMES[kind]}（持续）`;
    return times > 1 ? `${NAMES[kind]}×${times}` : NAMES[kind];
  });
  return (
    <div class="fault-pending">
      <p role="status" data-testid="faults-pending">
        {named.length > 0 ? `等待发生：${named.join('、')}` : '没有等待发生的故障。'}
      </p>
      {named.length > 0 ? (
        <button type="button" onClick={() => void clearFaults()} data-testid="faults-clear">
          全部取消
        </button>
      ) : null}
    </div>
  );
}
