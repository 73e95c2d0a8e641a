/** Two people changed the same lines: both versions stand side by side, and whoever is here says what becomes of each place. */
import { useState } from 'preact/hooks';
import { type Choice, merge3, resolveConflicts } from '../../src/language/document/index.ts';
import type { Conflicting } from './api.ts';
import { Dialog } from './dialog.tsx';

interface MergeDialogProps {
  readonly mine: string;
  readonly conflict: Conflicting;
  readonly settle: (text: string) => void;
  readonly later: () => void;
}
type Side = 'mine' | 'theirs' | 'both';
const SIDES: readonly (readonly [Side, string])[] = [
  ['mine', 'Keep mine'],
  ['theirs', 'Take theirs'],
  ['both', 'Keep both'],
];

export function MergeDialog({ mine, conflict, settle, later }: MergeDialogProps) {
  const { base, theirs } = conflict;
  const merge = merge3(base, mine, theirs?.text ?? '');
  const [choices, setChoices] = useState<readonly Choice[]>(() => merge.conflicts.map(() => 'both' as const));
  if (!theirs)
    return (
      <Dialog title="The file was deleted" close={later}>
        <p>Somebody else deleted this script while you edited it. Your text is still here.</p>
        <div class="acts">
          <button type="button" class="primary" onClick={() => settle(mine)}>
            Save it again
          </button>
          <button type="button" onClick={later}>
            Not now
          </button>
        </div>
      </Dialog>
    );
  const choose = (at: number, choice: Choice) => setChoices(choices.map((each, i) => (i === at ? choice : each)));
  return (
    <Dialog title="Somebody else changed the same lines" close={later} isWide>
      <p>
        Everything else of both is kept. {merge.conflicts.length === 1 ? 'One place needs' : `${merge.conflicts.length} places need`} your
        word.
      </p>
      <ol class="conflicts">
        {merge.conflicts.map((each, at) => {
          const choice = choices[at];
          const side = typeof choice === 'string' ? choice : undefined;
          return (
            <li key={each.start}>
              <div class="sides">
                <Version name="Mine" text={each.mine} isChosen={side === 'mine' || side === 'both'} />
                <Version name="Theirs" text={each.theirs} isChosen={side === 'theirs' || side === 'both'} />
              </div>
              <div class="acts" role="group" aria-label={`Place ${at + 1}`}>
                {SIDES.map(([value, label]) => (
                  <button key={value} type="button" aria-pressed={side === value} onClick={() => choose(at, value)}>
                    {label}
                  </button>
                ))}
              </div>
            </li>
          );
        })}
      </ol>
      <div class="acts">
        <button type="button" class="primary" onClick={() => settle(resolveConflicts(merge, choices))}>
          Save so
        </button>
        <button type="button" onClick={later}>
          Not now
        </button>
      </div>
    </Dialog>
  );
}

const Version = ({ name, text, isChosen }: { readonly name: string; readonly text: string; readonly isChosen: boolean }) => (
  <figure class={isChosen ? 'version chosen' : 'version'}>
    <figcaption>{isChosen ? `${name} ✓` : name}</figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
    <pre tabIndex={0}>{text === '' ? '(deleted)' : text}</pre>
  </figure>
);
