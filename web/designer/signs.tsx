/** The sign of each kind of step: one stroke drawing each; the words beside it say the same. */
import type { StepIcon } from '../../src/language/steps/index.ts';

const SIGNS: Readonly<Record<StepIcon, string>> = {
  talk: 'M4 6.500a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-6l-4.500 4v-4H6a2 2 0 0 1-2-2z',
  ask: 'M4 6.500a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-6l-4.500 4v-4H6a2 2 0 0 1-2-2zM10 8.500a2 2 0 1 1 2.600 1.900c-.4.100-.6.400-.6.800M12 13.200v.1',
  bot: 'M12 3.500v3M6 6.500h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2zM9 11v1.500M15 11v1.500M9.500 15.500h5M2 11v3M22 11v3',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.500 20.500c.5-4 3.500-6 7.500-6M14.500 18.500l2 2 4-4.500',
  branch: 'M12 3v5M12 8L6 14v6M12 8l6 6v6M3.500 17.500L6 20l2.500-2.500M15.500 17.500L18 20l2.500-2.500',
  loop: 'M4.500 12a7.500 7.500 0 0 1 13-5.100L20 9.500M20 4.500v5h-5M19.500 12a7.500 7.500 0 0 1-13 5.100L4 14.500M4 19.500v-5h5',
  parallel: 'M12 3v3M5 10V6h14v4M5 10v8M12 6v12M19 10v8M5 18h14M12 18v3',
  set: 'M5 9h14M5 15h14',
  call: 'M5 4.500h14v15H5zM9 9.500l3 2.500-3 2.500M13.500 15H16',
  memory:
    'M5 6.500c0-1.700 3.100-3 7-3s7 1.300 7 3-3.100 3-7 3-7-1.300-7-3zM5 6.500v11c0 1.700 3.100 3 7 3s7-1.300 7-3v-11M5 12c0 1.700 3.100 3 7 3s7-1.300 7-3',
  ai: 'M12 3l1.900 5.600L19.500 10.500l-5.600 1.900L12 18l-1.900-5.600L4.500 10.500l5.600-1.900zM18.500 16v4.500M16.200 18.200h4.600',
  web: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM3.500 12h17M12 3.500c3 2.500 3 14.500 0 17M12 3.500c-3 2.500-3 14.500 0 17',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  clock: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM12 7.500V12l3 2',
  event: 'M13 3L5 13.500h6L10.500 21 19 10.500h-6.500z',
  flow: 'M4 4.500h6v5H4zM14 14.500h6v5h-6zM7 9.500v4a3.500 3.500 0 0 0 3.500 3.500H14',
  package: 'M12 3.500l8 4v9l-8 4-8-4v-9zM4 7.500l8 4 8-4M12 11.500v9',
  stop: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM9 9h6v6H9z',
  jump: 'M5 18v-5a4 4 0 0 1 4-4h10M15 5l4 4-4 4',
  guard: 'M12 3.500l7 2.500v5.500c0 4.500-3 7.500-7 9-4-1.500-7-4.500-7-9V6zM12 8.500v4M12 15.500v.1',
  note: 'M4.500 4.500h15v9.500l-5.500 5.500H4.500zM19.500 14H14v5.500',
  comment: 'M6 7h12M6 12h12M6 17h7',
  text: 'M8 7l-5 5 5 5M16 7l5 5-5 5',
  file: 'M6 3.500h8l4.500 4.500v12.500H6zM14 3.500V8h4.500',
  data: 'M4 5h16v14H4zM4 10h16M10 10v9',
  log: 'M5 4.500h14v15H5zM8.500 9h7M8.500 12.500h7M8.500 16h4',
};

export const Sign = ({ icon }: { readonly icon: StepIcon }) => (
  <svg class="sign" viewBox="0 0 24 24" aria-hidden="true">
    <path d={SIGNS[icon]} />
  </svg>
);

const MARKS = {
  running: 'M12 4a8 8 0 1 1-7.600 5.500',
  done: 'M5 12.500l4.500 4.500L19 7.500',
  failed: 'M6 6l12 12M18 6L6 18',
  waiting: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM12 7.500V12l3 2',
  skipped: 'M5 6l7 6-7 6M13 6l7 6-7 6',
  added: 'M12 5v14M5 12h14',
  changed: 'M4 20l1-4L16.500 4.500a2 2 0 0 1 3 3L8 19z',
  moved: 'M12 4v16M7 9l5-5 5 5M7 15l5 5 5-5',
  removed: 'M5 12h14',
  fold: 'M6 9.500l6 6 6-6',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  undo: 'M9 14.500L4 9.500l5-5M4 9.500h10a5.500 5.500 0 0 1 0 11h-3',
  redo: 'M15 14.500l5-5-5-5M20 9.500H10a5.500 5.500 0 0 0 0 11h3',
  close: 'M6 6l12 12M18 6L6 18',
  trash: 'M4.500 6.500h15M9.500 6.500v-2h5v2M6.500 6.500l1 13.500h9l1-13.500M10 10.500v6M14 10.500v6',
  copy: 'M8.500 8.500h11v11h-11zM15.500 8.500v-4h-11v11h4',
  more: 'M12 5.500v.1M12 12v.1M12 18.500v.1',
  search: 'M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500L20 20',
  warning: 'M12 4l9 16H3zM12 10v4.500M12 17.200v.1',
} as const;
export type MarkName = keyof typeof MARKS;

export const MarkSign = ({ name }: { readonly name: MarkName }) => (
  <svg class="marksign" viewBox="0 0 24 24" aria-hidden="true">
    <path d={MARKS[name]} />
  </svg>
);
