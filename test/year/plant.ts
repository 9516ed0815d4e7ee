import { demoWebhookKey, demoWorld } from '../../demo/world.ts';
import type { Emulator, EmulatorOptions } from '../../emulator/server.ts';
import { newId } from '../../src/core/ids.ts';
import { type Keys, seal } from '../../src/core/sealed.ts';
import type { Client } from '../../src/store/database.ts';
import { at } from '../helpers/deadline-store.ts';
import type { Script } from './script.ts';

const recordedAt = at('2023-12-20');

export const certificateOf = (firm: string) => `cert-${firm}`;

const accountsOf = (id: string, platforms: readonly ('wecom' | 'dingtalk')[]) =>
  platforms.map((platform) => ({
    ...{ id: newId(), platform, corpId: demoWorld[platform].corpId, personId: id, recordedAt },
    userId: platform === 'wecom' ? id : `ding-${id}`,
  }));

/** In turn on either platform. An administrator hears of what went wrong, too: nothing ever should. */
const staffOf = (script: Script) =>
  script.staff.map((id, n) => ({
    ...{ id, staffRole: id.startsWith('administrator') ? 'ADMINISTRATOR' : 'OFFICER' },
    platforms: n % 2 === 0 ? (['wecom'] as const) : (['dingtalk'] as const),
  }));

/** Enterprises, people and certificates as they are when the year begins. */
export async function plantFirms(client: Client, script: Script): Promise<void> {
  const staff = staffOf(script);
  await client.enterprise.createMany({ data: script.firms.map(({ id }) => ({ id, recordedAt })) });
  await client.enterpriseName.createMany({
    data: script.firms.map(({ id, name }) => ({
      ...{ id: newId(), enterpriseId: id, kind: 'FULL', text: name, searchKey: name, initials: '' },
    })),
  });
  await client.person.createMany({
    data: [
      ...script.people.map(({ id }) => ({ id, name: id, recordedAt })),
      ...staff.map(({ id, staffRole }) => ({ id, name: id, staffRole, recordedAt })),
    ],
  });
  await client.account.createMany({
    data: [...script.people, ...staff].flatMap(({ id, platforms }) => accountsOf(id, platforms)),
  });
  await client.binding.createMany({
    data: script.firms.flatMap(({ id, contacts }) =>
      contacts.map(({ person, rank }) => ({
        ...{ id: newId(), personId: person, enterpriseId: id, duty: 'CONTACT', rank, recordedAt },
      })),
    ),
  });
  const certificates = script.firms.flatMap(({ id, certificate }) =>
    certificate === null ? [] : [{ firm: id, validTo: certificate, validFrom: `${threeYearsBefore(certificate)}` }],
  );
  await client.qualification.createMany({
    data: certificates.map(({ firm, validFrom, validTo }) => ({
      ...{ id: certificateOf(firm), enterpriseId: firm, type: 'HNTE', level: 'NATIONAL', certNo: `GR-${firm}` },
      ...{ issuedOn: validFrom, validFrom, validTo, recordedAt },
    })),
  });
  await client.transition.createMany({
    data: certificates.map(({ firm, validFrom }) => ({
      ...{
        id: newId(),
        qualificationId: certificateOf(firm),
        status: 'RECOGNIZED',
        effectiveOn: validFrom,
        recordedAt,
      },
    })),
  });
}

const threeYearsBefore = (day: string) => `${Number(day.slice(0, 4)) - 3}${day.slice(4)}`;

/** What the platforms know of them, with the limits as they are and quotas that are large enough. */
export const platforms: Partial<EmulatorOptions> = {
  clock: { start: '2023-12-31T12:00', mode: 'frozen' },
  settings: { dingtalkApi: { edition: 'professional' } },
};

export function plantPeople(emulator: Emulator, script: Script): void {
  const reached = [...script.people, ...staffOf(script)].filter((one) => one.platforms.length > 0);
  emulator.makePeople({
    people: reached.map(({ id, platforms: on }) => ({
      ...{ id, name: id },
      ...(on.some((one) => one === 'wecom') ? { wecom: { userId: id } } : {}),
      ...(on.some((one) => one === 'dingtalk') ? { dingtalk: { staffId: `ding-${id}`, unionId: `union-${id}` } } : {}),
    })),
  });
}

/** A group on either platform, as officers register them. */
export async function plantGroups(client: Client, emulator: Emulator, keys: Keys): Promise<void> {
  const chatId = demoWorld.wecom.groups[0]?.chatId ?? '';
  const openConversationId = demoWorld.dingtalk.groups[0]?.openConversationId ?? '';
  const webhook = `${emulator.url}/cgi-bin/webhook/send?key=${demoWebhookKey}`;
  const registered = { registeredById: 'officer1', recordedAt };
  await client.groupChat.createMany({
    data: [
      {
        ...{ id: 'group-wecom', number: 1, platform: 'wecom', corpId: demoWorld.wecom.corpId, chatId, title: '企业群' },
        ...{ push: 'WEBHOOK', webhookSealed: seal(keys.data, webhook), ...registered },
      },
      {
        ...{ id: 'group-dingtalk', number: 2, platform: 'dingtalk', corpId: demoWorld.dingtalk.corpId },
        ...{ chatId: openConversationId, title: '钉钉群', push: 'DINGTALK', ...registered },
      },
    ],
  });
}
