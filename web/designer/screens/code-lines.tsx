/** The text of a script to read, each line with the state of the step that begins in it. */
import { useEffect, useRef } from 'preact/hooks';
import { splitLines } from '../../../src/language/document/reading.ts';
import type { RunState } from '../canvas/index.ts';
import { MarkSign } from '../signs.tsx';

interface CodeProps {
  readonly text: string;
  readonly label: string;
  readonly states: ReadonlyMap<number, RunState>;
  /** The line of the chosen step; 0: none. */
  readonly chosen: number;
  readonly choose: (line: number) => void;
}

export function CodeLines({ text, label, states, chosen, choose }: CodeProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (chosen > 0) list.current?.children[chosen - 1]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const onClick = ({ target }: MouseEvent) => {
    const line = Number((target as HTMLElement).closest<HTMLElement>('li')?.dataset.line);
    if (line) choose(line);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="code" aria-label={label} tabIndex={0}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the canvas beside it is walked by keyboard */}
      <ol ref={list} onClick={onClick}>
        {splitLines(text).map((line, i) => {
          const state = states.get(i + 1);
          return (
            <li key={i} data-line={i + 1} class={[state && `at-${state}`, chosen === i + 1 && 'is-chosen'].filter(Boolean).join(' ')}>
              <span class="linestate">
                {state && <MarkSign name={state} />}
                {state && <span class="hidden">{state}</span>}
              </span>
              <code>{line.replace(/[\r\n]+$/, '') || ' '}</code>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
