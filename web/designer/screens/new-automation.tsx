/** How a new automation begins: empty, from a template, or said in words to a model. */
import { useRef, useState } from 'preact/hooks';
import { textOf } from '../../../src/language/document/reading.ts';
import type { ApiError } from '../../api.ts';
import { Trouble } from '../../runs/frame.tsx';
import { CanvasView } from '../canvas/index.ts';
import { asError, isScript, writeFile } from './api.ts';
import { begin, describe } from './library-api.ts';
import { read } from './reader.ts';

type Way = 'blank' | 'words';
interface Proposal {
  readonly text: string;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

export function NewAutomation() {
  const [way, setWay] = useState<Way>();
  return (
    <div class="acts new" role="group" aria-label="New">
      <button type="button" class="yes" onClick={() => setWay('blank')}>
        New, empty
      </button>
      <a class="button" href="/designer/templates">
        From a template
      </a>
      <button type="button" onClick={() => setWay('words')}>
        Describe it in words
      </button>
      {way && <NewDialog way={way} close={() => setWay(undefined)} />}
    </div>
  );
}

const nameOf = (title: string): string =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 60);

function NewDialog({ way, close }: { readonly way: Way; readonly close: () => void }) {
  const [title, setTitle] = useState('');
  const [words, setWords] = useState('');
  const [proposal, setProposal] = useState<Proposal>();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const dialog = useRef<HTMLDialogElement | null>(null);
  const act = async (doing: () => Promise<void>) => {
    setIsBusy(true);
    setError(undefined);
    await doing().catch((failure: unknown) => setError(asError(failure)));
    setIsBusy(false);
  };
  const bot = nameOf(title);
  const make = () =>
    act(async () => {
      const { files } = await begin(bot, { title });
      const script = files.find(isScript);
      if (proposal && script) await writeFile(bot, script.path, proposal.text, `described: ${words}`.slice(0, 200), script.hash);
      location.href = `/designer/${encodeURIComponent(bot)}`;
    });
  const ask = () => act(async () => setProposal(await describe(words)));
  return (
    <dialog
      ref={(element) => {
        if (element && !element.open) element.showModal();
        dialog.current = element;
      }}
      class="newdialog"
      aria-labelledby="new-title"
      onClose={close}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (way === 'words' && !proposal) void ask();
          else if (bot) void make();
        }}
      >
        <h2 id="new-title">{way === 'blank' ? 'A new automation' : 'Describe it in words'}</h2>
        {way === 'words' && (
          <label>
            <span>What it shall do</span>
            <textarea
              rows={4}
              value={words}
              placeholder="When an order comes in, check the stock, ask the manager above 500, then mail the customer."
              onInput={({ currentTarget }) => {
                setWords(currentTarget.value);
                setProposal(undefined);
              }}
            />
          </label>
        )}
        {proposal && <Proposed {...proposal} />}
        {(way === 'blank' || proposal) && (
          <label>
            <span>Its name</span>
            <input type="text" value={title} maxLength={100} onInput={({ currentTarget }) => setTitle(currentTarget.value)} />
            {title !== '' && <span class="soft">{bot ? `Its folder is ${bot}.gbai.` : 'A name needs a letter from a to z.'}</span>}
          </label>
        )}
        {error && <Trouble error={error} />}
        <div class="acts">
          {way === 'words' && !proposal ? (
            <button type="submit" class="yes" disabled={isBusy || words.trim() === ''} aria-busy={isBusy}>
              {isBusy ? 'The model writes…' : 'Write it'}
            </button>
          ) : (
            <button type="submit" class="yes" disabled={isBusy || !bot}>
              {proposal ? 'Take it' : 'Create'}
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** All of it is new, so the text itself is the difference. */
function Proposed({ text, problems }: Proposal) {
  const script = read(text);
  return (
    <section class="proposal" aria-label="What the model wrote">
      <div class="proposalcanvas" inert>
        <CanvasView root={script.root} textOf={({ anchor }) => textOf(script, anchor)} label="What the model wrote" zoom={0.6} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{text}</pre>
      {problems.map(({ line, message }) => (
        <p key={`${line}${message}`} class="fault">{`line ${line}: ${message}`}</p>
      ))}
    </section>
  );
}
