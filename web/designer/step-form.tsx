/** The form of the chosen step: what it does in a sentence, its fields, its own lines of BASIC. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Field, type Node, placeOf } from '../../src/language/document/reading.ts';
import { type Parts, plain, type StepDescriptor } from '../../src/language/steps/index.ts';
import { laneSentence, readingOf, splitKey, TextBlock } from './canvas/index.ts';
import { FieldInput, type Offers } from './field-input.tsx';
import { useSteps } from './palette.tsx';
import type { Session } from './session.ts';
import { MarkSign, Sign } from './signs.tsx';
import { takeTurn } from './turns.ts';

interface StepFormProps {
  readonly session: Session;
  readonly offers: Offers;
  /** Changes when the first field shall take the focus. */
  readonly focusTurn: number;
  readonly remove: (anchors: readonly string[]) => void;
  readonly leave: () => void;
}
const LONGEST_SHOWN = 60;

export function StepForm({ session, offers, focusTurn, remove, leave }: StepFormProps) {
  const steps = useSteps();
  const form = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!takeTurn(focusTurn)) return;
    const find = (selector: string) => form.current?.querySelector<HTMLElement>(selector);
    const first = find('.fields :is(input, textarea)') ?? find('.verbatim') ?? find('button');
    first?.focus();
    if (first instanceof HTMLInputElement) first.select();
  }, [focusTurn]);
  const { anchor, lane } = splitKey(session.selection.focus);
  const place = placeOf(session.document, anchor);
  const many = session.selection.chosen.length;
  if (!place) return <p class="none">Choose a step to see what it does, or add one.</p>;
  const { node } = place;
  const shownLane = node.lanes.find(({ key }) => key === lane);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc leads back to the canvas from every field
    <div
      class="stepform"
      ref={form}
      key={node.id}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        leave();
      }}
    >
      {many > 1 ? (
        <Several session={session} remove={remove} />
      ) : (
        <One session={session} node={node} steps={steps} offers={offers} remove={remove} />
      )}
      {shownLane && <LaneForm session={session} node={node} lane={shownLane} offers={offers} />}
    </div>
  );
}

function Several({ session, remove }: Pick<StepFormProps, 'session' | 'remove'>) {
  const { chosen } = session.selection;
  return (
    <>
      <h2>{chosen.length} steps</h2>
      {!session.isReadOnly && (
        <div class="acts">
          <button type="button" onClick={() => session.run({ kind: 'duplicate', anchors: chosen })}>
            <MarkSign name="copy" /> Duplicate
          </button>
          <button type="button" onClick={() => remove(chosen)}>
            <MarkSign name="trash" /> Delete
          </button>
        </div>
      )}
    </>
  );
}

