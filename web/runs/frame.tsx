/** What the operator's pages share: the way from one to the other, and how times and states are written. */
import type { ComponentChildren } from 'preact';
import type { ApiError } from '../api.ts';
import { askForPalette } from '../commands.ts';
import { Notice } from '../notice.tsx';

export type PageName = 'automations' | 'templates' | 'runs' | 'approvals' | 'triggers' | 'bots';
const PAGES: readonly (readonly [PageName, string, string])[] = [
  ['automations', '/designer', 'Automations'],
  ['templates', '/designer/templates', 'Templates'],
  ['runs', '/runs', 'Runs'],
  ['approvals', '/approvals', 'Approvals'],
  ['triggers', '/designer/triggers', 'Triggers'],
  ['bots', '/designer/bots', 'Bots'],
];

interface FrameProps {
  readonly page: PageName | undefined;
  /** As tall as the window, its parts scroll. */
  readonly isTall?: boolean;
  readonly children: ComponentChildren;
}

export const Frame = ({ page, isTall, children }: FrameProps) => (
  <div class={isTall ? 'operator tall' : 'operator'}>
    <header>
      <nav aria-label="Pages">
        {PAGES.map(([name, path, title]) => (
          <a key={name} href={path} aria-current={page === name ? 'page' : undefined}>
            {title}
          </a>
        ))}
        <a href="/">Chat</a>
        <button type="button" class="find" onClick={askForPalette}>
          Find <kbd>Ctrl K</kbd>
        </button>
      </nav>
    </header>
    <main>{children}</main>
  </div>
);

export const State = ({ state }: { readonly state: string }) => <span class={`state ${state}`}>{state}</span>;

export const Trouble = ({ error }: { readonly error: ApiError }) => <Notice kind="trouble" title={error.message} text={error.help} />;

export const Moment = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={new Date(at).toLocaleString()}>
    {moment(at)}
  </time>
);

export function moment(at: string, now = new Date()): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return date.toDateString() === now.toDateString()
    ? time
    : `${date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}, ${time}`;
}

export function span(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 86_400_000 ? `${(ms / 3_600_000).toFixed(1)} h` : `${(ms / 86_400_000).toFixed(1)} days`;
}
