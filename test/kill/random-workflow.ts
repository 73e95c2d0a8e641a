/**
 * Random workflows whose result depends on nothing but the script and the name of the job: which bots are asked, what is
 * approved, what fails and what is undone. So the result of a quiet run in memory is what every other run must give.
 */
import { mulberry } from './chance.ts';

/** Bots that workflows ask, as scripts of the same package. */
export const HELPERS: Readonly<Record<string, string>> = {
  // Works, and leaves a mark.
  clerk: 'PARAM task AS STRING\nSET BOT MEMORY "clerk-" + task, task\nRETURN "done " + task',
  // Refuses what ends in 3 or 7.
  moody: 'PARAM task AS STRING\nIF RIGHT(task, 1) = "3" OR RIGHT(task, 1) = "7" THEN THROW "not " + task\nRETURN "well, " + task',
  // Takes its time.
  slow: 'PARAM task AS STRING\nWAIT 0.05\nRETURN "at last " + task',
  // Asks a bot in its turn.
  lead: 'PARAM task AS STRING\nBOT "clerk" "${task}/sub" INTO part\nRETURN "led " + part',
};

export interface RandomWorkflow {
  readonly script: string;
  readonly source: string;
}

/** `service`: host and port that answer a GET. A run wants the input `job`; its result is also the bot memory `result-<job>`. */
export function randomWorkflow(seed: number, service: string): RandomWorkflow {
  const writer = new Writer(seed, service);
  return { script: `wf${seed}`, source: writer.source() };
}

class Writer {
  readonly #random: () => number;
  readonly #seed: number;
  readonly #service: string;
  readonly #lines: string[] = [];
  #step = 0;
  #indent = 1;
  #undoes = false;

  constructor(seed: number, service: string) {
    this.#seed = seed;
    this.#service = service;
    this.#random = mulberry(seed + 1);
  }

  source(): string {
    this.#undoes = this.#choose(4) === 0;
    const count = 3 + this.#choose(5);
    for (let i = 0; i < count; i++) this.#statement(2);
    if (this.#undoes) this.#write(`STEP ${this.#next()}: BOT "moody" "\${job}-7" INTO never ON ERROR COMPENSATE`);
    return [
      'PARAM job AS STRING',
      'log = "started"',
      'ON ERROR GOTO told',
      `ORCHESTRATE WORKFLOW "random ${this.#seed}"`,
      ...this.#lines,
      'END WORKFLOW',
      'GOTO finish',
      'told:',
      'TALK ERROR MESSAGE',
      'log = log + "|" + workflow.state',
      'finish:',
      'ON ERROR GOTO 0',
      'SET BOT MEMORY "result-" + job, log',
      'RETURN log',
      '',
    ].join('\n');
  }

  #choose(most: number): number {
    return Math.floor(this.#random() * most);
  }

  #next(): number {
    return ++this.#step;
  }

  #write(text: string): void {
    this.#lines.push(`${'  '.repeat(this.#indent)}${text}`);
  }

  #heard(name: string): void {
    this.#write(`log = log + "|" + (${name} ?? "nothing")`);
  }

  #within(head: string, tail: string, body: () => void): void {
    this.#write(head);
    this.#indent++;
    body();
    this.#indent--;
    this.#write(tail);
  }

  #statement(depth: number): void {
    const kinds = depth > 0 ? 11 : 7;
    const step = this.#next();
    const name = `v${step}`;
    switch (this.#choose(kinds)) {
      case 0:
        this.#write(`STEP ${step}: BOT "clerk" "\${job}-${step}" INTO ${name}`);
        if (this.#undoes) this.#write(`  COMPENSATE: SET BOT MEMORY "undone-\${job}-${step}", ${step}`);
        return this.#heard(name);
      case 1:
        this.#write(`STEP ${step}: BOT "moody" "\${job}-${this.#choose(10)}" INTO ${name} RETRY 1 BACKOFF 0.02 ON ERROR SKIP`);
        return this.#heard(name);
      case 2:
        return this.#write(`STEP ${step}: SET BOT MEMORY "mark-\${job}-${step}", ${step}`);
      case 3:
        this.#write(`STEP ${step}: BOT "lead" "\${job}-${step}" INTO ${name}`);
        return this.#heard(name);
      case 4:
        this.#write(`STEP ${step}: ${name} = GET "http://${this.#service}/get?job=" + job`);
        return this.#write(`IF ${name} THEN log = log + "|got"`);
      case 5:
        this.#write(`STEP ${step}: PUBLISH EVENT "go" WITH ref = "\${job}-${step}", n = ${step}`);
        this.#write(`${name} = WAIT FOR EVENT "go" WHERE ref = "\${job}-${step}" TIMEOUT 600`);
        return this.#heard(`${name}.n`);
      case 6:
        this.#write(`STEP ${step}: HUMAN APPROVAL FROM "boss" FOR "\${job}-${step}" INTO ${name}`);
        return this.#heard(`${name}.comment`);
      case 7:
        return this.#parallel(step);
      case 8:
        this.#within(`FOR EACH item${step} IN ["a", "b", "c"]`, 'NEXT', () => {
          this.#write(`STEP ${this.#next()}: BOT "slow" "\${job}-\${item${step}}" INTO ${name}`);
          this.#heard(name);
        });
        return;
      case 9:
        this.#within(`IF LEN(log) MOD 2 = ${this.#choose(2)} THEN`, 'END IF', () => this.#statement(depth - 1));
        return;
      default:
        this.#write(`STEP ${step}: DELAY 0.02`);
    }
  }

  /** Each branch writes its own variable; what they say is put together afterwards, in one order. */
  #parallel(step: number): void {
    const letters = ['A', 'B', 'C'].slice(0, 2 + this.#choose(2));
    this.#within(`STEP ${step}: PARALLEL`, 'END PARALLEL', () => {
      for (const letter of letters) {
        const bot = ['clerk', 'slow', 'lead'][this.#choose(3)];
        this.#write(`BRANCH ${letter}: BOT "${bot}" "\${job}-${step}${letter}" INTO p${step}${letter}`);
      }
    });
    for (const letter of letters) this.#heard(`p${step}${letter}`);
  }
}

/** What the boss says: the same for the same subject. */
export const bossSays = (subject: string): { readonly approved: boolean; readonly comment: string } =>
  subject.length % 3 === 0 ? { approved: false, comment: `no to ${subject}` } : { approved: true, comment: `yes to ${subject}` };
