/**
 * The ports a keyword is handed for one outside act: the adapter's own behind the checks that only the
 * address or the size of a request can decide. A refusal ends the act as a fault, whatever the keyword does.
 */
import {
  type ClockPort,
  type FaultCode,
  type HttpPort,
  type ModelAnswer,
  type ModelCall,
  type ModelPort,
  type ModelRequest,
  NotSpendable,
  notSent,
  type Outcome,
  type Ports,
  StoreFull,
  StoreUnavailable,
  type Version,
} from '../../spec/index.ts';
import { Secret } from '../../values/index.ts';
import type { Spend } from '../entry.ts';
import type { Account, Allowances, Settle } from './allowances.ts';
import type { Ledger } from './budget.ts';
import { type Grants, missingHostGrant } from './policy.ts';

export class DoorRefusal extends Error {
  override readonly name = 'DoorRefusal';
  readonly code: FaultCode;
  readonly missing: string | undefined;
  constructor(code: FaultCode, message: string, missing?: string) {
    super(message);
    this.code = code;
    this.missing = missing;
  }
}

/** Of a model; undefined where nobody knows. */
export type Prices = (model: string | undefined) => { readonly input: number; readonly output: number } | undefined;

export interface ActSpend {
  tokens: number;
  money: number;
  /** Each request to a model, answered or not. */
  readonly calls: CallNote[];
}

export type CallNote = Omit<ModelCall, 'run' | 'address' | 'attempt' | 'bot'>;

export interface OutsideTerms {
  readonly grants: Grants;
  readonly policy: Version['policy'];
  readonly ledger: Ledger;
  readonly prices: () => Promise<Prices>;
  readonly clock: Pick<ClockPort, 'now' | 'monotonic'>;
  readonly allowances: Allowances;
  /** Budgets of a day that this act draws on. */
  readonly accounts: readonly Account[];
  /** Filled by the ports as the act goes on. */
  readonly spend: ActSpend;
}

export function outsidePorts(ports: Ports, terms: OutsideTerms): Ports {
  return { ...ports, http: guardedHttp(ports.http, terms), model: meteredModel(ports.model, terms) };
}

const guardedHttp = (http: HttpPort, { grants }: OutsideTerms): HttpPort => ({
  async request(request) {
    // A secret address is opened by the adapter; what is known of it here is its leading text.
    const url = request.url instanceof Secret ? leadingText(request.url) : request.url;
    const missing = missingHostGrant(url, grants);
    if (missing) throw new DoorRefusal('denied', `this bot was not granted ${missing}`, missing);
    return http.request({ ...request, granted: grants.hosts, confined: !grants.has('http') });
  },
});

const leadingText = (secret: Secret): string => (typeof secret.parts[0] === 'string' ? secret.parts[0] : 'secret:');

/** Far above what models answer unasked. */
const USUAL_OUTPUT = 4096;
const BYTES_PER_TOKEN = 2;

const meteredModel = (
  model: ModelPort,
  { ledger, prices, spend, grants, policy, clock, allowances, accounts }: OutsideTerms,
): ModelPort => ({
  provider: model.provider,
  async complete(request) {
    const input = Math.ceil(request.messages.reduce((sum, message) => sum + message.text.length, 0) / BYTES_PER_TOKEN);
    const known = await prices();
    const worst = costOf(known, request.model, input, request.maxTokens ?? USUAL_OUTPUT);
    const refusal = ledger.reserve(worst);
    if (refusal) throw new DoorRefusal('budget', refusal);
    let settle: Settle | string | undefined;
    let used = NOTHING;
    try {
      if (accounts.length > 0) settle = await allowances.reserve(accounts, worst);
      if (typeof settle === 'string') throw new DoorRefusal('budget', settle);
      const granted = policy === 'workshop' ? [...grants.hosts, ...modelHost(request.config)] : grants.hosts;
      const began = clock.monotonic();
      const answer = await model.complete({ ...request, granted });
      const cost = answer.answer ? priced(known, answer.answer, request.model) : NOTHING;
      used = { tokens: cost.tokens, money: cost.money || 0 };
      spend.tokens += used.tokens;
      spend.money += used.money;
      spend.calls.push(noteOf(answer, request.model, model.provider, cost.money, clock, began));
      return answer;
    } catch (error) {
      // The budget could not be asked for its portion: nothing was sent.
      if (error instanceof NotSpendable || error instanceof StoreUnavailable || error instanceof StoreFull) return notSent(error.message);
      throw error;
    } finally {
      if (typeof settle === 'function') settle(used);
      ledger.release(worst);
    }
  },
});

/** The model server that a folder of the operator's own names is granted with it, also where it is on a private address. */
function modelHost(config: ModelRequest['config']): readonly string[] {
  const url = config['llm-url']?.trim() ?? '';
  return URL.canParse(url) ? [new URL(url).hostname] : [];
}

const NOTHING: Spend = { tokens: 0, money: 0 };

function noteOf(
  { outcome, answer }: Outcome & { readonly answer?: ModelAnswer },
  asked: string | undefined,
  provider: string,
  money: number,
  clock: OutsideTerms['clock'],
  began: number,
): CallNote {
  const model = answer?.model ?? asked;
  return {
    ...(model !== undefined && { model }),
    provider: answer?.provider ?? provider,
    inputTokens: answer?.inputTokens ?? 0,
    outputTokens: answer?.outputTokens ?? 0,
    estimated: answer?.estimated ?? false,
    cost: answer && !Number.isNaN(money) ? money : null,
    ms: clock.monotonic() - began,
    outcome,
    at: clock.now(),
  };
}

/** Some servers answer under another name than they were asked by: then the asked one's price counts. */
function priced(prices: Prices, { model, inputTokens, outputTokens }: ModelAnswer, asked: string | undefined): Spend {
  const cost = costOf(prices, model, inputTokens, outputTokens);
  return Number.isNaN(cost.money) ? costOf(prices, asked, inputTokens, outputTokens) : cost;
}

/** Money is NaN where the price is unknown. */
function costOf(prices: Prices, model: string | undefined, input: number, output: number): Spend {
  const price = prices(model);
  return { tokens: input + output, money: price ? input * price.input + output * price.output : Number.NaN };
}