interface OneProps {
  readonly session: Session;
  readonly node: Node;
  readonly steps: readonly StepDescriptor[];
  readonly offers: Offers;
  readonly remove: (anchors: readonly string[]) => void;
}
function One({ session, node, steps, offers, remove }: OneProps) {
  const reading = readingOf(node);
  const known = steps.find(({ id }) => id === reading.id);
  const { isReadOnly } = session;
  const write = (field: Field) => (text: string) => {
    const anchor = session.selection.focus;
    return tried(session, { kind: 'setField', anchor: splitKey(anchor).anchor, field: field.name, text });
  };
  const input = (field: Field) => (
    <FieldInput
      key={field.name}
      field={field}
      known={known?.fields.find(({ name }) => name === field.name) ?? PLAIN_FIELDS[field.name]}
      offers={offers}
      isReadOnly={isReadOnly}
      write={write(field)}
    />
  );
  const isWritten = (field: Field) => !field.isOptional || field.text !== '';
  const fields = RAW.has(node.type) ? [] : node.fields;
  const optional = fields.filter((field) => !isWritten(field));
  const text = session.linesOf(node.anchor);
  const isShort = text.split('\n').length <= LONGEST_SHOWN;
  const isInline = node.lanes.length > 0 && node.inner?.kind === 'if' && node.inner.form === 'line';
  return (
    <>
      <header class={`formhead tone-${reading.tone}`}>
        <Sign icon={reading.icon} />
        <div>
          <p class="kindname">{[reading.prefix, known?.title].filter(Boolean).join(' · ') || 'Step'}</p>
          <h2>
            <Spoken parts={reading.parts} />
          </h2>
        </div>
      </header>
      <div class="fields">
        {fields.filter(isWritten).map(input)}
        {optional.length > 0 && (
          <details class="optional">
            <summary>{optional.length === 1 ? 'One more setting' : `${optional.length} more settings`}</summary>
            {optional.map(input)}
          </details>
        )}
        <CommentField session={session} node={node} />
      </div>
      {!isReadOnly && (
        <div class="acts">
          {(isInline || !node.isMovable) && (
            <button type="button" onClick={() => session.run({ kind: 'makeBlock', anchor: node.anchor })}>
              Make it a block
            </button>
          )}
          <button type="button" onClick={() => session.run({ kind: 'duplicate', anchors: [node.anchor] })}>
            <MarkSign name="copy" /> Duplicate
          </button>
          <button type="button" onClick={() => remove([node.anchor])}>
            <MarkSign name="trash" /> Delete
          </button>
        </div>
      )}
      <section class="lines-of" aria-label="Its lines">
        <h3>Its lines of BASIC</h3>
        {isShort ? (
          <TextBlock
            text={text}
            label="Its lines of BASIC"
            isInTabOrder
            {...(!isReadOnly && { replace: (written: string) => session.run({ kind: 'replaceText', anchor: node.anchor, text: written }) })}
          />
        ) : (
          <p class="none">{text.split('\n').length} lines: see them as text.</p>
        )}
      </section>
      {known && <p class="about">{known.summary}</p>}
    </>
  );
}
const RAW = new Set(['text', 'comment', 'note', 'prose']);
const PLAIN_FIELDS = {
  target: {
    name: 'target',
    label: 'Keep as',
    summary: 'The variable that holds the result.',
    kind: 'target',
    type: 'target',
    isOptional: false,
  },
  'STEP.n': {
    name: 'STEP.n',
    label: 'Step',
    summary: 'Its number or name in the workflow.',
    kind: 'operand',
    type: 'value',
    isOptional: false,
  },
} as const as Readonly<Record<string, import('../../src/language/steps/index.ts').StepField>>;

export const Spoken = ({ parts }: { readonly parts: Parts }) => (
  <>
    {parts.map(({ kind, text }, i) =>
      kind === 'say' ? (
        text
      ) : (
        <span key={i} class={kind}>
          {text}
        </span>
      ),
    )}
  </>
);

function CommentField({ session, node }: { readonly session: Session; readonly node: Node }) {
  if (node.type === 'text' || node.type === 'prose') return null;
  const isRemark = node.type === 'comment' || node.type === 'note';
  const field: Field = {
    name: 'comment',
    kind: isRemark ? 'text' : 'word',
    label: 'Note',
    isOptional: true,
    text: session.commentOf(node.anchor),
  };
  const about = isRemark ? 'For people; the bot does not read it.' : 'For people; stands at the end of the line.';
  const known = {
    name: 'comment',
    label: isRemark ? 'Text' : 'Note',
    summary: about,
    kind: 'word',
    type: 'word',
    isOptional: true,
  } as const;
  const write = (text: string) => tried(session, { kind: 'setComment', anchor: node.anchor, text });
  return <FieldInput field={field} known={known} offers={NO_OFFERS} isReadOnly={session.isReadOnly} write={write} />;
}
const NO_OFFERS: Offers = { variables: [], bots: [], scripts: [] };

interface LaneFormProps extends Pick<OneProps, 'session' | 'node' | 'offers'> {
  readonly lane: Node['lanes'][number];
}
function LaneForm({ session, node, lane, offers }: LaneFormProps) {
  const canGo = !['then', 'body', 'before'].includes(lane.key) && !session.isReadOnly;
  return (
    <section class="laneform" aria-label="This way">
      <h3>{plain(laneSentence(node, lane))}</h3>
      {lane.fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          known={undefined}
          offers={offers}
          isReadOnly={session.isReadOnly}
          write={(text) => tried(session, { kind: 'setField', anchor: node.anchor, field: field.name, text })}
        />
      ))}
      {canGo && (
        <button type="button" class="quiet" onClick={() => session.run({ kind: 'removeLane', anchor: node.anchor, lane: lane.key })}>
          <MarkSign name="trash" /> Remove this way
        </button>
      )}
    </section>
  );
}

/** What cannot be written so is told beside the field, and nothing is lost of what was typed there. */
const tried = (session: Session, operation: Parameters<Session['run']>[0]): string | undefined => session.run(operation, true);
