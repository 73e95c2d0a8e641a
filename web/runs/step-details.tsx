/** What is told of one step: its facts, what it was given, what came of it. */
import type { Step } from './api.ts';
import { moment, span } from './frame.tsx';

export const Details = ({ step }: { readonly step: Step }) => (
  <aside class="details" aria-label="The chosen step">
    <h2>{step.keyword === 'STEP' ? `Step ${step.label}` : step.keyword}</h2>
    <StepFacts step={step} />
  </aside>
);

/** `runs`: where pages of runs begin. */
export const StepFacts = ({ step, runs = '/runs' }: { readonly step: Step; readonly runs?: string }) => (
  <>
    <dl>
      <Fact name="State" value={step.state} />
      <Fact name="Source" value={step.line === undefined ? undefined : `${step.script}:${step.line}`} />
      <Fact name="Begun" value={moment(step.startedAt)} />
      <Fact name="Took" value={step.endedAt && span(Date.parse(step.endedAt) - Date.parse(step.startedAt))} />
      <Fact name="Tries" value={step.tries > 1 ? String(step.tries) : undefined} />
      <Fact name="Decided by" value={step.decidedBy} />
      <Fact
        name="Waits for"
        value={
          step.waitsFor &&
          [step.waitsFor.kind, step.waitsFor.of, step.waitsFor.due && `until ${moment(step.waitsFor.due)}`].filter(Boolean).join(' ')
        }
      />
      <Fact name="Model" value={step.model?.name} />
      <Fact name="Tokens" value={step.model && `${step.model.inputTokens} in, ${step.model.outputTokens} out`} />
      <Fact name="Cost" value={step.model && (step.model.cost === null ? 'not known' : `${step.model.cost.toFixed(6)} US dollars`)} />
      <Fact name="Entry" value={step.last === undefined ? undefined : String(step.last)} />
    </dl>
    {step.child && <a href={`${runs}/${encodeURIComponent(step.child)}`}>The run it began</a>}
    {step.fault && <p class="fault">{step.fault.message}</p>}
    {step.input !== undefined && <Value name="Input" value={step.input} />}
    {step.output !== undefined && step.output !== null && <Value name="Output" value={step.output} />}
  </>
);

const Fact = ({ name, value }: { readonly name: string; readonly value: string | undefined }) =>
  value ? (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  ) : null;

export const Value = ({ name, value }: { readonly name: string; readonly value: unknown }) => (
  <section class="value" aria-label={name}>
    <h2>{name}</h2>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
    <pre tabIndex={0}>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
  </section>
);
