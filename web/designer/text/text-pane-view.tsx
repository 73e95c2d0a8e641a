/** The text pane: the editor in its place, loaded when it is first shown. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TextPaneProps } from '../text-pane.ts';
import { type MountedEditor, mountEditor } from './editor.ts';

export function TextPane({ session, say }: TextPaneProps) {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'there' | { readonly why: string }>('loading');
  useEffect(() => {
    let isOver = false;
    let editor: MountedEditor | undefined;
    setState('loading');
    mountEditor(place.current as HTMLElement, { session, say }).then(
      (mounted) => {
        if (isOver) return mounted.dispose();
        editor = mounted;
        setState('there');
      },
      (error: unknown) => {
        if (!isOver) setState({ why: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      isOver = true;
      editor?.dispose();
    };
  }, [session]);
  return (
    <div class="texteditor">
      {state === 'loading' && <p role="status">The editor is being loaded…</p>}
      {typeof state === 'object' && <p role="alert">The editor could not be loaded: {state.why}. Reload the page to try again.</p>}
      <div class="editor" ref={place} />
    </div>
  );
}
