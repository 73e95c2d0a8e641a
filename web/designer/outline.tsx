/** The script at a glance: its blocks, steps and notes, each a way there. */
import { allPlaces, type Document } from '../../src/language/document/reading.ts';
import { readingOf } from './canvas/index.ts';
import { Sign } from './signs.tsx';

const WORTH = new Set(['if', 'select', 'for', 'forEach', 'loop', 'parallel', 'routine', 'label', 'note', 'text']);
const LONGEST = 400;

export function Outline({ document, go }: { readonly document: Document; readonly go: (anchor: string) => void }) {
  const entries = [...allPlaces(document).values()].filter(
    ({ node }) => node.prefix === 'STEP' || WORTH.has(node.type) || (node.type === 'keyword' && node.lanes.length > 0),
  );
  if (entries.length === 0) return <p class="none">Blocks, steps and notes of the script stand here.</p>;
  return (
    <nav class="outline" aria-label="Outline">
      <ol>
        {entries.slice(0, LONGEST).map((place) => {
          const { icon, tone, plain, prefix } = readingOf(place.node);
          let depth = 0;
          for (let at = place.parent; at; at = at.parent) depth++;
          return (
            <li key={place.node.id}>
              <button type="button" class={`depth${Math.min(depth, 4)} tone-${tone}`} onClick={() => go(place.node.anchor)}>
                <Sign icon={icon} />
                <span>{prefix ? `${prefix}: ${plain}` : plain}</span>
              </button>
            </li>
          );
        })}
      </ol>
      {entries.length > LONGEST && <p class="none">{entries.length - LONGEST} more</p>}
    </nav>
  );
}
