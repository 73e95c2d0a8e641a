import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { findPackages } from './layout.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'basalt-layout-'));
});

const put = (...paths: string[]) => {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
};
const seen = () =>
  Object.fromEntries(
    findPackages(root).map(({ name, scripts, config }) => [
      name,
      [...[...scripts].map(([stem, path]) => `${stem}=${relative(root, path)}`), ...(config ? [relative(root, config)] : [])],
    ]),
  );

test.each([
  [
    'regular',
    ['a.gbai/a.gbdialog/start.bas', 'a.gbai/a.gbot/config.csv'],
    { a: ['start=a.gbai/a.gbdialog/start.bas', 'a.gbai/a.gbot/config.csv'] },
  ],
  [
    'stems that differ',
    ['crm.gbai/sales.gbdialog/start.bas', 'crm.gbai/crn.gbot/config.csv'],
    { crm: ['start=crm.gbai/sales.gbdialog/start.bas', 'crm.gbai/crn.gbot/config.csv'] },
  ],
  [
    'sub-folders are flattened',
    ['a.gbai/a.gbdialog/campaigns/send-mail.bas'],
    { a: ['send-mail=a.gbai/a.gbdialog/campaigns/send-mail.bas'] },
  ],
  ['scripts in the root', ['a.gbai/start.bas'], { a: ['start=a.gbai/start.bas'] }],
  ['a file called default.gbdialog', ['a.gbai/default.gbdialog'], { a: ['start=a.gbai/default.gbdialog'] }],
  ['nested in itself', ['a.gbai/a.gbai/a.gbdialog/start.bas'], { a: ['start=a.gbai/a.gbai/a.gbdialog/start.bas'] }],
  ['nested, script in the inner root', ['a.gbai/a.gbai/go.bas'], { a: ['go=a.gbai/a.gbai/go.bas'] }],
  ['category folders', ['sales/eu/a.gbai/start.bas'], { a: ['start=sales/eu/a.gbai/start.bas'] }],
  [
    'one name in two categories',
    ['hr/a.gbai/start.bas', 'it/a.gbai/start.bas'],
    { a: ['start=hr/a.gbai/start.bas'], 'it-a': ['start=it/a.gbai/start.bas'] },
  ],
  ['no script at all', ['a.gbai/README.md'], { a: [] }],
  [
    'drive, hidden and other files are no scripts',
    ['a.gbai/a.gbdrive/x.bas', 'a.gbai/.trash/start.bas', 'a.gbai/a.gbdialog/x.bas~'],
    { a: [] },
  ],
  ['upper case', ['Shop.GBAI/Shop.gbdialog/Start.BAS'], { shop: ['start=Shop.GBAI/Shop.gbdialog/Start.BAS'] }],
])('%s', (_, paths, expected) => {
  put(...paths);
  expect(seen()).toEqual(expected);
});

test('links are not followed', () => {
  put('outside/start.bas', 'a.gbai/README.md');
  symlinkSync(join(root, 'outside'), join(root, 'a.gbai/a.gbdialog'));
  symlinkSync(join(root, 'outside/start.bas'), join(root, 'a.gbai/start.bas'));
  expect(seen()).toEqual({ a: [] });
});

test('of two scripts with one name the second is named in a note', () => {
  put('a.gbai/a.gbdialog/go.bas', 'a.gbai/a.gbdialog/old/GO.bas');
  expect(findPackages(root)[0]?.notes).toEqual(['a.gbdialog/old/GO.bas is not used: a.gbdialog/go.bas has the same name']);
});
