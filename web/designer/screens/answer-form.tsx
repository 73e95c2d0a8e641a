/** What a person is asked, answered inside the step that waits for it. */
import { useState } from 'preact/hooks';
import type { ApiError } from '../../api.ts';
import { type Approval, decide } from '../../runs/api.ts';
import { Trouble } from '../../runs/frame.tsx';
import { asError, author } from './api.ts';

interface AnswerProps {
  readonly approval: Approval;
  readonly reload: () => void;
}

export function AnswerForm({ approval, reload }: AnswerProps) {
  const { id, mode, subject, from, need, votes } = approval;
  const [words, setWords] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const say = async (decision: 'approve' | 'reject' | 'answer') => {
    setIsBusy(true);
    const people = from.filter((each) => !each.startsWith('role:'));
    const roles = from.flatMap((each) => (each.startsWith('role:') ? [each.slice('role:'.length)] : []));
    const answer = decision === 'answer' ? { data: words } : words ? { comment: words } : {};
    await decide(id, decision, { by: people[0] ?? author(), ...(roles.length > 0 && { roles }), ...answer }).then(
      () => setError(undefined),
      (failure: unknown) => setError(asError(failure)),
    );
    setIsBusy(false);
    reload();
  };
  return (
    <form
      class="answer"
      aria-label={subject || 'May it go on?'}
      onSubmit={(event) => {
        event.preventDefault();
        if (mode === 'input' && words) void say('answer');
      }}
    >
      <p>
        <strong>{subject || 'May it go on?'}</strong>{' '}
        <span class="soft">{`${from.join(', ') || 'Anybody'} may answer${need > 1 ? `; ${votes.length} of ${need} said yes` : ''}.`}</span>
      </p>
      <label>
        <span>{mode === 'input' ? 'Answer' : 'Comment'}</span>
        <input type="text" value={words} onInput={({ currentTarget }) => setWords(currentTarget.value)} />
      </label>
      <div class="acts">
        {mode === 'input' ? (
          <button type="submit" class="yes" disabled={isBusy || words === ''}>
            Answer
          </button>
        ) : (
          <>
            <button type="button" class="yes" disabled={isBusy} onClick={() => void say('approve')}>
              Approve
            </button>
            <button type="button" disabled={isBusy} onClick={() => void say('reject')}>
              Reject
            </button>
          </>
        )}
      </div>
      <div role="status">{error && <Trouble error={error} />}</div>
    </form>
  );
}
