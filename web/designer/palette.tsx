/** The palette: every kind of step by name; Enter puts the marked one where the banner says. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { STEP_GROUPS, type StepDescriptor, type StepGroup } from '../../src/language/steps/index.ts';
import { stepDescriptors } from './assets.ts';
import type { Drag } from './canvas/index.ts';
import { lookOf, onDrag } from './canvas/index.ts';
import { found } from './search.ts';
import { MarkSign, Sign } from './signs.tsx';
import { takeTurn } from './turns.ts';

const GROUP_NAMES: Readonly<Record<StepGroup, string>> = {
  common: 'Most used',
  flow: 'Flow',
  talk: 'Talking',
  bots: 'Bots and people',
  events: 'Events and time',
  values: 'Values',
  memory: 'Memory',
  ai: 'Language model',
  web: 'Web',
  messages: 'Messages',
  files: 'Files and tables',
  package: 'About this script',
  language: 'Notes and logs',
};

export function useSteps(): readonly StepDescriptor[] {
  const [steps, setSteps] = useState<readonly StepDescriptor[]>([]);
  useEffect(() => {
    void stepDescriptors().then(setSteps);
  }, []);
  return steps;
}

interface PaletteProps {
  /** “after Say hello”. */
  readonly where: string;
  readonly insert: (step: StepDescriptor) => void;
  /** Nothing: steps are not dragged from here. */
  readonly drag?: (step: StepDescriptor) => Drag | undefined;
  /** Changes when the search shall take the focus. */
  readonly focusTurn: number;
  readonly leave: () => void;
}

export function Palette({ where, insert, drag, focusTurn, leave }: PaletteProps) {
  const steps = useSteps();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  // At once: the next key is meant for it.
  useLayoutEffect(() => {
    if (!takeTurn(focusTurn)) return;
    setQuery('');
    setAt(0);
    search.current?.focus();
  }, [focusTurn]);
  const groups = useMemo(() => grouped(steps, query), [steps, query]);
  const flat = groups.flatMap(([, members]) => members);
  const chosen = flat[Math.min(at, flat.length - 1)];
  const move = (by: number) => {
    const next = Math.max(0, Math.min(flat.length - 1, at + by));
    setAt(next);
    list.current?.querySelectorAll('[role="option"]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  const take = (step: StepDescriptor | undefined) => {
    if (!step) return;
    insert(step);
    setQuery('');
    setAt(0);
  };
  return (
    <div class="palette">
      <div class="searchbox">
        <MarkSign name="search" />
        <input
          ref={search}
          type="search"
          // biome-ignore lint/a11y/noRedundantRoles: without a list of its own, a search field is none
          role="combobox"
          list={undefined}
          aria-label="Add a step"
          aria-controls="palette-list"
          aria-expanded={true}
          aria-activedescendant={chosen ? optionId(chosen) : undefined}
          aria-describedby="palette-where"
          placeholder="Add a step"
          autocomplete="off"
          value={query}
          onInput={({ currentTarget }) => {
            setQuery(currentTarget.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') move(1);
            else if (event.key === 'ArrowUp') move(-1);
            else if (event.key === 'Enter') take(chosen);
            else if (event.key === 'Escape') leave();
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <p class="where" id="palette-where">
        Goes {where}
      </p>
      <div class="entries" id="palette-list" role="listbox" aria-label="Kinds of steps" ref={list}>
        {groups.map(([group, members]) => (
          <div key={group} role="group" aria-label={GROUP_NAMES[group]}>
            <p class="groupname" aria-hidden="true">
              {GROUP_NAMES[group]}
            </p>
            {members.map((step) => {
              const [icon, tone] = lookOf(step.id);
              return (
                <div
                  key={step.id}
                  id={optionId(step)}
                  role="option"
                  tabIndex={-1}
                  class={`entry tone-${tone}`}
                  aria-selected={step === chosen}
                  title={step.summary}
                  onClick={() => take(step)}
                  onKeyDown={(event) => event.key === 'Enter' && take(step)}
                  onPointerDown={(event) => event.button === 0 && drag && onDrag(event, () => drag(step))}
                >
                  <Sign icon={icon === 'log' ? step.icon : icon} />
                  <span>
                    <strong>{step.title}</strong>
                    <small>{step.summary}</small>
                  </span>
                </div>
              );
            })}
          </div>
        ))}
        {flat.length === 0 && steps.length > 0 && <p class="none">No step is called that.</p>}
      </div>
    </div>
  );
}

const optionId = ({ id }: StepDescriptor) => `palette-${id.replaceAll(' ', '-')}`;

function grouped(steps: readonly StepDescriptor[], query: string): readonly (readonly [StepGroup, readonly StepDescriptor[]])[] {
  if (query.trim()) return [['common', found(steps, query, textsOf)]];
  return STEP_GROUPS.map((group): readonly [StepGroup, readonly StepDescriptor[]] => [
    group,
    group === 'common' ? steps.filter(({ isProminent }) => isProminent) : steps.filter((step) => step.group === group && !step.isProminent),
  ]).filter(([, members]) => members.length > 0);
}
const textsOf = ({ title, id, words, summary }: StepDescriptor) => [title, id, words ?? '', summary];
