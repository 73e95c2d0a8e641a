/** What routes that edit packages share: finding the desk, who writes, and what the desk refuses as problems. */
import {
  EditedElsewhere,
  NameTaken,
  NoSuchFile,
  type PackageDesk,
  type PathRefusal,
  ReadOnlyFile,
  RefusedPath,
  UnknownBase,
  WrittenMeanwhile,
} from '../deploy/index.ts';
import { Problem, type ProblemCode, type ProblemDetails } from './problem.ts';
import { plainText, unknownBot, type Wiring } from './wiring.ts';

export const authorText = plainText(100).openapi({ description: 'Who writes; "somebody" unless told.' });
export const sentenceText = plainText(200).openapi({ description: 'What was done: `moved step 3 after 5`.' });
export const authorOf = (author: string | undefined): string => author?.trim() || 'somebody';

/** The desk, where there is one, with this package on it. */
export function theDesk({ desk, deploy }: Wiring, bot?: string): PackageDesk {
  if (!desk || !deploy)
    throw new Problem('not-here', {
      place: 'this server',
      cause: 'it was started without a packages folder',
      help: 'start it with `basalt serve`',
    });
  if (bot !== undefined && !deploy.report(bot)) throw unknownBot(bot);
  return desk;
}

export async function atDesk<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const told = error instanceof Error && tell(error);
    if (!told) throw error;
    throw new Problem(told[0], told[1], { cause: error });
  }
}

const REFUSALS: Readonly<Record<PathRefusal, readonly [ProblemCode, string]>> = {
  name: ['refused-path', 'choose a name like clinic.gbdialog/book.bas'],
  link: ['refused-path', 'put a plain file in its place'],
  size: ['refused-path', 'part it into several files'],
  unwritable: ['read-only', 'let the user that the server runs as write the package folder'],
};

function tell(error: Error): readonly [ProblemCode, ProblemDetails] | undefined {
  const at = (place: string, cause: string, help: string, more?: ProblemDetails['more']) => ({ place, cause, help, ...(more && { more }) });
  if (error instanceof RefusedPath) {
    const [code, help] = REFUSALS[error.why];
    return [code, at('path', error.message, help)];
  }
  if (error instanceof EditedElsewhere) {
    const { base, theirs, conflicts } = error;
    return ['edited-elsewhere', at('body.text', error.message, 'settle the conflicts and save on their hash', { base, theirs, conflicts })];
  }
  if (error instanceof UnknownBase)
    return ['unknown-base', at('body.base', `the history has no ${error.message} of that hash`, 'send the text it stands for as baseText')];
  if (error instanceof NoSuchFile) return ['unknown-file', at('path', `there is no ${error.message}`, 'look at the list of files')];
  if (error instanceof ReadOnlyFile)
    return [
      'read-only',
      at('path', `${error.message} is no UTF-8 text of at most 4 MB that is edited here`, 'change it with another editor'),
    ];
  if (error instanceof NameTaken)
    return ['name-taken', at('name', `there is ${error.message} already; upper and lower case count as one`, 'choose another name')];
  if (error instanceof WrittenMeanwhile)
    return ['busy-files', at('path', `another program keeps writing ${error.message}`, 'try again in a moment')];
  return undefined;
}
