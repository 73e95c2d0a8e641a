/**
 * Where a signed link leads. GET shows the question and decides nothing: mail programs and virus scanners open links.
 * POST decides, for the person the link was made for.
 */
import type { Hono } from 'hono';
import type { ApprovalRow, Decision } from '../spec/index.ts';
import { howItEnded } from './routes/approvals.ts';
import { hint, type ServerContext, type ServerEnv, type Wiring } from './wiring.ts';

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  // Without it a browser would not say that the form is ours.
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

export function mountApprovalPage(app: Hono<ServerEnv>, wiring: Wiring): void {
  app.get('/approve/:token', async (c) => {
    const found = await linked(c, wiring);
    if ('message' in found) return page(c, found.status, found.message);
    return page(c, 200, found.approval.question.subject, formOf(found.approval));
  });

  app.post('/approve/:token', async (c) => {
    const found = await linked(c, wiring);
    if ('message' in found) return page(c, found.status, found.message);
    const fields = await c.req.parseBody();
    const said = decisionOf(found.approval, found.who, fields);
    if (!said) return page(c, 400, 'Choose what you decide', formOf(found.approval));
    const decided = await wiring.store.approvals.decide(found.approval.id, said);
    hint(wiring);
    if (decided.kind === 'decided') return page(c, 200, 'Thank you: it goes on.');
    if (decided.kind === 'noted') return page(c, 200, `Thank you: noted. ${decided.approval.question.need} must say yes.`);
    return page(
      c,
      409,
      decided.kind === 'late' ? `Nothing was changed: ${howItEnded(decided.approval)}.` : 'Nothing was changed: you were not asked this.',
    );
  });
}

type Linked =
  | { readonly approval: ApprovalRow; readonly who: string }
  | { readonly status: 403 | 404 | 409 | 410; readonly message: string };

async function linked(c: ServerContext, { links, clock, store }: Wiring): Promise<Linked> {
  const read = links?.read(c.req.param('token') ?? '', clock.now()) ?? 'altered';
  if (read === 'altered') return { status: 403, message: 'This link is not as it was sent. Copy it whole from the mail.' };
  if (read === 'expired') return { status: 410, message: 'This link has expired. The question may still be open in the inbox.' };
  const approval = await store.approvals.find(read.approval);
  if (!approval) return { status: 404, message: 'There is no such question any more.' };
  if (approval.state !== 'open') return { status: 409, message: `Nothing is left to decide: ${howItEnded(approval)}.` };
  return { approval, who: read.who };
}

function decisionOf({ question }: ApprovalRow, by: string, fields: Readonly<Record<string, unknown>>): Decision | undefined {
  const text = (name: string) => (typeof fields[name] === 'string' ? (fields[name] as string).slice(0, 4000) : '');
  if (question.mode === 'input') return { by, decision: 'answered', data: text('answer') };
  const decision = text('decision');
  if (decision !== 'approved' && decision !== 'rejected') return undefined;
  return { by, decision, ...(text('comment').trim() !== '' && { comment: text('comment').trim() }) };
}

const formOf = ({ question, due }: ApprovalRow): string => `
${question.details === undefined ? '' : `<pre>${escaped(JSON.stringify(JSON.parse(question.details), null, 2))}</pre>`}
<p>Asked by the bot ${escaped(question.bot)}${due === undefined ? '' : `, until ${new Date(due).toISOString().slice(0, 16).replace('T', ' ')} UTC`}.</p>
<form method="post">${
  question.mode === 'input'
    ? '<label>Your answer<br><textarea name="answer" rows="3" required></textarea></label><p><button>Answer</button></p>'
    : `<label>Comment<br><textarea name="comment" rows="3"></textarea></label>
<p><button name="decision" value="approved">Approve</button> <button name="decision" value="rejected">Reject</button></p>`
}</form>`;

function page(c: ServerContext, status: 200 | 400 | 403 | 404 | 409 | 410, title: string, body = ''): Response {
  for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
  return c.html(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}pre{background:#f3f3f3;padding:1rem;overflow:auto}textarea{width:100%;font:inherit}button{font:inherit;padding:.4rem 1.2rem}</style>
<main><h1>${escaped(title)}</h1>${body}</main></html>`,
    status,
  );
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] as string);
