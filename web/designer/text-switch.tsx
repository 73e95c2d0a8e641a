/** The text pane: the editor, loaded when the pane is first shown; on phones a plain field. */
import { lazy } from './lazy.tsx';
import { PlainText } from './plain-text.tsx';
import type { TextPaneProps } from './text-pane.ts';

const Editor = lazy(() => import('./text/index.ts').then(({ TextPane }) => TextPane));

export const TextPane = ({ isPlain, ...props }: TextPaneProps & { readonly isPlain: boolean }) =>
  isPlain ? <PlainText {...props} /> : <Editor {...props} />;
