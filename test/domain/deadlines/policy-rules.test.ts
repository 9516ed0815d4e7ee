import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PolicyContent, PolicyContentSchema } from '../../../src/domain/deadlines/policy.ts';
import { builtInPolicy, fillText, policyProblems } from '../../../src/domain/deadlines/policy-rules.ts';

const withText = (deadline: string) => ({ texts: { ...builtInPolicy.texts, deadline } });
const whole = '{program}{n}{enterpriseDue}';

describe('the built-in rules', () => {
  it('are such as may be set', () => {
    const { number, ...content } = builtInPolicy;
    expect(number).toBe(0);
    expect(PolicyContentSchema.parse(content)).toEqual(content);
    expect(policyProblems(content)).toEqual([]);
  });

  it('say it as domain.md G3 has it', () => {
    expect(
      fillText(builtInPolicy.texts.deadline, {
        program: '2024年高新技术企业认定第一批',
        due: '2024年5月15日24:00',
        n: '10',
        enterpriseDue: '2024年5月10日24:00',
        tel: '0475-0000000',
      }),
    ).toBe(
      '【截止提醒】2024年高新技术企业认定第一批申报将于2024年5月15日24:00截止（剩余10天）。请贵公司于2024年5月10日24:00前将材料报送开发区科技局。联系电话：0475-0000000。如已报送请忽略。',
    );
  });
});

describe('what is wrong with rules', () => {
  it.each<[changed: Partial<PolicyContent>, problem: string | null]>([
    [{ leads: [7, 15, 0] }, '截止提醒的提前天数应从大到小填写，且不能重复。'],
    [{ leads: [7, 7, 0] }, '截止提醒的提前天数应从大到小填写，且不能重复。'],
    [{ leads: [0] }, null],
    [{ leads: [], backupFrom: 3 }, '截止提醒的提前天数至少填写一个。'],
    [{ certificateMonths: [1, 3] }, '证书到期提醒的提前月数应从大到小填写，且不能重复。'],
    [{ reportDays: [8, 5] }, '月报提醒日应从小到大填写，且不能重复。'],
    [{ reportDays: [5, 5] }, '月报提醒日应从小到大填写，且不能重复。'],
    [{ reportDays: [] }, null],
    [{ certificateTypes: [] }, '填写了证书到期提醒的提前月数，但没有选择证书类型，请选择证书类型，或者不填月数。'],
    [{ certificateMonths: [] }, '选择了到期提醒的证书类型，但没有填写提前月数，请至少填写一个。'],
    [{ certificateTypes: [], certificateMonths: [] }, null],
    [{ certificateTypes: ['HNTE', 'HNTE'] }, '到期提醒的证书类型不能重复。'],
    [
      { leads: [30, 15], backupFrom: 3 },
      '备用联系人自截止前3天起提醒，但此后没有提醒日，请调整天数，或者不提醒备用联系人。',
    ],
    [{ leads: [30, 3], backupFrom: 3 }, null],
    [{ leads: [30, 15], backupFrom: null }, null],
    // The hours: a border belongs to the quiet ones where they begin.
    [{ sendAt: '08:00' }, null],
    [{ sendAt: '07:59' }, '提醒发送时间07:59在免打扰时段（21:00至08:00）内，提醒将无法发出，请调整。'],
    [
      { sendAt: '21:00', checkAt: '21:30' },
      '提醒发送时间21:00在免打扰时段（21:00至08:00）内，提醒将无法发出，请调整。|发送检查时间21:30在免打扰时段（21:00至08:00）内，请调整。',
    ],
    [
      { sendAt: '20:31' },
      '提醒自20:31起分30分钟发完，会延续到免打扰时段（21:00至08:00）或者次日，请提前发送时间或者缩短分散时长。|发送检查时间10:00早于当天提醒发完的时间，应在20:31之后至少30分钟。',
    ],
    [{ sendAt: '20:00', spreadMinutes: 59, checkAt: '20:59' }, null],
    [{ sendAt: '20:30', checkAt: '21:00' }, '发送检查时间21:00在免打扰时段（21:00至08:00）内，请调整。'],
    [
      { sendAt: '20:00', spreadMinutes: 61, checkAt: '20:59' },
      '提醒自20:00起分61分钟发完，会延续到免打扰时段（21:00至08:00）或者次日，请提前发送时间或者缩短分散时长。|发送检查时间20:59早于当天提醒发完的时间，应在20:00之后至少61分钟。',
    ],
    [
      { sendAt: '23:00', spreadMinutes: 61, quietFrom: '03:00', quietUntil: '08:00', checkAt: '23:59' },
      '提醒自23:00起分61分钟发完，会延续到免打扰时段（03:00至08:00）或者次日，请提前发送时间或者缩短分散时长。|发送检查时间23:59早于当天提醒发完的时间，应在23:00之后至少61分钟。',
    ],
    [{ spreadMinutes: 0, checkAt: '09:00' }, null],
    [{ digestAt: '07:30' }, '早报时间07:30在免打扰时段（21:00至08:00）内，请调整。'],
    [{ checkAt: '09:30' }, null],
    [{ checkAt: '09:29' }, '发送检查时间09:29早于当天提醒发完的时间，应在09:00之后至少30分钟。'],
    [{ quietFrom: '08:00' }, '免打扰的开始时间和结束时间不能相同。'],
    [withText(whole), null],
    [withText('  '), '截止提醒文字不能为空。'],
    [withText('请报送材料'), '截止提醒文字缺少{program}、{n}、{enterpriseDue}。'],
    [
      withText(`${whole}{name}`),
      '截止提醒文字中的{name}无法识别，可以使用{program}、{due}、{n}、{enterpriseDue}、{tel}。',
    ],
    [withText(`${whole}{}`), '截止提醒文字中的{}无法识别，可以使用{program}、{due}、{n}、{enterpriseDue}、{tel}。'],
    [withText(`${whole}｛tel｝`), '截止提醒文字中的花括号不成对，或者写成了全角。'],
    [withText(`${whole}{`), '截止提醒文字中的花括号不成对，或者写成了全角。'],
    [{ texts: { ...builtInPolicy.texts, certificate: '{program}{n}' } }, '证书到期提醒文字缺少{due}。'],
  ])('%j', (changed, problem) => {
    expect(policyProblems({ ...builtInPolicy, ...changed }).join('|')).toBe(problem ?? '');
  });

  it('is said of everything at once', () => {
    const all = policyProblems({
      ...builtInPolicy,
      leads: [1, 2],
      digestAt: '22:00',
      texts: { deadline: ' ', certificate: ' ' },
    });
    expect(all).toHaveLength(4);
  });
});

describe('a text', () => {
  it('is filled once: what is filled in is not read again', () => {
    expect(fillText('{program}，{n}，{tel}，{other}', { program: '{n}', n: '$&' })).toBe('{n}，$&，{tel}，{other}');
    expect(fillText('{constructor}{toString}', {})).toBe('{constructor}{toString}');
  });

  it('keeps what stands around, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string(), (around, value) => {
        const plain = around.replace(/[{}]/gu, '');
        expect(fillText(`${plain}{tel}${plain}`, { tel: value })).toBe(plain + value + plain);
      }),
    );
  });
});
