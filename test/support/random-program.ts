/**
 * Random structured programs in two languages at once: BASIC text, and the JavaScript that means the same.
 * The JavaScript uses its own control flow, scopes, generators and exceptions, so that compiler and interpreter are
 * compared with something that shares nothing with them but the operators on values.
 *
 * Choices come from a list of numbers and run dry into the simplest one, so that a shorter list is a
 * smaller program and a failing one can be shrunk.
 */
export interface RandomProgram {
  readonly basic: string;
  readonly javascript: string;
}

type Loop = { readonly kind: 'for' | 'while' | 'do'; readonly label: string };

interface Place {
  /** 'main' or the number of the function. */
  readonly at: 'main' | number;
  readonly depth: number;
  readonly loops: readonly Loop[];
  /** Letters of the branches around it; from within one no way leads out of it. */
  readonly branch: string;
  readonly resumes: boolean;
}

interface Piece {
  readonly basic: readonly string[];
  readonly js: string;
}

const GLOBALS = ['ga', 'gb', 'gc'];
const FUNCTIONS = 3;

export function randomProgram(choices: readonly number[]): RandomProgram {
  return new Writer(choices).program();
}

class Writer {
  readonly #choices: readonly number[];
  /** Names that only one place mentions are its own there, and `let` here. */
  readonly #locals = new Map<Place['at'], Set<string>>();
  #next = 0;
  #labels = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  program(): RandomProgram {
    const resumes = this.#choose(4) === 1;
    const place: Place = { at: 'main', depth: 0, loops: [], branch: '', resumes };
    const main = this.#block(place, 6);
    const functions = Array.from({ length: FUNCTIONS }, (_, number) => this.#function(number));
    const start = GLOBALS.map((name, i) => `${name} = ${i + 1}`);
    const basic = [
      ...(resumes ? ['ON ERROR RESUME NEXT'] : []),
      ...start,
      ...main.basic,
      'ending:',
      ...GLOBALS.map((name) => `TALK "${name} " + ${name}`),
      'IF FALSE THEN GOTO ending',
      ...functions.flatMap((each) => each.basic),
    ];
    const ending = GLOBALS.map((name) => `yield* talk("${name} ", ${name});`);
    const javascript = [
      `let ${start.join(', ')};`,
      functions.map((each) => each.js).join('\n'),
      `${this.#declared('main')}\nENDING: {\n${main.js}\n}`,
      ...(resumes ? ending.map(resuming) : ending),
    ].join('\n');
    return { basic: `${basic.join('\n')}\n`, javascript };
  }

