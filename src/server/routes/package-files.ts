/**
 * The files of a package, for operators who edit it: each save says which text it began with, so that what somebody else
 * wrote meanwhile is merged by lines or told, never overwritten. Nothing of it is live before it is published.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { FileContent } from '../../deploy/index.ts';
import { atDesk, authorOf, authorText, sentenceText, theDesk } from '../desk.ts';
import { Problem, problemResponses } from '../problem.ts';
import { type App, identifier, json, jsonBody, plainText, requireOperator, type ServerContext, type Wiring } from '../wiring.ts';

export const PackageFile = z
  .object({
    path: z.string(),
    bytes: z.int(),
    hash: z.string().optional().openapi({ description: 'SHA-256 of the bytes, hex. Absent where the file is not edited here.' }),
    readOnly: z.enum(['not-utf8', 'too-large', 'kind']).optional(),
  })
  .openapi('PackageFile');
export const SavedFile = z
  .object({
    path: z.string(),
    hash: z.string(),
    merged: z
      .string()
      .optional()
      .openapi({ description: 'What was written, where it is not what was sent: the edit and what came between.' }),
    unpublished: z.boolean().openapi({ description: 'What is live differs until the package is published.' }),
  })
  .openapi('SavedFile');
const text = z.string().refine((value) => !/\p{Surrogate}/u.test(value), 'it holds half a character');
const Save = z
  .object({
    text,
    base: z
      .string()
      .max(64)
      .optional()
      .openapi({ description: 'Hash of the text that was edited; also as If-Match. Absent: the file is new.' }),
    baseText: text.optional().openapi({ description: 'That text; asked for (`unknown-base`) where the server has forgotten it.' }),
    author: authorText.optional(),
    sentence: sentenceText.optional(),
  })
  .openapi('SaveFile');
const Rename = z.object({ from: z.string(), to: z.string(), author: authorText.optional() }).openapi('RenameFile');
const bot = z.object({ bot: identifier });
const place = z.object({
  bot: identifier,
  path: z.string().openapi({ description: 'Within the package folder; its slashes may be sent as they are or as %2F.' }),
});
const tags = ['packages'];
const PATH = '/packages/{bot}/files/{path}';

const list = createRoute({
  method: 'get',
  path: '/packages/{bot}/files',
  tags,
  summary: 'The files of a package',
  request: { params: bot },
  responses: {
    200: json(z.object({ files: z.array(PackageFile) }), 'By path.'),
    ...problemResponses('not-signed-in', 'unknown-bot', 'not-here'),
  },
});
const read = createRoute({
  method: 'get',
  path: PATH,
  tags,
  summary: 'One file as it stands on disk; ETag is its hash, Basalt-Read-Only tells why it cannot be edited',
  request: { params: place },
  responses: {
    200: {
      description: 'Its bytes.',
      content: { 'text/plain': { schema: z.string() }, 'application/octet-stream': { schema: z.string() } },
    },
    ...problemResponses('not-signed-in', 'unknown-bot', 'unknown-file', 'refused-path', 'not-here'),
  },
});
export const SAVING = [
  'not-signed-in',
  'unknown-bot',
  'edited-elsewhere',
  'read-only',
  'name-taken',
  'busy-files',
  'refused-path',
  'not-here',
] as const;
const save = createRoute({
  method: 'put',
  path: PATH,
  tags,
  summary: 'Saves a file; merged by lines with what somebody else saved since, or 409 with their text and the conflicts',
  request: { params: place, body: jsonBody(Save) },
  responses: { 200: json(SavedFile, 'Saved.'), ...problemResponses(...SAVING, 'unknown-base', 'too-large', 'wrong-media-type') },
});
const remove = createRoute({
  method: 'delete',
  path: PATH,
  tags,
  summary: 'Deletes a file; with If-Match only while it is what was seen. Its versions stay',
  request: { params: place, query: z.object({ author: authorText.optional() }) },
  responses: { 204: { description: 'Gone.' }, ...problemResponses(...SAVING, 'unknown-file') },
});
const rename = createRoute({
  method: 'post',
  path: '/packages/{bot}/rename',
  tags,
  summary: 'Renames a file',
  request: { params: bot, body: jsonBody(Rename) },
  responses: { 200: json(SavedFile, 'Renamed.'), ...problemResponses(...SAVING, 'unknown-file', 'too-large', 'wrong-media-type') },
});
export const packageFileRoutes = [list, read, save, remove, rename];

/** A path is more than one part of ours. */
const withSlashes = <R extends { readonly path: string }>(route: R): R => ({ ...route, path: '/packages/{bot}/files/:path{.+}' });

export function mountPackageFiles(app: App, wiring: Wiring): void {
  app.openapi(list, async (c) => {
    requireOperator(c);
    const { bot } = c.req.valid('param');
    const desk = theDesk(wiring, bot);
    return c.json({ files: [...(await atDesk(() => desk.list(bot)))] }, 200);
  });

  app.openapi(withSlashes(read), async (c) => {
    requireOperator(c);
    const { bot, path } = c.req.valid('param');
    const desk = theDesk(wiring, bot);
    return c.body(...raw(await atDesk(() => desk.read(bot, path)))) as never;
  });

  app.openapi(withSlashes(save), async (c) => {
    requireOperator(c);
    const { bot, path } = c.req.valid('param');
    const { author, sentence = 'edited', base = ifMatch(c), ...texts } = c.req.valid('json');
    const desk = theDesk(wiring, bot);
    const edit = { ...texts, author: authorOf(author), sentence, ...(base !== undefined && { base }) };
    const saved = await atDesk(() => desk.save(bot, path, edit));
    c.header('etag', `"${saved.hash}"`);
    return c.json(saved, 200);
  });

  app.openapi(withSlashes(remove), async (c) => {
    requireOperator(c);
    const { bot, path } = c.req.valid('param');
    const base = ifMatch(c);
    const desk = theDesk(wiring, bot);
    const by = { author: authorOf(c.req.valid('query').author), sentence: 'deleted', ...(base !== undefined && { base }) };
    await atDesk(() => desk.delete(bot, path, by));
    return c.body(null, 204);
  });

  app.openapi(rename, async (c) => {
    requireOperator(c);
    const { bot } = c.req.valid('param');
    const { from, to, author } = c.req.valid('json');
    const desk = theDesk(wiring, bot);
    return c.json(await atDesk(() => desk.rename(bot, from, to, authorOf(author))), 200);
  });
}

/** Shown as text or offered as bytes; a page made of it would run nothing. */
function raw({ bytes, hash, text: asText, readOnly }: FileContent): [Uint8Array<ArrayBuffer>, 200, Record<string, string>] {
  return [
    Uint8Array.from(bytes),
    200,
    {
      'content-type': asText === undefined && readOnly !== 'too-large' ? 'application/octet-stream' : 'text/plain; charset=utf-8',
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${hash}"`,
      ...(readOnly && { 'basalt-read-only': readOnly }),
    },
  ];
}

function ifMatch(c: ServerContext): string | undefined {
  const header = c.req.header('if-match');
  if (header === undefined || header === '*') return undefined;
  const hash = /^(?:W\/)?"([0-9a-f]{64})"$/.exec(header.trim())?.[1];
  if (hash) return hash;
  throw new Problem('bad-request', {
    place: 'header If-Match',
    cause: `${JSON.stringify(plainText(100).safeParse(header).data ?? '')} is not the ETag of a file`,
    help: 'send the ETag that came with the file',
  });
}
