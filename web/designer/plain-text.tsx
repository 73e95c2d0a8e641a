/** The text as a plain field: on phones, and until the editor is there. What is typed goes to the session edit by edit. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { shortestEdit } from '../../src/language/document/reading.ts';
import type { TextPaneProps } from './text-pane.ts';

export function PlainText({ session }: TextPaneProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const told = useRef('');
  useLayoutEffect(() => {
    const show = () => {
      const area = field.current;
      if (!area || told.current === session.document.text) return;
      const { selectionStart, selectionEnd } = area;
      told.current = session.document.text;
      if (area.value !== shownOf(told.current)) {
        area.value = shownOf(told.current);
        area.setSelectionRange(Math.min(selectionStart, area.value.length), Math.min(selectionEnd, area.value.length));
      }
    };
    show();
    return session.subscribe(show);
  }, [session]);
  useEffect(() => {
    const span = session.chosenSpan;
    const area = field.current;
    if (!span || !area || document.activeElement === area) return;
    area.setSelectionRange(toShown(session.document.text, span.start), toShown(session.document.text, span.end));
  });
  const caret = () => {
    const area = field.current;
    if (area && document.activeElement === area) session.caretAt(toText(session.document.text, area.selectionStart));
  };
  return (
    <textarea
      ref={field}
      class="plaintext"
      aria-label="The script as text"
      spellcheck={false}
      autocapitalize="off"
      autocomplete="off"
      readOnly={session.isReadOnly}
      onInput={({ currentTarget }) => {
        const { text } = session.document;
        const edits = shortestEdit(shownOf(text), currentTarget.value).map(({ start, end, text: put }) => ({
          start: toText(text, start),
          end: toText(text, end),
          text: withEnds(put, text),
        }));
        told.current = '';
        session.type(edits);
      }}
      onKeyUp={caret}
      onClick={caret}
    />
  );
}

/** A text field knows one line end, and browsers count it as one. */
const shownOf = (text: string): string => text.replace(/\r\n?/g, '\n');
/** What was typed gets the line end that the script has. */
const withEnds = (put: string, text: string): string => put.replaceAll('\n', /\r\n|\n|\r/.exec(text)?.[0] ?? '\n');

/** From the field's count, in which CRLF is one, to the text's. */
function toText(text: string, offset: number): number {
  let at = 0;
  for (let shown = 0; shown < offset && at < text.length; shown++)
    at += text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1;
  return at;
}
function toShown(text: string, offset: number): number {
  let shown = 0;
  for (let at = 0; at < offset; shown++) at += text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1;
  return shown;
}
