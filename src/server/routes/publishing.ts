/** How saved files go live, what they were before, and how a package begins: for operators who edit packages. */
import { createRoute, z } from '@hono/zod-openapi';
import { blankFiles, isNewName, templateFiles, templateNames } from '../../deploy/index.ts';
import type { FileVersion } from '../../spec/index.ts';
import { atDesk, authorOf, authorText, theDesk } from '../desk.ts';
import { Problem, problemResponses } from '../problem.ts';
import { type App, audited, identifier, json, jsonBody, plainText, requireOperator, type Wiring, wholeNumber } from '../wiring.ts';
import { PackageFile, SAVING, SavedFile } from './package-files.ts';
import { brokenPackage, Report, reportView } from './packages.ts';

const FileVersionView = z
  .object({
    number: z.int(),
    path: z.string(),
    hash: z.string().optional().openapi({ description: 'Absent where the file was deleted.' }),
    author: z.string().openapi({ description: 'Empty: another editor.' }),
    sentence: z.string(),
    at: z.iso.datetime(),
    version: z.string().optional().openapi({ description: 'The version of the bot that went live with it.' }),
  })
  .openapi('FileVersion', { description: 'A file after a save.' });
const bot = z.object({ bot: identifier });
const versioned = z.object({ bot: identifier, number: z.string().regex(/^\d{1,9}$/, 'expected a whole number') });
const by = z.object({ author: authorText.optional() });
const tags = ['packages'];

const publish = createRoute({
  method: 'post',
  path: '/packages/{bot}/publish',
  tags,
  summary: 'Puts live what is saved; with an error in it nothing changes',
  request: { params: bot },
  responses: {
    200: json(Report, 'Live.'),
    ...problemResponses('not-signed-in', 'unknown-bot', 'broken-package', 'busy-files', 'not-here'),
  },
});
const history = createRoute({
  method: 'get',
  path: '/packages/{bot}/history',
  tags,
  summary: 'The versions of its files',
  request: {
    params: bot,
    query: z.object({
      path: plainText(400).optional().openapi({ description: 'Only of this file.' }),
      before: wholeNumber(0, 999_999_999).openapi({ description: 'The number of the last one seen; 0: from the newest on.' }),
      limit: wholeNumber(50, 200),
    }),
  },
  responses: {
    200: json(z.object({ versions: z.array(FileVersionView) }), 'Newest first.'),
    ...problemResponses('not-signed-in', 'unknown-bot', 'refused-path', 'not-here'),
  },
});
const version = createRoute({
  method: 'get',
  path: '/packages/{bot}/history/{number}',
  tags,
  summary: 'One version with its text',
  request: { params: versioned },
  responses: {
    200: json(FileVersionView.extend({ text: z.string().optional() }), 'The version.'),
    ...problemResponses('not-signed-in', 'unknown-bot', 'unknown-version', 'not-here'),
  },
});
const restore = createRoute({
  method: 'post',
  path: '/packages/{bot}/history/{number}/restore',
  tags,
  summary: 'Saves what a file held then; what it holds now stays in the history',
  request: { params: versioned, body: { content: { 'application/json': { schema: by.openapi('RestoreFile') } } } },
  responses: {
    200: json(z.object({ path: z.string(), file: SavedFile.optional() }), 'Restored; without `file` it was gone then and is gone again.'),
    ...problemResponses(...SAVING, 'unknown-version', 'wrong-media-type'),
  },
});
const begin = createRoute({
  method: 'post',
  path: '/packages/{bot}/new',
  tags,
  summary: 'Begins a package, from a template or empty; it is live once it is published',
  request: {
    params: bot,
    body: jsonBody(
      by
        .extend({
          template: z.string().max(100).optional().openapi({ description: 'As `GET /templates` names it; absent: one empty script.' }),
          title: plainText(200).optional().openapi({ description: 'Of an empty one: what people call it.' }),
        })
        .openapi('NewPackage'),
    ),
  },
  responses: {
    201: json(z.object({ bot: z.string(), files: z.array(PackageFile) }), 'Begun.'),
    ...problemResponses('not-signed-in', 'name-taken', 'refused-path', 'read-only', 'not-found', 'not-here', 'wrong-media-type'),
  },
});
export const publishingRoutes = [publish, history, version, restore, begin];