  #function(number: number): Piece {
    const body = this.#block({ at: number, depth: 0, loops: [], branch: '', resumes: false }, 4);
    return {
      basic: [`FUNCTION f${number}(p, q)`, ...body.basic, 'END FUNCTION'],
      js: `function* f${number}(p, q) {\nburn(); let f${number}_result = null;\n${this.#declared(number)}\n${body.js}\nreturn f${number}_result;\n}`,
    };
  }

  #local({ at }: Place, name: string): string {
    const known = this.#locals.get(at) ?? new Set();
    this.#locals.set(at, known.add(name));
    return name;
  }
  #declared(at: Place['at']): string {
    return [...(this.#locals.get(at) ?? [])].map((name) => `let ${name} = null;`).join(' ');
  }

  #choose(count: number): number {
    return (this.#choices[this.#next++] ?? 0) % count;
  }
  #pick<T>(from: readonly T[]): T {
    return from[this.#choose(from.length)] as T;
  }

  #block(place: Place, longest: number): Piece {
    const pieces = Array.from({ length: 1 + this.#choose(longest) }, () => this.#guarded(place));
    return { basic: pieces.flatMap((each) => each.basic), js: pieces.map((each) => each.js).join('\n') };
  }

  /** RESUME NEXT: the next statement of whatever block this one stands in. */
  #guarded(place: Place): Piece {
    const piece = this.#statement(place);
    return place.resumes ? { basic: piece.basic, js: resuming(piece.js) } : piece;
  }

  #statement(place: Place): Piece {
    const kinds = place.depth > 3 ? 3 : 14;
    const kind = this.#choose(kinds);
    if (kind === 0 || (place.resumes && (kind === 10 || kind === 11))) return this.#assign(place);
    if (kind === 1) return this.#talk(place);
    if (kind === 2) return this.#leave(place);
    const inner: Place = { ...place, depth: place.depth + 1 };
    switch (kind) {
      case 3:
        return this.#if(inner);
      case 4:
        return this.#for(inner);
      case 5:
        return this.#while(inner);
      case 6:
        return this.#do(inner);
      case 7:
        return this.#forEach(inner);
      case 8:
        return this.#select(inner);
      case 9:
        return this.#parallel(inner);
      case 10:
        return this.#with(inner);
      case 11:
        return this.#member(inner);
      case 12:
        return this.#oneLine(inner);
      default:
        return this.#assign(place);
    }
  }

  #assign(place: Place): Piece {
    const { at } = place;
    const isResult = at !== 'main' && this.#choose(5) === 4;
    const name = isResult ? `f${at}` : this.#variable(place);
    const value = this.#expression(place, 3);
    return { basic: [`${name} = ${value.basic}`], js: `${isResult ? `${name}_result` : name} = ${value.js};` };
  }

  #talk(place: Place): Piece {
    const value = this.#expression(place, 3);
    return { basic: [`TALK "say " + (${value.basic})`], js: `yield* talk("say ", ${value.js});` };
  }

  /** EXIT, CONTINUE, BREAK, RETURN, GOTO: whatever may stand here. */
  #leave(place: Place): Piece {
    const { loops, at } = place;
    const innermost = loops.at(-1);
    const condition = this.#expression(place, 1);
    const when = (basic: string, js: string): Piece => ({
      basic: [`IF ${condition.basic} THEN ${basic}`],
      js: `if (truthy(${condition.js})) { ${js} }`,
    });
    const way = this.#choose(4);
    if (innermost && way === 0) return when('BREAK', `break ${innermost.label};`);
    if (innermost && way === 1) return when('CONTINUE', `continue ${innermost.label};`);
    if (innermost && way === 2) {
      const kind = innermost.kind;
      const outer = loops.findLast((each) => (each.kind === 'for') === (kind === 'for')) as Loop;
      return when(`EXIT ${kind.toUpperCase()}`, `break ${outer.label};`);
    }
    if (place.branch !== '') return this.#assign(place);
    if (at === 'main') return when('GOTO ending', 'break ENDING;');
    const value = this.#expression(place, 1);
    return way === 3 ? when('EXIT FUNCTION', `return f${at}_result;`) : when(`RETURN ${value.basic}`, `return ${value.js};`);
  }

  #if(place: Place): Piece {
    const [first, second] = [this.#expression(place, 2), this.#expression(place, 2)];
    const [then, elseIf, otherwise] = [this.#block(place, 2), this.#block(place, 2), this.#block(place, 2)];
    const shape = this.#choose(3);
    const basic = [`IF ${first.basic} THEN`, ...then.basic];
    let js = `if (truthy(${first.js})) { ${then.js} }`;
    if (shape > 0) {
      basic.push(`ELSE IF ${second.basic} THEN`, ...elseIf.basic);
      js += ` else if (truthy(${second.js})) { ${elseIf.js} }`;
    }
    if (shape > 1) {
      basic.push('ELSE', ...otherwise.basic);
      js += ` else { ${otherwise.js} }`;
    }
    return { basic: [...basic, 'END IF'], js };
  }

  #oneLine(place: Place): Piece {
    const condition = this.#expression(place, 2);
    const [then, otherwise] = [this.#assign(place), this.#assign(place)];
    return {
      basic: [`IF ${condition.basic} THEN ${then.basic[0]} ELSE ${otherwise.basic[0]}`],
      js: `if (truthy(${condition.js})) { ${then.js} } else { ${otherwise.js} }`,
    };
  }

  #loop(place: Place, kind: Loop['kind']): { readonly label: string; readonly place: Place } {
    const label = `L${this.#labels++}`;
    return { label, place: { ...place, loops: [...place.loops, { kind, label }] } };
  }

  #for(outer: Place): Piece {
    const { label, place } = this.#loop(outer, 'for');
    const name = this.#choose(6) === 5 ? (this.#pick(GLOBALS) as string) : this.#local(place, `i${idOf(place)}`);
    const [from, to, step] = [this.#choose(5), this.#choose(5), this.#pick([1, 2, -1, -2])];
    const bound = this.#choose(3) === 2 ? this.#expression(outer, 1) : undefined;
    const body = this.#block(place, 3);
    const limit = bound ? `(${bound.basic} = 1 ? ${to} : 3)` : `${to}`;
    const jsLimit = bound ? `(truthy(bin('=', ${bound.js}, 1)) ? ${to} : 3)` : `${to}`;
    return {
      basic: [`FOR ${name} = ${from} TO ${limit} STEP ${step}`, ...body.basic, 'NEXT'],
      js:
        `{ const limit_${label} = ${jsLimit}; ${name} = ${from}; ${label}: for (; counts(${name}, limit_${label}, ${step}); ` +
        `${name} = countOn(${name}, ${step})) { burn(); ${body.js} } }`,
    };
  }

  #while(outer: Place): Piece {
    const { label, place } = this.#loop(outer, 'while');
    const counter = this.#local(place, `w${idOf(place)}`);
    const condition = this.#expression(outer, 2);
    const until = this.#choose(3) === 2;
    const body = this.#block(place, 3);
    const head = until ? `DO UNTIL ${counter} > 3 OR NOT (${condition.basic})` : `WHILE ${counter} <= 3 AND (${condition.basic})`;
    return {
      basic: [`${counter} = 1`, head, `${counter} = ${counter} + 1`, ...body.basic, until ? 'LOOP' : 'WEND'],
      js: `${counter} = 1; ${label}: while (truthy(bin('<=', ${counter}, 3)) && truthy(${condition.js})) { burn(); ${counter} = bin('+', ${counter}, 1); ${body.js} }`,
    };
  }

  #do(outer: Place): Piece {
    const { label, place } = this.#loop(outer, 'do');
    const counter = this.#local(place, `w${idOf(place)}`);
    const condition = this.#expression(outer, 2);
    const body = this.#block(place, 3);
    return {
      basic: [`${counter} = 0`, 'DO', `${counter} = ${counter} + 1`, ...body.basic, `LOOP UNTIL ${counter} >= 3 OR (${condition.basic})`],
      js: `${counter} = 0; ${label}: do { burn(); ${counter} = bin('+', ${counter}, 1); ${body.js} } while (!(truthy(bin('>=', ${counter}, 3)) || truthy(${condition.js})));`,
    };
  }

  #forEach(outer: Place): Piece {
    const { label, place } = this.#loop(outer, 'for');
    const name = this.#local(place, `i${idOf(place)}`);
    const items = Array.from({ length: this.#choose(4) }, () => this.#expression(outer, 1));
    const last = this.#choose(4);
    const body = this.#block(place, 3);
    const list = `[${items.map((each) => each.js).join(', ')}]`;
    return {
      basic: [
        `FOR EACH ${name} IN [${items.map((each) => each.basic).join(', ')}]${last > 2 ? ' LAST 2' : ''}`,
        ...body.basic,
        this.#pick(['NEXT', 'END FOR']),
      ],
      js: `${label}: for (const item_${label} of ${last > 2 ? `${list}.slice(-2)` : list}) { burn(); ${name} = item_${label}; ${body.js} }`,
    };
  }

  #select(place: Place): Piece {
    const subject = this.#expression(place, 2);
    const cases = Array.from({ length: 1 + this.#choose(2) }, () => this.#case(place));
    const otherwise = this.#choose(2) === 1 ? this.#block(place, 2) : undefined;
    const label = `S${this.#labels++}`;
    const arms = cases.map((each) => `if (${each.test.js.replaceAll('SUBJECT', label)}) { ${each.body.js} break ${label}_; }`).join(' ');
    return {
      basic: [
        `SELECT CASE ${subject.basic}`,
        ...cases.flatMap((each) => [`CASE ${each.test.basic}`, ...each.body.basic]),
        ...(otherwise ? ['CASE ELSE', ...otherwise.basic] : []),
        'END SELECT',
      ],
      js: `${label}_: { const ${label} = ${subject.js}; ${arms} ${otherwise?.js ?? ''} }`,
    };
  }

  #case(place: Place): { readonly test: { readonly basic: string; readonly js: string }; readonly body: Piece } {
    const [a, b] = [this.#expression(place, 1), this.#expression(place, 1)];
    const body = this.#block(place, 2);
    const tests = [
      { basic: `${a.basic}, ${b.basic}`, js: `truthy(bin('=', SUBJECT, ${a.js})) || truthy(bin('=', SUBJECT, ${b.js}))` },
      { basic: `1 TO ${b.basic}`, js: `truthy(bin('>=', SUBJECT, 1)) && truthy(bin('<=', SUBJECT, ${b.js}))` },
      { basic: `IS > ${a.basic}`, js: `truthy(bin('>', SUBJECT, ${a.js}))` },
    ];
    return { test: this.#pick(tests), body };
  }

  #parallel(place: Place): Piece {
    const [a, b] = [this.#branch(place, 'a'), this.#branch(place, 'b')];
    return {
      basic: ['PARALLEL', 'BRANCH a:', ...a.basic, 'BRANCH b:', ...b.basic, 'END PARALLEL'],
      js: `yield* parallel(function* () { ${a.js} }, function* () { ${b.js} });`,
    };
  }

  #branch(place: Place, letter: string): Piece {
    const { basic, js } = this.#block({ ...place, loops: [], branch: place.branch + letter, resumes: false }, 3);
    return { basic, js: `burn(); ${js}` };
  }

  #with(place: Place): Piece {
    const name = this.#variable(place);
    const [x, y] = [this.#expression(place, 2), this.#expression(place, 2)];
    return {
      basic: [`WITH ${name}`, `x = ${x.basic}`, `.y = ${y.basic}`, 'END WITH', `${name} = ${name}.x & ${name}.y`],
      js: `${name} = dict(['x', ${x.js}], ['y', ${y.js}]); ${name} = bin('&', member(${name}, 'x'), member(${name}, 'y'));`,
    };
  }

  #member(place: Place): Piece {
    const name = this.#variable(place);
    const value = this.#expression(place, 2);
    return {
      basic: [`SET object_${place.at}.deep.field = ${value.basic}`, `${name} = object_${place.at}.deep.field`],
      js: `${name} = ${value.js};`,
    };
  }

  #variable(place: Place): string {
    return this.#pick([...GLOBALS, ...['la', 'lb'].map((name) => this.#local(place, `${name}_${place.at}`))]);
  }

  #expression(place: Place, depth: number): { readonly basic: string; readonly js: string } {
    const kind = this.#choose(depth > 0 ? 12 : 3);
    const inner = () => this.#expression(place, depth - 1);
    if (kind === 0) return this.#literal();
    if (kind <= 2) {
      const name = this.#choose(5) === 4 && place.at !== 'main' ? this.#pick(['p', 'q']) : this.#variable(place);
      return { basic: name, js: name };
    }
    if (kind === 3) return this.#both(inner(), inner(), 'AND', 'and');
    if (kind === 4) return this.#both(inner(), inner(), 'OR', 'or');
    if (kind === 5) return this.#both(inner(), inner(), '??', 'coalesce');
    if (kind === 6) {
      const [test, a, b] = [inner(), inner(), inner()];
      return { basic: `((${test.basic}) ? (${a.basic}) : (${b.basic}))`, js: `(truthy(${test.js}) ? ${a.js} : ${b.js})` };
    }
    if (kind === 7) return this.#call(place, inner);
    if (kind === 8) {
      const a = inner();
      return { basic: `(NOT ${a.basic})`, js: `(!truthy(${a.js}))` };
    }
    const operator = this.#pick(['+', '-', '*', '=', '<>', '<', '>=', '&']);
    const [left, right] = [inner(), inner()];
    return { basic: `(${left.basic} ${operator} ${right.basic})`, js: `bin('${operator}', ${left.js}, ${right.js})` };
  }

  #both(left: { basic: string; js: string }, right: { basic: string; js: string }, word: string, helper: string) {
    return { basic: `(${left.basic} ${word} ${right.basic})`, js: `(yield* ${helper}(${left.js}, function* () { return ${right.js}; }))` };
  }

  /** A function calls those before it, and itself with less: every program ends. */
  #call(place: Place, inner: () => { readonly basic: string; readonly js: string }): { readonly basic: string; readonly js: string } {
    const { at } = place;
    const [a, b] = [inner(), inner()];
    if (at === 0) return a;
    const number = this.#choose(at === 'main' ? FUNCTIONS : at);
    if (at !== 'main' && this.#choose(3) === 2)
      return {
        basic: `(p >= 1 AND p <= 3 ? f${at}(p - 1, ${b.basic}) : 0)`,
        js: `(truthy(bin('>=', p, 1)) && truthy(bin('<=', p, 3)) ? (yield* f${at}(bin('-', p, 1), ${b.js})) : 0)`,
      };
    return { basic: `f${number}(${a.basic}, ${b.basic})`, js: `(yield* f${number}(${a.js}, ${b.js}))` };
  }

  #literal(): { readonly basic: string; readonly js: string } {
    const text = this.#pick(['1', '0', '2', '-3', '""', '"a"', '"7"', 'TRUE', 'FALSE', 'NOTHING']);
    return { basic: text, js: text === 'NOTHING' ? 'null' : text.startsWith('"') ? text : text.toLowerCase() };
  }
}

const resuming = (js: string): string => `try { ${js} } catch (error) { passOver(error); }`;
/** Loops of one depth share their names, but not those of two branches: they run at the same time. */
const idOf = ({ depth, at, branch }: Place): string => `${depth}${branch}_${at}`;
