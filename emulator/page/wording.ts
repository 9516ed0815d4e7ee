import { remarks } from './wording-remarks.ts';

/** What an English sentence of the emulator's API says in Chinese; `$1` … stand for its particulars, `$0` for all of it. */
export type Rule = [sentence: RegExp, chinese: string];

const reasons: Rule[] = [
  [/^lost on request: never delivered$/, '按故障要求丢弃，没有推送给机器人'],
  [/^the answer was lost on request$/, '按故障要求丢弃了机器人的应答'],
  [/^the emulator stopped$/, '模拟器已停止'],
  [/^no complete answer within (\d+) ms$/, '机器人在 $1 毫秒内没有答完'],
  [/ECONNREFUSED/, '连不上机器人'],
  [/ECONNRESET|socket hang up|EPIPE|aborted/i, '与机器人的连接中断'],
  [/ENOTFOUND|EAI_AGAIN/, '找不到机器人的地址'],
  [/^no callback address of the (?:app|AI bot) is known$/, '未配置机器人回调地址'],
  [/^a forged callback \((\w+)\) was not refused: .*$/, '机器人没有拒绝伪造的回调'],
  [/^the connection was cut on request, /, '按故障要求切断了连接，接口已执行'],
  [/^HTTP status (\d+)$/, '机器人答以 HTTP 状态码 $1'],
  [/^HTTP 413: the body exceeds .*$/, '请求内容过大（HTTP 413）'],
  [/^HTTP (\d+) the emulator does not play (.+)$/, '模拟器没有接口 $2'],
  [/^HTTP (\d+) ?(.*)$/, '平台拒绝，HTTP 状态码 $1 $2'],
  [/^(\d+): .*$/, '平台不接受机器人的应答，错误码 $1（原文：$0）'],
  [/^(-?\d+) .*$/, '平台拒绝，错误码 $1'],
  [/^the (?:reply|answer) is neither empty nor .*$/, '机器人的应答既不为空，格式也不对（原文：$0）'],
  [/^the (?:reply|answer) lacks (.+)$/, '机器人的应答缺少 $1'],
  [/^the (?:reply|answer) has a wrong (\w+)$/, '机器人的应答签名不对（$1）'],
  [/^the reply's nonce is not the callback's$/, '机器人应答的 nonce 与回调的不一致'],
  [/^the (?:reply|answer) does not open: .*$/, '机器人的应答无法解密（原文：$0）'],
  [/^the answer is not the encrypted word success$/, '机器人的应答不是加密的 success'],
  [/^inside the reply.*$/, '机器人应答解密后的内容格式不对（原文：$0）'],
  [/ is not offered/, '平台不支持机器人的这种应答（原文：$0）'],
];

const refusals: Rule[] = [
  [/^not a time: /, '时间格式不对，请重新选择日期和时间。'],
  [/ is past; the clock goes back only with jump$/, '这个时间已经过去，请选择晚于现在的时间。'],
  [/ has left \(range\)$/, '此人已不在应用可见范围内，不能在这里操作。'],
  [/ has left /, '此人已离开组织，不能在这里操作。'],
  [/ files of at most 100 MB /, '文件过大：智能机器人最多接收 100 MB。'],
  [/ has no "\w+" message /, '这里不能发送这种消息。'],
  [/^text is empty$/, '请先输入消息。'],
  [/^the message was recalled$/, '这条消息已撤回。'],
  [/ sees no message /, '这条消息已不存在。'],
  [/^the (?:card has no )?button /, '这个按钮已不能点。'],
  [/^the (?:card has no )?form /, '这张表单已变，请看卡片现在的内容。'],
  [/^the field \S+ \(\w+\) does not take /, '有一项填写的格式不对。'],
  [/^the field \S+ cannot be edited$/, '这一项不能修改。'],
  [/ opens .*; a link sends no callback$/, '这个按钮只打开链接。'],
  [/ sends nothing$/, '这个按钮没有动作。'],
  [/^the card has no question |^the question .* is closed$| has no option /, '这张卡片的选项已变，请重新选择。'],
  [/ takes one choice$/, '这一题只能选一项。'],
  [/^this message is no /, '这条消息不是可以操作的卡片。'],
  [/^there is no (?:person|conversation) | is not in conversation /, '这个人不在该会话中，请刷新页面。'],
];

function say(text: string, rules: readonly Rule[]): string | undefined {
  const rule = rules.find(([sentence]) => sentence.test(text));
  if (!rule) return undefined;
  const [sentence, chinese] = rule;
  const match = sentence.exec(text);
  return chinese.replace(/\$(\d)/g, (_, number: string) => match?.[Number(number)] ?? '').trim();
}

const isChinese = (text: string) => /^\p{Script=Han}/u.test(text);

/** Why something that a person wanted did not happen. */
export function refusalText(error: unknown): string {
  // fetch throws a TypeError when nobody answers, and the JSON ends early when the emulator stops meanwhile.
  if (error instanceof TypeError || error instanceof SyntaxError) return '连不上模拟器，它可能已经停止。';
  const text = error instanceof Error ? error.message : String(error);
  return isChinese(text) ? text : (say(text, refusals) ?? '操作没有成功，请刷新页面后再试。');
}

/** Why a callback or a call failed. What has no wording here stands as it came, named as such. */
export function reasonText(reason: string): string {
  return isChinese(reason) ? reason : (say(reason, reasons) ?? `原因见报文（原文：${reason}）`);
}

/** A remark of a platform about something it accepted. */
export function remarkText(remark: string): string {
  return isChinese(remark) ? remark : (say(remark, remarks) ?? `平台提示（原文）：${remark}`);
}
