/** Opens a script for work: from the server, with what this browser still holds of it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, listBots } from '../api.ts';
import { Conflicting, listFiles, openFile, type PackageFile } from './api.ts';
import { findDraft, revive } from './drafts.ts';
import { scriptReader } from './reader.ts';
import { Session } from './session.ts';

export interface Loaded {
  readonly files: readonly PackageFile[];
  readonly bots: readonly string[];
  readonly session?: Session;
  readonly error?: ApiError;
}

export const scriptsOf = (files: readonly PackageFile[]): readonly PackageFile[] => files.filter(({ path }) => /\.bas$/i.test(path));
export const stemOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.bas$/i, '');

export function useScript(bot: string, wanted: string, say: (text: string, isTrouble?: boolean) => void): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ files: [], bots: [] });
  const bots = useRef<readonly string[]>([]);
  useEffect(() => {
    let isOver = false;
    let session: Session | undefined;
    const open = async () => {
      const [files, known, reader] = await Promise.all([listFiles(bot), listBots().catch(() => []), scriptReader()]);
      bots.current = known.map(({ name }) => name);
      const script = chooseScript(scriptsOf(files), wanted);
      if (!script) throw new ApiError(404, 'There is no script here yet', 'Make one with “New script”.');
      const opened = await openFile(bot, script.path);
      if (isOver) return;
      session = new Session({ bot, path: script.path, opened, reader, bots: () => bots.current, say });
      await reviveDraft(session, opened, say);
      if (isOver) return;
      setLoaded({ files, bots: bots.current, session });
    };
    open().catch((error: unknown) => {
      if (!isOver)
        setLoaded({ files: [], bots: [], error: error instanceof ApiError ? error : new ApiError(0, String(error), 'Reload the page.') });
    });
    return () => {
      isOver = true;
      session?.close();
    };
  }, [bot, wanted]);
  return loaded;
}

function chooseScript(scripts: readonly PackageFile[], wanted: string): PackageFile | undefined {
  const same = (path: string) => path === wanted || stemOf(path).toLowerCase() === wanted.toLowerCase();
  return scripts.find(({ path }) => same(path)) ?? scripts.find(({ path }) => stemOf(path) === 'start') ?? scripts[0];
}

/** What was typed before the tab went, and never reached the server. */
async function reviveDraft(
  session: Session,
  opened: { readonly text: string; readonly hash: string },
  say: (text: string) => void,
): Promise<void> {
  if (session.isReadOnly || session.isTextOnly) return;
  const draft = findDraft(session.bot, session.path);
  if (!draft || draft.text === opened.text) return;
  const { text, isConflict } = await revive(draft, opened);
  session.replaceAll(isConflict ? draft.text : text, 'brought back what was not saved');
  if (isConflict) session.saver.begin(new Conflicting(draft.baseText, opened));
  say('What you wrote before and was not saved is back.');
}