export function mountPublishing(app: App, wiring: Wiring): void {
  const { files } = wiring.store;

  app.openapi(publish, async (c) => {
    requireOperator(c);
    const { bot } = c.req.valid('param');
    const desk = theDesk(wiring, bot);
    await audited(wiring, { subject: 'publish', bot, args: { bot } });
    const report = await atDesk(() => desk.publish(bot));
    if (!report)
      throw new Problem('busy-files', { place: 'bot', cause: 'another program keeps writing its files', help: 'try again in a moment' });
    if (!report.ok) throw brokenPackage(report);
    return c.json(reportView(report), 200);
  });

  app.openapi(history, async (c) => {
    requireOperator(c);
    const { bot } = c.req.valid('param');
    const { path, before, limit } = c.req.valid('query');
    const desk = theDesk(wiring, bot);
    const filter = { limit, ...(path !== undefined && { path }), ...(before > 0 && { before }) };
    return c.json({ versions: (await atDesk(() => desk.history(bot, filter))).map(versionView) }, 200);
  });

  app.openapi(version, async (c) => {
    requireOperator(c);
    const { bot, number } = c.req.valid('param');
    theDesk(wiring, bot);
    const found = await files.find(bot, Number(number));
    if (!found) throw unknownVersion(number);
    return c.json({ ...versionView(found), ...(found.text !== undefined && { text: found.text }) }, 200);
  });

  app.openapi(restore, async (c) => {
    requireOperator(c);
    const { bot, number } = c.req.valid('param');
    const desk = theDesk(wiring, bot);
    const found = await files.find(bot, Number(number));
    if (!found) throw unknownVersion(number);
    const author = c.req.header('content-type') ? c.req.valid('json').author : undefined;
    const file = await atDesk(() => desk.restore(bot, Number(number), authorOf(author)));
    return c.json({ path: found.path, ...(file && { file }) }, 200);
  });

  app.openapi(begin, async (c) => {
    requireOperator(c);
    const { bot } = c.req.valid('param');
    const { template, title, author } = c.req.valid('json');
    const desk = theDesk(wiring);
    if (!isNewName(bot))
      throw new Problem('refused-path', {
        place: 'path bot',
        cause: `${JSON.stringify(bot)} cannot be a package's name`,
        help: 'use lower-case letters, digits and -, a letter first',
      });
    const begun = filesOf(wiring, bot, template, title);
    await audited(wiring, { subject: 'new', bot, args: { bot, template } });
    const sentence = template === undefined ? 'began' : `began with the template ${template}`;
    return c.json({ bot, files: [...(await atDesk(() => desk.create(bot, begun, authorOf(author), sentence)))] }, 201);
  });
}

function filesOf({ templatesFolder }: Wiring, bot: string, template: string | undefined, title: string | undefined) {
  if (template === undefined) return blankFiles(bot, title);
  const names = templatesFolder === undefined ? [] : templateNames(templatesFolder);
  if (templatesFolder !== undefined && names.includes(template)) return templateFiles(templatesFolder, template, bot);
  throw new Problem('not-found', {
    place: 'body.template',
    cause: `there is no template ${JSON.stringify(template)}`,
    help: names.length > 0 ? `there are ${names.join(', ')}` : 'leave it out',
  });
}

const versionView = ({ bot: _, at, number, path, hash, author, sentence, version: live }: FileVersion) => ({
  number,
  path,
  author,
  sentence,
  at: new Date(at).toISOString(),
  ...(hash !== undefined && { hash }),
  ...(live !== undefined && { version: live }),
});

const unknownVersion = (number: string) =>
  new Problem('unknown-version', { place: 'path number', cause: `no file has a version ${number}`, help: 'look at the history' });
