/**
 * Writes the two Prisma clients, prisma/generated/sqlite and prisma/generated/postgresql, from the one schema.
 * Runs after every `npm ci`, so it is plain JavaScript and needs no network: Prisma's command line wants its schema
 * engine only to exist, `generate` never starts it, and any executable will do (here Node itself).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const prismaDir = dirname(dirname(fileURLToPath(import.meta.url)));
const generatedDir = join(prismaDir, 'generated');
const stampFile = join(generatedDir, 'stamp.txt');
const prismaPackage = createRequire(import.meta.url).resolve('prisma/package.json');

const schema = readFileSync(join(prismaDir, 'schema.prisma'), 'utf8');
const stamp = `${JSON.parse(readFileSync(prismaPackage, 'utf8')).version}\n${schema}`;

if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  mkdirSync(generatedDir, { recursive: true });
  for (const provider of ['sqlite', 'postgresql']) {
    const file = join(generatedDir, `${provider}.prisma`);
    writeFileSync(
      file,
      schema
        .replace('"./generated/sqlite"', `"./${provider}"`)
        .replace('provider = "sqlite"', `provider = "${provider}"`),
    );
    execFileSync(process.execPath, [join(dirname(prismaPackage), 'build', 'index.js'), 'generate', '--schema', file], {
      cwd: dirname(prismaDir),
      stdio: 'pipe',
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
    });
  }
  writeFileSync(stampFile, stamp);
}
