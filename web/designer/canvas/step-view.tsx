/** One step as it is drawn: its card, and its lanes below it. Drawn again only when the node itself or a mark on it changed. */
import { Component, type ComponentChildren } from 'preact';
import type { Lane, Node } from '../../../src/language/document/reading.ts';
import type { Parts } from '../../../src/language/steps/index.ts';
import { MarkSign, Sign } from '../signs.tsx';
import { roomOf } from './measure.ts';
import { isFolded, laneSentence, readingOf, shapeOf, uncommented } from './reading.ts';
import { TextBlock } from './text-block.tsx';
import { type ChangeMark, laneKey, type RunMark } from './types.ts';

/** What is the same for all steps of a canvas; a new object only when something in it changed. */
export interface Scene {
  readonly isEditable: boolean;
  readonly folded?: ReadonlySet<string>;
  readonly runs?: ReadonlyMap<string, RunMark>;
  readonly changes?: ReadonlyMap<string, ChangeMark>;
  readonly textOf: (node: Node) => string;
  readonly replaceText: (anchor: string, text: string) => void;
}
interface StepProps {
  readonly node: Node;
  readonly level: number;
  readonly scene: Scene;
}

export class StepView extends Component<StepProps> {
  override shouldComponentUpdate(next: StepProps): boolean {
    const { node, level, scene } = this.props;
    if (node !== next.node || level !== next.level || scene.isEditable !== next.scene.isEditable) return true;
    if (scene === next.scene) return false;
    if (node.lanes.length > 0) return true;
    return (
      scene.runs?.get(node.anchor) !== next.scene.runs?.get(node.anchor) ||
      scene.changes?.get(node.anchor) !== next.scene.changes?.get(node.anchor)
    );
  }

  override render({ node, level, scene }: StepProps): ComponentChildren {
    const closed = isFolded(node, scene.folded);
    const reading = readingOf(node, closed);
    const run = scene.runs?.get(node.anchor);
    const change = scene.changes?.get(node.anchor);
    const { columns, rows } = roomOf(node, scene.folded);
    const isOpenable = node.lanes.length > 0;
    const name = [reading.prefix, reading.plain].filter(Boolean).join(', ');
    return (
      <li
        class={`step ${shapeOf(node)} ${run ? `run-${run.state}` : ''} ${change ? `change-${change}` : ''}`}
        role="none"
        data-key={node.anchor}
        data-name={name}
        style={{ containIntrinsicSize: `${columns * 21}rem auto ${rows * 5}rem` }}
      >
        <div
          class={`card tone-${reading.tone} kind-${node.type}`}
          role="treeitem"
          tabIndex={-1}
          aria-level={level}
          aria-selected={false}
          {...(isOpenable && { 'aria-expanded': !closed })}
        >
          <Sign icon={reading.icon} />
          <div class="says">
            {node.lead && <Remark text={uncommented(scene.textOf(node).slice(node.lead.start, node.lead.end))} />}
            {reading.prefix && <p class="prefix">{reading.prefix}</p>}
            <Words node={node} parts={reading.parts} scene={scene} />
            {node.comment && <Remark text={uncommented(scene.textOf(node).slice(node.comment.start, node.comment.end))} />}
            {node.isOpen && (
              <p class="warns">
                <MarkSign name="warning" /> This block is not closed.
              </p>
            )}
          </div>
          {run && <Badge kind={run.state} text={run.text} />}
          {run?.inside && <div class="inside">{run.inside}</div>}
          {change && <Badge kind={change} />}
          {isOpenable && (
            <button type="button" class="fold" tabIndex={-1} data-act="fold" aria-hidden="true" title={closed ? 'Open' : 'Close'}>
              <MarkSign name="fold" />
              {closed && <span class="count">{countOf(node)}</span>}
            </button>
          )}
        </div>
        {isOpenable && !closed && <Lanes node={node} level={level} scene={scene} />}
        <Gap isEditable={scene.isEditable} />
      </li>
    );
  }
}

