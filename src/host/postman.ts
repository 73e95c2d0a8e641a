/**
 * Mails about open approvals: asked, and reminded. A mail is a consequential act: its row is marked as begun before it is
 * sent, and what is begun is never sent again unless it is certain that it was not. So a person may miss a mail after a
 * crash, and finds the question in the inbox; nobody is asked twice by one.
 */
import type { ApprovalLinks, ApprovalNotice, ClockPort, LogPort, MailMessage, MailPort, Store } from '../spec/index.ts';

export interface PostmanParts {
  readonly store: Pick<Store, 'approvals'>;
  readonly mail: MailPort;
  readonly links: ApprovalLinks;
  readonly clock: ClockPort;
  readonly log: LogPort;
  /** Where people reach this server: `https://bots.example.org`. */
  readonly url: string;
  readonly everyMs?: number;
}

const EVERY_MS = 5_000;
const AT_ONCE = 20;
const LINK_MS = 7 * 86_400_000;

export interface Postman {
  /** Sends what is due now; answers how many. */
  deliver(): Promise<number>;
  stop(): Promise<void>;
}

export function startPostman({ everyMs = EVERY_MS, ...parts }: PostmanParts): Postman {
  let round: Promise<unknown> = Promise.resolve();
  let forget = () => {};
  let isStopped = false;
  const deliver = () => deliverDue(parts);
  const later = () => {
    if (isStopped) return;
    forget = parts.clock.after(everyMs, () => {
      round = deliver()
        .catch((error: unknown) =>
          parts.log.log('warn', 'mails about approvals were not sent; the next round tries again', { reason: String(error) }),
        )
        .finally(later);
    });
  };
  later();
  return {
    deliver,
    async stop() {
      isStopped = true;
      forget();
      await round;
    },
  };
}

async function deliverDue(parts: Omit<PostmanParts, 'everyMs'>): Promise<number> {
  let sent = 0;
  for (;;) {
    const notices = await parts.store.approvals.takeNotices(AT_ONCE);
    for (const notice of notices) {
      const outcome = await parts.mail.send(mailOf(notice, parts));
      const reason = outcome.outcome === 'done' ? undefined : outcome.reason;
      await parts.store.approvals.noticed(notice, outcome.outcome, reason);
      if (reason === undefined) sent++;
      else
        parts.log.log('warn', 'a mail about an approval did not arrive', {
          approval: notice.approval.id,
          to: notice.to,
          outcome: outcome.outcome,
          reason,
        });
    }
    if (notices.length < AT_ONCE) return sent;
  }
}

function mailOf(
  { approval, who, to, number, isReminder }: ApprovalNotice,
  { links, clock, url }: Omit<PostmanParts, 'everyMs'>,
): MailMessage {
  const { question, due } = approval;
  const expires = Math.min(due ?? Number.POSITIVE_INFINITY, clock.now() + LINK_MS);
  const link = `${url.replace(/\/+$/, '')}/approve/${links.sign({ approval: approval.id, who, expires })}`;
  const lines = [
    question.subject,
    ...(question.details === undefined ? [] : ['', readable(question.details)]),
    '',
    question.mode === 'input' ? 'Answer here:' : 'Decide here:',
    link,
    '',
    `Asked by the bot ${question.bot}. The link is yours alone, works once, and until ${new Date(expires).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
  ];
  return { to, subject: `${isReminder ? 'Reminder: ' : ''}${question.subject}`, text: `${lines.join('\n')}\n`, key: `notice:${number}` };
}

const readable = (details: string): string => JSON.stringify(JSON.parse(details), null, 2);
