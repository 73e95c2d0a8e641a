/** Below the canvas: what is wrong, which variables there are, the last runs of the bot. */
import type { Problem } from './api.ts';
import type { RunMark } from './canvas/index.ts';
import { lazy } from './lazy.tsx';
import type { Session } from './session.ts';
import { variablesOf } from './variables.ts';

export type BottomTab = 'problems' | 'variables' | 'test' | 'runs';
export interface BottomProps {
  readonly session: Session;
  readonly tab: BottomTab | undefined;
  readonly open: (tab: BottomTab | undefined) => void;
  readonly go: (anchor: string) => void;
  readonly goOffset: (offset: number) => void;
  /** What publishing said of the whole package. */
  readonly published: readonly Problem[];
  readonly marked: (runs: ReadonlyMap<string, RunMark> | undefined) => void;
}
const NAMES: Readonly<Record<BottomTab, string>> = { problems: 'Problems', variables: 'Variables', test: 'Test', runs: 'Runs' };

export function Bottom(props: BottomProps) {
  const { session, tab, open } = props;
  const counts: Partial<Record<BottomTab, number>> = {
    problems: session.document.diagnostics.length + props.published.length,
    variables: variablesOf(session.document).length,
  };
  return (
    <section class="bottom" aria-label="Details">
      <div class="tabs">
        {(Object.keys(NAMES) as BottomTab[]).map((each) => (
          <button
            key={each}
            type="button"
            aria-expanded={tab === each}
            aria-controls="bottom-panel"
            onClick={() => open(tab === each ? undefined : each)}
          >
            {NAMES[each]}
            {counts[each] !== undefined && (
              <span class={each === 'problems' && counts[each] ? 'number trouble' : 'number'}>{counts[each]}</span>
            )}
          </button>
        ))}
      </div>
      {tab && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <div class="panel" id="bottom-panel" tabIndex={0} role="region" aria-label={NAMES[tab]}>
          <Panel {...props} />
        </div>
      )}
    </section>
  );
}

const Panel = lazy(() => import('./bottom-panel.tsx').then(({ BottomPanel }) => BottomPanel));
