/** Approvals, for operators: what is open, and deciding for somebody who was asked. */
import { createRoute, z } from '@hono/zod-openapi';
import type { ApprovalRow, Decided } from '../../spec/index.ts';
import { valueOfJson } from '../../values/index.ts';
import { Problem, problemResponses } from '../problem.ts';
import { type App, audited, hint, identifier, json, jsonBody, plainText, requireOperator, type Wiring, wholeNumber } from '../wiring.ts';

const STATES = ['open', 'approved', 'rejected', 'answered', 'withdrawn', 'timed-out'] as const;
const Approval = z
  .object({
    id: z.string(),
    run: z.string(),
    address: z.string(),
    bot: z.string(),
    mode: z.enum(['approve', 'input']),
    subject: z.string(),
    from: z.array(z.string()).openapi({ description: 'Who may answer: names, addresses, `role:NAME`.' }),
    need: z.int().openapi({ description: 'How many must say yes.' }),
    votes: z.array(z.string()).openapi({ description: 'Who has said yes.' }),
    details: z.unknown().optional(),
    state: z.enum(STATES),
    createdAt: z.iso.datetime(),
    due: z.iso.datetime().optional(),
    decidedAt: z.iso.datetime().optional(),
    decidedBy: z.string().optional(),
    comment: z.string().optional(),
  })
  .openapi('Approval');
const params = z.object({ id: z.string().min(1).max(500) });
const tags = ['approvals'];

const list = createRoute({
  method: 'get',
  path: '/approvals',
  tags,
  summary: 'What people are asked, newest first',
  request: {
    query: z.object({
      who: identifier.optional().openapi({ description: 'A name or `role:NAME` that may answer.' }),
      bot: identifier.optional(),
      run: identifier.optional(),
      state: z.enum(['open']).optional(),
      limit: wholeNumber(50, 200),
    }),
  },
  responses: { 200: json(z.object({ approvals: z.array(Approval) }), 'A page.'), ...problemResponses('not-signed-in') },
});
const show = createRoute({
  method: 'get',
  path: '/approvals/{id}',
  tags,
  summary: 'One of them',
  request: { params },
  responses: { 200: json(Approval, 'The approval.'), ...problemResponses('unknown-approval', 'not-signed-in') },
});
const decide = createRoute({
  method: 'post',
  path: '/approvals/{id}/{decision}',
  tags,
  summary: 'Approves, rejects, answers or withdraws one',
  request: {
    params: params.extend({ decision: z.enum(['approve', 'reject', 'answer', 'withdraw']) }),
    body: jsonBody(
      z
        .object({
          by: identifier.optional().openapi({ description: 'Who decides; `operator` unless told.' }),
          roles: z.array(identifier).max(50).optional(),
          comment: plainText(4000).optional(),
          data: z.unknown().optional().openapi({ description: 'Edited details, or the answer to a question.' }),
        })
        .openapi('Decision'),
    ),
  },
  responses: {
    200: json(z.object({ outcome: z.enum(['decided', 'noted']), approval: Approval }), '`noted`: more must say yes.'),
    ...problemResponses(
      'unknown-approval',
      'already-decided',
      'not-asked',
      'wrong-answer',
      'not-signed-in',
      'too-large',
      'wrong-media-type',
    ),
  },
});
export const approvalRoutes = [list, show, decide];

const DECISIONS = { approve: 'approved', reject: 'rejected', answer: 'answered' } as const;

export function mountApprovals(app: App, wiring: Wiring): void {
  const { approvals } = wiring.store;

  app.openapi(list, async (c) => {
    requireOperator(c);
    const { who, ...filter } = c.req.valid('query');
    return c.json({ approvals: (await approvals.list({ ...filter, ...(who && { who: [who] }) })).map(approvalView) }, 200);
  });

  app.openapi(show, async (c) => {
    requireOperator(c);
    const { id } = c.req.valid('param');
    const found = await approvals.find(id);
    if (!found) throw unknownApproval(id);
    return c.json(approvalView(found), 200);
  });

  app.openapi(decide, async (c) => {
    requireOperator(c);
    const { id, decision } = c.req.valid('param');
    const { by = 'operator', roles, comment, data } = c.req.valid('json');
    const known = await approvals.find(id);
    if (!known) throw unknownApproval(id);
    await audited(wiring, {
      subject: `${decision} ${by}`,
      bot: known.question.bot,
      run: known.run,
      args: { id, decision, by, comment, data },
    });
    const said = { by, roles, comment, ...(data !== undefined && { data: valueOfJson(data) }) };
    const decided =
      decision === 'withdraw' ? await approvals.withdraw(id, by) : await approvals.decide(id, { ...said, decision: DECISIONS[decision] });
    hint(wiring);
    return c.json(accepted(id, by, decided), 200);
  });
}

/** What was done; else the problem that says why it was not. */
export function accepted(id: string, by: string, decided: Decided) {
  if (decided.kind === 'unknown') throw unknownApproval(id);
  const approval = approvalView(decided.approval);
  if (decided.kind === 'decided' || decided.kind === 'noted') return { outcome: decided.kind, approval };
  throw new Problem(REFUSALS[decided.kind][0], {
    place: decided.kind === 'not-asked' ? 'body.by' : 'path id',
    cause: REFUSALS[decided.kind][1](decided.approval, by),
    help: REFUSALS[decided.kind][2],
  });
}

const REFUSALS = {
  late: ['already-decided', (approval: ApprovalRow) => howItEnded(approval), 'nothing is left to do'],
  'not-asked': [
    'not-asked',
    ({ question }: ApprovalRow, by: string) => `${JSON.stringify(by)} is none of ${question.from.join(', ')}`,
    'let one of them decide, or name one with "by" or a role with "roles"',
  ],
  'wrong-kind': [
    'wrong-answer',
    ({ question }: ApprovalRow) => (question.mode === 'input' ? 'it asks for an answer' : 'it asks for a yes or a no'),
    'approve or reject what asks for a decision; answer what asks for a value',
  ],
} as const;

export function howItEnded({ state, decidedBy, decidedAt }: ApprovalRow): string {
  const when = decidedAt === undefined ? '' : ` at ${new Date(decidedAt).toISOString()}`;
  return decidedBy === undefined ? `it is ${state}${when}` : `it was ${state} by ${decidedBy}${when}`;
}

export const unknownApproval = (id: string) =>
  new Problem('unknown-approval', {
    place: 'path id',
    cause: `no approval is called ${JSON.stringify(id)}`,
    help: 'GET /api/v1/approvals?state=open lists those that wait',
  });

const iso = (at: number) => new Date(at).toISOString();
const dated = (name: string, at: number | undefined) => (at === undefined ? {} : { [name]: iso(at) });
function approvalView({ question, createdAt, due, decidedAt, ...row }: ApprovalRow): z.infer<typeof Approval> {
  const { details, mails: _mails, remindMs: _remindMs, ...asked } = question;
  return {
    ...row,
    ...asked,
    from: [...asked.from],
    votes: [...row.votes],
    ...(details !== undefined && { details: JSON.parse(details) as unknown }),
    createdAt: iso(createdAt),
    ...dated('due', due),
    ...dated('decidedAt', decidedAt),
  };
}
