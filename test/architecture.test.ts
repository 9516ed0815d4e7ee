import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Source {
  path: string;
  text: string;
  /** Relative paths of ours, and package names. */
  imports: string[];
}

async function sources(...folders: string[]): Promise<Source[]> {
  const found = await Promise.all(folders.map((folder) => readdir(join(root, folder), { recursive: true })));
  return found.flatMap((names, index) =>
    names
      .map((name) => `${folders[index]}/${name}`)
      .filter((path) => /\.(?:m?ts|tsx|mjs)$/u.test(path) && !path.includes('prisma/generated/'))
      .map((path) => {
        const text = readFileSync(join(root, path), 'utf8');
        const imports = [
          ...text.matchAll(/(?:\bfrom\s+|(?<!['"./-])\bimport\s*\(?\s*)['"]([^'"]+)['"]|\bimport\s*\(\s*`([^`]+)`/gu),
        ].map((match) => {
          const target = match[1] ?? match[2] ?? '';
          return target.startsWith('.') ? relative(root, resolve(root, path, '..', target)) : target;
        });
        return { path, text, imports };
      }),
  );
}

/** Who may import what: the table of ARCHITECTURE.md. A room may always import itself. */
const rooms: Record<string, readonly string[]> = {
  'src/core': ['zod', 'nanoid'],
  'src/domain': ['src/core', 'zod', 'temporal-polyfill', 'pinyin-pro', 'chinese-days'],
  cards: ['src/core', 'src/domain'],
  handlers: ['src/core', 'src/domain', 'src/dispatch/intent.ts', 'cards'],
  'src/store': ['src/core', 'src/domain', 'zod', 'src/platforms/wecom/user-ids.ts', 'prisma/generated', '@prisma/'],
  'src/audit': ['src/core', 'src/domain/calendar.ts', 'src/store', 'zod', 'prisma/generated'],
  'src/documents': ['src/domain', 'yazl'],
  'src/import': ['src/core', 'src/domain', 'src/documents', 'src/store', 'prisma/generated', 'yauzl', 'saxes'],
  'src/platforms': ['src/core', 'zod', 'axios', 'fast-xml-parser'],
  'src/jobs': ['src/core', 'src/domain/calendar.ts', 'src/store/jobs.ts', 'node-cron'],
  'src/dispatch': ['src/core', 'src/domain', 'src/store/jobs.ts', 'src/jobs/backoff.ts'],
  'src/charts': ['src/core', 'src/domain', 'echarts', '@resvg/resvg-js', 'tsx'],
  'src/h5': [
    'src/core',
    'src/domain',
    'src/documents',
    'cards',
    'koa',
    'koa-helmet',
    '@koa/router',
    'raw-body',
    'preact',
    'preact-render-to-string',
  ],
  'src/http': ['src/core', 'koa', 'koa-helmet', '@koa/router', 'raw-body', 'prom-client'],
  emulator: ['koa', '@koa/router', 'raw-body', 'fast-xml-parser', 'zod', 'nanoid', 'axios', 'preact', 'esbuild'],
};

describe('imports go in one direction', async () => {
  const all = await sources('src', 'cards', 'handlers', 'emulator', 'prisma', 'demo', 'bench');

  it.each(Object.entries(rooms))('%s', (room, allowed) => {
    const inside = all.filter(({ path }) => path.startsWith(`${room}/`));
    expect(inside.length).toBeGreaterThan(0);
    const wrong = inside.flatMap(({ path, imports }) =>
      imports
        .filter((target) => !target.startsWith('node:') && !target.startsWith(`${room}/`))
        .filter(
          (target) => !allowed.some((one) => target === one || target.startsWith(one.endsWith('/') ? one : `${one}/`)),
        )
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('every file is in a room, or is one of the few that put the rooms together', () => {
    const outside = all
      .map(({ path }) => path)
      .filter((path) => path.startsWith('src/') && !path.startsWith('src/cli/'))
      .filter((path) => !Object.keys(rooms).some((room) => path.startsWith(`${room}/`)));
    expect(outside.sort()).toEqual([
      'src/app.ts',
      'src/config.ts',
      'src/env-file.ts',
      'src/explain.ts',
      'src/main.ts',
      'src/plug-in.ts',
    ]);
  });

  it('what the platforms share knows neither of them', () => {
    const wrong = all.flatMap(({ path, imports }) =>
      /^src\/platforms\/[^/]+\.ts$/u.test(path)
        ? imports.filter((target) => /^src\/platforms\/(?:wecom|dingtalk)\//u.test(target))
        : [],
    );
    expect(wrong).toEqual([]);
  });

  it('the two platforms never see each other', () => {
    const wrong = all.flatMap(({ path, imports }) =>
      imports.filter(
        (target) =>
          (path.startsWith('src/platforms/wecom/') && target.startsWith('src/platforms/dingtalk/')) ||
          (path.startsWith('src/platforms/dingtalk/') && target.startsWith('src/platforms/wecom/')),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('only demo, bench and tests start the emulator, and nothing imports a test', () => {
    const wrong = all.flatMap(({ path, imports }) =>
      imports
        .filter(
          (target) =>
            (target.startsWith('emulator/') && !/^(?:emulator|demo|bench)\//u.test(path)) || target.startsWith('test/'),
        )
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('the environment is read where the program starts, and nowhere below', () => {
    const readers = all
      .filter(({ path, text }) => path.startsWith('src/') && text.includes('process.env'))
      .map(({ path }) => path);
    expect(readers.sort()).toEqual([
      'src/cli/admin.ts',
      'src/cli/backup.ts',
      'src/cli/db-migrate.ts',
      'src/cli/import.ts',
      'src/cli/restore.ts',
      'src/main.ts',
    ]);
  });

  it('the clock is the injected one', () => {
    const readers = all
      .filter(({ path, text }) => /^(?:src|cards|handlers)\//u.test(path) && /Date\.now\(|new Date\(\)/u.test(text))
      .map(({ path }) => path);
    expect(readers).toEqual(['src/core/clock.ts']);
  });

  it('files are short', () => {
    const long = all
      .filter(({ text }) => text.split('\n').length > 280)
      .map(({ path, text }) => `${path} ${text.split('\n').length}`);
    expect(long).toEqual([]);
  });

  it('nothing is left behind', () => {
    const left = all.filter(({ text }) => /\b(?:TODO|FIXME|XXX)\b/u.test(text)).map(({ path }) => path);
    expect(left).toEqual([]);
  });
});

describe('what is written stays true', () => {
  it.each(['ARCHITECTURE.md', 'README.md', 'README.zh-CN.md', 'docs/operations.md'])(
    '%s names only paths and commands that exist',
    (name) => {
      const text = readFileSync(join(root, name), 'utf8');
      const paths = [
        ...text.matchAll(/`((?:src|cards|handlers|prisma|emulator|demo|bench|test|docs)\/[\w./-]*)`/gu),
      ].map((match) => match[1] ?? '');
      const links = [...text.matchAll(/\]\((?!https?:)([\w./-]+)\)/gu)].map((match) => match[1] ?? '');
      expect(paths.length + links.length).toBeGreaterThan(0);
      expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
      expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
      const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
        scripts: Record<string, string>;
      };
      const commands = [...text.matchAll(/npm run ([\w:-]+)/gu)].map((match) => match[1] ?? '');
      expect(commands.filter((command) => !(command in scripts))).toEqual([]);
    },
  );

  it('the lock file names no address', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "http/u);
  });
});
