/**
 * The schema, step by step, forward only. A step that was released is never changed: write another.
 * Names, keys and addresses compare by code point (collate "C"): no locale of the server decides an order.
 * json (not jsonb) holds text exactly as written, with NUL and lone surrogates escaped.
 */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'runs, conversations, packages',
    sql: `
create table nodes (
  id text collate "C" primary key,
  epoch bigint not null,
  flush bigint not null,
  -- null: nobody lives under this name
  until timestamptz,
  head bytea
);

create table programs (
  hash text collate "C" primary key,
  engine int not null,
  program text not null,
  source text not null
);

create table versions (
  id text collate "C" primary key,
  bot text collate "C" not null,
  created_at bigint not null,
  programs jsonb not null,
  config json not null,
  variables json not null,
  policy text not null,
  answers text
);

create table bots (
  name text collate "C" primary key,
  version text collate "C" not null references versions,
  state text not null check (state in ('live', 'retired'))
);

create table conversations (
  id text collate "C" primary key,
  bot text collate "C" not null,
  "user" text collate "C" not null,
  created_at bigint not null,
  -- number of the last item; of the last message of the user; of the last one a run took
  last int not null default 0,
  inbox int not null default 0,
  read int not null default 0,
  -- the one run that messages go to
  foreground text collate "C",
  started boolean not null default false,
  closed boolean not null default false
) with (fillfactor = 50);
create index conversations_user on conversations ("user", id);
create index conversations_unread on conversations (id) where read < inbox;

create table messages (
  conversation text collate "C" not null,
  number int not null,
  at bigint not null,
  item json not null,
  -- by the user: what HEAR takes
  inbox boolean not null default false,
  client text collate "C",
  -- the value of a secret reply, until a run has taken it
  sealed bytea,
  primary key (conversation, number)
);
create unique index messages_client on messages (conversation, client) where client is not null;
create index messages_inbox on messages (conversation, number) where inbox;

create table runs (
  id text collate "C" primary key,
  bot text collate "C" not null,
  version text collate "C" not null,
  script text collate "C" not null,
  engine int not null,
  state text collate "C" not null
    check (state in ('ready', 'leased', 'waiting', 'held', 'done', 'failed', 'cancelled')),
  owner text collate "C",
  epoch bigint,
  conversation text collate "C",
  "user" text collate "C",
  parent text collate "C",
  -- exactly one of the two: encoded inputs, or the number of the message that began it
  inputs bytea,
  trigger int,
  -- last item of the conversation when it began: HEAR looks only after it
  began int not null default 0,
  claims int not null default 0,
  -- last entry when it was claimed: a later one sets the claims to 0 again
  claimed_seq int not null default 0,
  command text collate "C" check (command in ('cancel', 'hold')),
  operator text collate "C" check (operator in ('resume', 'retry', 'answer')),
  operator_value bytea,
  operator_actor text,
  held_reason text collate "C",
  message text,
  created_at bigint not null,
  ended_at bigint,
  result bytea,
  fault json
) with (fillfactor = 70);
create index runs_ready on runs (id) where state = 'ready';
create index runs_owner on runs (owner) where owner is not null;
create index runs_command on runs (owner, epoch) where command is not null;
create index runs_bot on runs (bot, id);
create index runs_conversation on runs (conversation, id) where conversation is not null;

create table blobs (
  hash bytea primary key,
  payload bytea not null
);

create table journal (
  run text collate "C" not null,
  seq int not null,
  address text collate "C" not null,
  kind text collate "C" not null,
  name text collate "C" not null,
  args_hash bytea not null,
  -- one of the two
  payload bytea,
  blob bytea,
  preview text not null,
  at bigint not null,
  primary key (run, seq)
);

create table states (
  run text collate "C" primary key,
  seq int not null,
  state bytea not null
);

create table waits (
  run text collate "C" not null,
  address text collate "C" not null,
  kind text collate "C" not null check (kind in ('reply', 'timer', 'child')),
  wait json not null,
  conversation text collate "C",
  child text collate "C",
  due bigint,
  -- in the order asked
  number bigint generated always as identity,
  -- what woke it; null while it waits
  signal text collate "C" check (signal in ('reply', 'timer', 'timeout', 'child')),
  message int,
  primary key (run, address)
);
create index waits_due on waits (due) where signal is null and due is not null;
create index waits_reply on waits (conversation, number) where signal is null and kind = 'reply';
create index waits_child on waits (child) where signal is null and kind = 'child';

create table memories (
  scope text collate "C" not null,
  owner text collate "C" not null,
  key text collate "C" not null,
  payload bytea not null,
  at bigint not null,
  primary key (scope, owner, key)
);

create table secrets (
  handle text collate "C" primary key,
  run text collate "C" not null,
  sealed bytea not null
);

create table audit (
  node text collate "C" not null,
  epoch bigint not null,
  flush bigint not null,
  place int not null,
  at bigint not null,
  bot text not null,
  run text,
  address text,
  actor text not null,
  what text not null,
  subject text not null,
  tier smallint not null,
  args_hash text not null,
  head bytea
);
-- one of each flush, where a chain is read on: an index of every row would cost each step a microsecond
create unique index audit_flush on audit (node, epoch, flush) where place = 1;
`,
  },
  {
    number: 2,
    name: 'grants, model calls',
    sql: `
create table grants (
  id text collate "C" primary key,
  -- '*': every bot
  bot text collate "C" not null,
  what text collate "C" not null,
  until bigint,
  by text not null,
  at bigint not null
);

-- not a step of the hot path: one row beside an answer that took a model's time
create table llm_calls (
  node text collate "C" not null,
  epoch bigint not null,
  run text collate "C" not null,
  address text collate "C" not null,
  attempt int not null,
  bot text collate "C" not null,
  model text,
  provider text not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  estimated boolean not null,
  -- US dollars; null: nobody knows the price
  cost double precision,
  ms bigint not null,
  outcome text collate "C" not null,
  at bigint not null
);
create index llm_calls_run on llm_calls (run);
create index llm_calls_bot on llm_calls (bot, at);
`,
  },
  {
    number: 3,
    name: 'settings',
    sql: `
-- what all nodes of this database agree on
create table settings (
  name text collate "C" primary key,
  value text not null
);
`,
  },
  {
    number: 4,
    name: 'workflow executions',
    sql: `
create table workflow_executions (
  -- run:address of the ask that began it
  id text collate "C" primary key,
  run text collate "C" not null,
  bot_id text collate "C" not null,
  workflow_definition text not null,
  current_step text,
  state text collate "C" not null
    check (state in ('running', 'done', 'failed', 'rejected', 'compensated', 'cancelled')),
  result bytea,
  started_at bigint not null,
  ended_at bigint
) with (fillfactor = 70);
create index workflow_executions_bot on workflow_executions (bot_id, id);
create index workflow_executions_run on workflow_executions (run, id);
create index workflow_executions_running on workflow_executions (run) where state = 'running';
`,
  },
  {
    number: 5,
    name: 'events, approvals',
    sql: `
-- whose events, under which name: published and waited for under this row's lock, so that numbers appear in commit order
create table topics (
  -- bot and name in one
  topic text collate "C" primary key,
  bot text collate "C" not null,
  name text collate "C" not null,
  last bigint not null default 0,
  -- never goes back, whatever the clock does
  stamp timestamptz not null default clock_timestamp()
) with (fillfactor = 50);

create table events (
  topic text collate "C" not null,
  number bigint not null,
  bot text collate "C" not null,
  name text collate "C" not null,
  at bigint not null,
  -- of its topic when it was published: a run looks at events stored after it was
  stamp timestamptz not null,
  key text collate "C",
  payload bytea not null,
  -- topic and probe in one, for each scalar field
  fields text[] collate "C" not null,
  hops int not null,
  run text collate "C",
  primary key (topic, number)
);
create index events_order on events (topic, stamp, number);
create index events_fields on events using gin (fields) with (fastupdate = off);
create index events_at on events (at);

alter table runs add column born timestamptz;
alter table runs alter column born set default clock_timestamp();
alter table runs add column hops int not null default 0;
-- of the event it handles; its number is the trigger
alter table runs add column topic text collate "C";
alter table runs alter column trigger type bigint;

alter table waits drop constraint waits_kind_check;
alter table waits add constraint waits_kind_check check (kind in ('reply', 'timer', 'child', 'event', 'approval'));
alter table waits drop constraint waits_signal_check;
alter table waits add constraint waits_signal_check check (signal in ('reply', 'timer', 'timeout', 'child', 'event', 'approval'));
alter table waits alter column message type bigint;
-- what an event must have: a topic, or topic and probe in one; of the event that woke it, its topic
alter table waits add column wanted text[] collate "C";
alter table waits add column topic text collate "C";
create index waits_wanted on waits using gin (wanted) with (fastupdate = off) where signal is null and kind = 'event';

-- how far each branch of a run has taken the events of one condition
create table cursors (
  run text collate "C" not null,
  fiber text collate "C" not null,
  wanted text collate "C" not null,
  stamp timestamptz not null,
  number bigint not null,
  primary key (run, fiber, wanted)
);

create table handlers (
  bot text collate "C" not null,
  script text collate "C" not null,
  wanted text collate "C" not null,
  primary key (bot, script, wanted)
);
create index handlers_wanted on handlers (wanted);

-- an event on its way to a handler; the row goes when it was handled
create table deliveries (
  bot text collate "C" not null,
  script text collate "C" not null,
  topic text collate "C" not null,
  number bigint not null,
  key text collate "C",
  state text collate "C" not null check (state in ('open', 'running', 'dead')),
  tries int not null default 0,
  at bigint not null,
  due bigint,
  run text collate "C",
  fault text,
  primary key (bot, script, topic, number)
);
create index deliveries_open on deliveries (at, number) where state = 'open';
create index deliveries_key on deliveries (bot, script, topic, key, number) where key is not null and state in ('open', 'running');
create index deliveries_run on deliveries (run) where state = 'running';
create index deliveries_event on deliveries (topic, number);

create table approvals (
  -- run and address
  id text collate "C" primary key,
  run text collate "C" not null,
  address text collate "C" not null,
  bot text collate "C" not null,
  question json not null,
  wanted text[] collate "C" not null,
  state text collate "C" not null check (state in ('open', 'approved', 'rejected', 'answered', 'withdrawn', 'timed-out')),
  votes text[] collate "C" not null default '{}',
  created_at bigint not null,
  due bigint,
  decided_at bigint,
  decided_by text,
  comment text,
  data bytea
);
create index approvals_open on approvals (id) where state = 'open';
create index approvals_run on approvals (run);

-- mails about approvals: at most one try under way, and none again whose outcome nobody knows
create table notices (
  number bigint generated always as identity primary key,
  approval text collate "C" not null,
  who text not null,
  recipient text not null,
  is_reminder boolean not null,
  remind_ms bigint,
  state text collate "C" not null check (state in ('due', 'begun', 'sent', 'failed')),
  tries int not null default 0,
  due bigint not null,
  reason text
);
create index notices_due on notices (due) where state = 'due';
`,
  },
  {
    number: 6,
    name: 'budgets',
    sql: `
-- 'bot' and its name, or 'server' and ''; what was used that day (UTC) by calls on disk
create table budgets (
  scope text collate "C" not null,
  owner text collate "C" not null,
  day text collate "C" not null,
  tokens bigint not null,
  usd double precision not null,
  primary key (scope, owner, day)
);

-- what a node may still spend of one without asking; counts while its epoch lives
create table portions (
  node text collate "C" not null,
  epoch bigint not null,
  scope text collate "C" not null,
  owner text collate "C" not null,
  day text collate "C" not null,
  tokens bigint not null,
  usd double precision not null,
  primary key (node, scope, owner, day)
);
`,
  },
  {
    number: 7,
    name: 'retention',
    sql: `
-- when its history was deleted
alter table runs add column pruned_at bigint;
`,
  },
  {
    number: 8,
    name: 'mails of an approval',
    sql: `
create index notices_approval on notices (approval);
`,
  },
  {
    number: 9,
    name: 'lists',
    sql: `
-- for people who page through lists: none of a step's own writes touches one
create index workflow_executions_state on workflow_executions (state, id) where state <> 'done';
create index workflow_executions_name on workflow_executions (left(workflow_definition, 200), id);
create index workflow_executions_started on workflow_executions using brin (started_at) with (autosummarize = off);
create index runs_held on runs (id) where state = 'held';
create index runs_failed on runs (id) where state in ('failed', 'cancelled');
`,
  },
  {
    number: 10,
    name: 'edits of packages',
    sql: `
-- a file of a package after a save; numbers ascend within a bot. no text: it was deleted
create table file_versions (
  bot text collate "C" not null,
  number int not null,
  path text collate "C" not null,
  hash text collate "C",
  text bytea,
  author text not null,
  sentence text not null,
  at bigint not null,
  -- which went live with it
  version text collate "C",
  primary key (bot, number)
);
create index file_versions_path on file_versions (bot, path, number);
create index file_versions_at on file_versions (at) where version is null;

-- contents of packages that wait for somebody to publish them
create table held_edits (
  bot text collate "C" not null,
  content text collate "C" not null,
  primary key (bot, content)
);
`,
  },
  {
    number: 11,
    name: 'origins of versions',
    sql: `
-- what it was compiled of last: digest of the files, build of the compiler, and what it had to say
alter table versions add column content text collate "C", add column build text collate "C", add column problems json;
`,
  },
  {
    number: 12,
    name: 'blobs that nobody needs',
    sql: `
-- when an entry was last given this blob
alter table blobs add column at bigint not null default 0;
create index journal_blob on journal (blob) where blob is not null;
`,
  },
];
