/**
 * What visitors hand to a bot: stored in the bot's drive under names of our own, in a folder of the
 * conversation, and given back only to its visitor. A page made of somebody's upload must never run
 * under our origin: all but a few picture types are downloads, and all are sandboxed.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createRoute, z } from '@hono/zod-openapi';
import type { ConversationRow } from '../../spec/index.ts';
import { Problem, problemResponses } from '../problem.ts';
import { type App, countAct, findConversation, identifier, json, plainText, type Wiring } from '../wiring.ts';

const StoredFile = z
  .object({ url: z.string(), name: z.string(), bytes: z.int() })
  .openapi('StoredFile', { description: 'Send `url` as the value of a message to hand the file to the bot.' });
const binary = z.string().openapi({ format: 'binary' });

const upload = createRoute({
  method: 'post',
  path: '/conversations/{id}/files',
  tags: ['conversations'],
  summary: 'Stores a file for the bot; the body is the file',
  request: {
    params: z.object({ id: identifier }),
    query: z.object({ name: plainText(200).min(1) }),
    body: { required: true, content: { 'application/octet-stream': { schema: binary } } },
  },
  responses: {
    201: json(StoredFile, 'Stored.'),
    ...problemResponses('unknown-conversation', 'conversation-closed', 'too-large', 'wrong-media-type'),
  },
});
const download = createRoute({
  method: 'get',
  path: '/conversations/{id}/files/{file}',
  tags: ['conversations'],
  summary: 'A stored file',
  request: { params: z.object({ id: identifier, file: identifier }) },
  responses: {
    200: { description: 'The file.', content: { 'application/octet-stream': { schema: binary } } },
    ...problemResponses('unknown-conversation', 'unknown-file'),
  },
});
export const fileRoutes = [upload, download];

export function mountFiles(app: App, wiring: Wiring): void {
  app.openapi(upload, async (c) => {
    const found = await findConversation(c, wiring, c.req.valid('param').id);
    countAct(wiring, c.get('visitor') ?? 'operator');
    if (found.closed) throw new Problem('conversation-closed', { place: 'path id', cause: 'it was closed', help: 'open a new one' });
    if (!c.req.header('content-type')?.startsWith('application/octet-stream'))
      throw new Problem('wrong-media-type', {
        place: 'header Content-Type',
        cause: `it is ${JSON.stringify(c.req.header('content-type') ?? '')}`,
        help: 'send the bytes as application/octet-stream',
      });
    const { name } = c.req.valid('query');
    const file = `${randomUUID()}${/\.[a-z0-9]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? ''}`;
    const folder = uploadFolder(wiring.dataFolder, found);
    await mkdir(folder, { recursive: true });
    const bytes = await storeBody(c.req.raw.body, join(folder, file), wiring.limits.upload);
    return c.json({ url: `/api/v1/conversations/${encodeURIComponent(found.id)}/files/${file}`, name, bytes }, 201);
  });

  app.openapi(download, async (c) => {
    const { id, file } = c.req.valid('param');
    const found = await findConversation(c, wiring, id);
    const stored = STORED.test(file) ? await openStored(join(uploadFolder(wiring.dataFolder, found), file)) : undefined;
    if (!stored)
      throw new Problem('unknown-file', {
        place: 'path file',
        cause: `${JSON.stringify(file)} was not stored here`,
        help: 'use the url that the upload answered',
      });
    const picture = PICTURES[file.slice(file.lastIndexOf('.') + 1)];
    const headers = {
      'content-type': picture ?? 'application/octet-stream',
      'content-length': String((await stored.stat()).size),
      'content-disposition': picture ? 'inline' : `attachment; filename="${file}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=86400',
    };
    return c.body(Readable.toWeb(stored.createReadStream()) as ReadableStream, 200, headers) as never;
  });
}

const STORED = /^[0-9a-f-]{36}(\.[a-z0-9]{1,8})?$/;
const PICTURES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
};

/** Both names come from the store; what is no plain name in them becomes an escape. */
const uploadFolder = (dataFolder: string, { bot, id }: ConversationRow) =>
  join(dataFolder, 'drive', plainName(bot), 'uploads', plainName(id));
const plainName = (name: string) => encodeURIComponent(name).replace(/^\.+/, (dots) => '%2E'.repeat(dots.length));

/** Answers how many bytes; past the limit nothing stays. */
async function storeBody(body: ReadableStream<Uint8Array> | null, path: string, limit: number): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
      bytes += piece.byteLength;
      if (bytes > limit) throw tooLarge(limit);
      await file.write(piece);
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return bytes;
}

const tooLarge = (limit: number) =>
  new Problem('too-large', { place: 'body', cause: `it is larger than ${limit} bytes`, help: 'send a smaller file' });

async function openStored(path: string) {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (['ENOENT', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