function Words({ node, parts, scene }: { readonly node: Node; readonly parts: Parts; readonly scene: Scene }) {
  if (node.type === 'text' || node.type === 'prose')
    return (
      <TextBlock
        text={scene.textOf(node)}
        label={node.type === 'prose' ? 'A text for the model' : 'Text block: does not read as BASIC yet'}
        {...(scene.isEditable && { replace: (text: string) => scene.replaceText(node.anchor, text) })}
      />
    );
  return (
    <p class="sentence">
      {parts.map(({ kind, text }, i) =>
        kind === 'say' ? (
          text
        ) : (
          <span key={i} class={kind}>
            {text}
          </span>
        ),
      )}
    </p>
  );
}

const Remark = ({ text }: { readonly text: string }) => <p class="remark">{text}</p>;

const WORDS: Readonly<Record<string, string>> = {
  running: 'running',
  done: 'done',
  failed: 'failed',
  waiting: 'waiting',
  skipped: 'skipped',
};
const Badge = ({ kind, text }: { readonly kind: RunMark['state'] | ChangeMark; readonly text?: string | undefined }) => (
  <span class={`badge ${kind}`}>
    <MarkSign name={kind} />
    {`${WORDS[kind] ?? kind}${text ? ` · ${text}` : ''}`}
  </span>
);

/** The way to the next step, and the place to put one between: for pointers, as are the other signs here; keys and the bar of a phone do the same. */
export const Gap = ({ isEditable }: { readonly isEditable: boolean }) =>
  isEditable ? (
    <button type="button" class="gap" tabIndex={-1} data-act="add" aria-hidden="true" title="Add a step here">
      <MarkSign name="plus" />
    </button>
  ) : (
    <span class="gap" />
  );

function Lanes({ node, level, scene }: StepProps) {
  const shape = shapeOf(node);
  const more = scene.isEditable && shape === 'columns' ? MORE[(node.inner ?? node.statement)?.kind ?? ''] : undefined;
  const hasElse = node.lanes.some(({ key }) => key === 'else');
  return (
    <ol class="lanes" role="group">
      {node.lanes.map((lane) => (
        <LaneView
          key={lane.key}
          node={node}
          lane={lane}
          level={level + 1}
          scene={scene}
          more={lane === node.lanes.at(-1) ? more?.(hasElse) : undefined}
        />
      ))}
    </ol>
  );
}
const MORE: Readonly<Record<string, (hasElse: boolean) => string>> = {
  if: (hasElse) => (hasElse ? 'Add another condition' : 'Add “otherwise”'),
  select: () => 'Add a case',
  parallel: () => 'Add a branch',
};

function LaneView({
  node,
  lane,
  level,
  scene,
  more,
}: {
  readonly node: Node;
  readonly lane: Lane;
  readonly level: number;
  readonly scene: Scene;
  readonly more?: string | undefined;
}) {
  const parts = laneSentence(node, lane);
  return (
    <li class="lane" role="none" data-key={laneKey(node.anchor, lane.key)}>
      <p
        class="lanename"
        role="treeitem"
        tabIndex={-1}
        aria-level={level}
        aria-selected={false}
        {...(lane.children.length > 0 && { 'aria-expanded': true })}
      >
        {parts.map(({ kind, text }, i) =>
          kind === 'say' ? (
            text
          ) : (
            <span key={i} class={kind}>
              {text}
            </span>
          ),
        )}
      </p>
      {more && (
        <button type="button" class="morelanes" tabIndex={-1} data-act="lane" aria-hidden="true" title={more}>
          <MarkSign name="plus" />
        </button>
      )}
      <Gap isEditable={scene.isEditable} />
      {lane.children.length > 0 && (
        <ol role="group" class="steps">
          {lane.children.map((child) => (
            <StepView key={child.id} node={child} level={level + 1} scene={scene} />
          ))}
        </ol>
      )}
    </li>
  );
}

function countOf(node: Node): string {
  const count = stepsIn(node);
  return count === 1 ? '1 step' : `${count} steps`;
}
const stepsIn = (node: Node): number =>
  node.lanes.reduce((sum, lane) => sum + lane.children.reduce((inner, child) => inner + 1 + stepsIn(child), 0), 0);
