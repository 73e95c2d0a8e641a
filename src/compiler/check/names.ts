/**
 * A name that is read and never set is NOTHING, never an error: hosts give names, and scripts count
 * on it. It is a likely slip only where it nearly is a name that is set.
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

export function checkNames(body: Block, scope: Scope, vocabulary: Vocabulary, reporter: Reporter): void {
  checkSection(body, undefined, scope, vocabulary, reporter);
}

function checkSection(body: Block, routine: Routine | undefined, scope: Scope, vocabulary: Vocabulary, reporter: Reporter): void {
  const locals = [...((routine && scope.routines.get(routine.name.id)?.locals.keys()) ?? [])];
  const isSet = (id: string) => scope.assigned.has(id) || scope.routines.has(id) || locals.includes(id);
  for (const statement of statementsIn(body, (each) => each.kind !== 'routine')) {
    if (statement.kind === 'routine') checkSection(statement.body, statement, scope, vocabulary, reporter);
    for (const node of expressionsOf(statement)) {
      if (node.kind !== 'name' || isSet(node.id) || AMBIENT.has(node.id) || vocabulary.bare(node.id)) continue;
      const close = nearest(node.id, [...scope.assigned, ...locals]);
      if (close !== undefined) reporter.report('unset-name', node.span, { name: node.text, suggestion: close });
    }
  }
}
