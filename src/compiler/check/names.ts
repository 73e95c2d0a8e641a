/**
 * A name that is read and never set is NOTHING, never an error: hosts give names, and scripts count
 * on it. It is a likely slip only where it nearly is a name that is set, or is a keyword that cannot stand alone.
 */
import { nearest } from '../../base/index.ts';
import type { Block, Routine } from '../../spec/index.ts';
import type { Vocabulary } from '../language.ts';
import type { Reporter } from '../reporter.ts';
import type { Scope } from '../resolve/scope.ts';
import { expressionsOf, statementsIn } from '../walk.ts';

/** What hosts and channels are known to give. */
const AMBIENT = new Set(
  (
    'username user userid mobile from to email phone today now date time hour day month year id enter channel admin role body params query ' +
    'fields metadata history session sessionid botid bot language locale content message input output result error err config report'
  ).split(' '),
);

/** Short names are near everything, and a script with more slips than this has another problem. */
const SHORTEST = 4;
const MOST_GUESSES = 100;

export function checkNames(body: Block, scope: Scope, vocabulary: Vocabulary, reporter: Reporter): void {
  const guesses = new Map<string, string | undefined>();
  const known = [...scope.assigned].filter((id) => id.length >= SHORTEST);
  const guess = (id: string, locals: readonly string[]) => {
    if (!guesses.has(id) && guesses.size < MOST_GUESSES) guesses.set(id, nearest(id, [...known, ...locals]));
    return guesses.get(id);
  };
  checkSection(body, undefined);

  function checkSection(block: Block, routine: Routine | undefined): void {
    const locals = [...((routine && scope.routines.get(routine.name.id)?.locals.keys()) ?? [])];
    const isSet = (id: string) => scope.assigned.has(id) || scope.routines.has(id) || locals.includes(id);
    for (const statement of statementsIn(block, (each) => each.kind !== 'routine')) {
      if (statement.kind === 'routine') checkSection(statement.body, statement);
      for (const node of expressionsOf(statement)) {
        if (node.kind !== 'name' || AMBIENT.has(node.id) || isSet(node.id) || vocabulary.bare(node.id)) continue;
        const keyword = vocabulary.keyword(node.id.toUpperCase().replaceAll('_', ' '));
        if (keyword && keyword.value !== 'never') {
          reporter.report('keyword-alone', node.span, { keyword: keyword.name, syntax: [keyword.syntax].flat()[0] as string });
          continue;
        }
        const close = node.id.length < SHORTEST ? undefined : guess(node.id, locals);
        if (close !== undefined) reporter.report('unset-name', node.span, { name: node.text, suggestion: close });
      }
    }
  }
}
