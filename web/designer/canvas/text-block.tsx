/** Lines that do not read as BASIC, shown as they stand; edited in place where that is allowed. */
import { useEffect, useRef, useState } from 'preact/hooks';

interface TextBlockProps {
  readonly text: string;
  readonly label: string;
  readonly replace?: (text: string) => void;
  readonly isInTabOrder?: boolean;
}

export function TextBlock({ text, label, replace, isInTabOrder }: TextBlockProps) {
  const [draft, setDraft] = useState<string>();
  const latest = useRef<{ draft: string | undefined; replace: TextBlockProps['replace'] }>({ draft, replace });
  latest.current = { draft, replace };
  const shown = text.replace(/(?:\r\n|\n|\r)$/, '');
  const commit = () => {
    const { draft: written, replace: put } = latest.current;
    latest.current.draft = undefined;
    setDraft(undefined);
    if (written !== undefined && written !== shown) put?.(written + text.slice(shown.length));
  };
  useEffect(() => {
    const leave = () => document.visibilityState === 'hidden' && commit();
    document.addEventListener('visibilitychange', leave);
    return () => document.removeEventListener('visibilitychange', leave);
  });
  const value = draft ?? shown;
  if (!replace) return <pre class="verbatim">{value}</pre>;
  return (
    <textarea
      class="verbatim"
      aria-label={label}
      spellcheck={false}
      tabIndex={isInTabOrder ? 0 : -1}
      rows={Math.min(12, value.split('\n').length)}
      value={value}
      onInput={({ currentTarget }) => setDraft(currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) commit();
        else if (event.key === 'Escape') {
          latest.current.draft = undefined;
          setDraft(undefined);
          (event.currentTarget.closest('[role="treeitem"]') as HTMLElement | null)?.focus();
        } else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
