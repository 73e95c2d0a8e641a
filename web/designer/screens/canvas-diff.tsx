/** Two versions of a script as canvases: what was added, changed, moved and taken out. */
import { useMemo } from 'preact/hooks';
import { type Document, diffTrees, textOf } from '../../../src/language/document/index.ts';
import { CanvasView, type ChangeMark } from '../canvas/index.ts';
import { read } from './reader.ts';

interface DiffProps {
  readonly before: string;
  readonly after: string;
}

const COUNTED: readonly (readonly [ChangeMark, string])[] = [
  ['added', 'added'],
  ['changed', 'changed'],
  ['moved', 'moved'],
  ['removed', 'removed'],
];

export function CanvasDiff({ before, after }: DiffProps) {
  const { a, b, inA, inB, counts } = useMemo(() => {
    const [a, b] = [read(before), read(after)];
    const changes = diffTrees(a, b);
    const inA = new Map(changes.flatMap(({ kind, before: anchor }) => (anchor === undefined ? [] : [[anchor, kind] as const])));
    const inB = new Map(changes.flatMap(({ kind, after: anchor }) => (anchor === undefined ? [] : [[anchor, kind] as const])));
    const counts = COUNTED.flatMap(([kind, word]) => {
      const count = changes.filter((each) => each.kind === kind).length;
      return count > 0 ? [`${count} ${word}`] : [];
    });
    return { a, b, inA, inB, counts };
  }, [before, after]);
  return (
    <>
      <p class="soft counts">{counts.length > 0 ? `Steps: ${counts.join(', ')}.` : 'The steps are the same.'}</p>
      <div class="twocanvases">
        <Side title="Before" document={a} changes={inA} />
        <Side title="After" document={b} changes={inB} />
      </div>
    </>
  );
}

const Side = ({
  title,
  document,
  changes,
}: {
  readonly title: string;
  readonly document: Document;
  readonly changes: ReadonlyMap<string, ChangeMark>;
}) => (
  <section aria-label={title}>
    <h2>{title}</h2>
    <div class="side">
      <CanvasView
        root={document.root}
        changes={changes}
        textOf={({ anchor }) => textOf(document, anchor)}
        label={`Steps ${title.toLowerCase()}`}
        zoom={0.8}
      />
    </div>
  </section>
);
