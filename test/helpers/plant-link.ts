import { newId } from '../../src/core/ids.ts';
import { signLink } from '../../src/core/link-token.ts';
import { deriveKeys, digestOf } from '../../src/core/sealed.ts';
import type { Client } from '../../src/store/database.ts';

/** The keys of the demo's settings (demo/world.ts). */
export const demoKeys = deriveKeys({
  linkSecret: 'demo-link-secret-demo-link-secret',
  dataKey: Buffer.alloc(32, 'demo').toString('base64'),
});

/** A link as an officer made it at `now`, for somebody of this name, without the messages. */
export async function plantLink(client: Client, { name, now }: { name: string; now: Date }) {
  const person = await client.person.findFirstOrThrow({ where: { name } });
  const id = newId();
  const code = '246810';
  await client.accessLink.create({
    data: {
      id,
      personId: person.id,
      createdById: person.id,
      codeDigest: digestOf(demoKeys.digest, 'link code', `${id} ${code}`),
      codeExpiresAt: new Date(now.getTime() + 10 * 60_000),
      expiresAt: new Date(now.getTime() + 30 * 24 * 60 * 60_000),
      recordedAt: now,
    },
  });
  return { id, code, token: signLink(demoKeys.link, id) };
}
