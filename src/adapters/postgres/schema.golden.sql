-- The whole schema after all migrations; checked by test/conformance/schema.test.ts.

table approvals
  id text C not null
  run text C not null
  address text C not null
  bot text C not null
  question json not null
  wanted text[] C not null
  state text C not null
  votes text[] C not null default '{}'::text[]
  created_at bigint not null
  due bigint
  decided_at bigint
  decided_by text
  comment text
  data bytea
  CHECK ((state = ANY (ARRAY['open'::text, 'approved'::text, 'rejected'::text, 'answered'::text, 'withdrawn'::text, 'timed-out'::text])))
  CREATE INDEX approvals_open ON approvals USING btree (id) WHERE (state = 'open'::text)
  CREATE INDEX approvals_run ON approvals USING btree (run)
  PRIMARY KEY (id)

table audit
  node text C not null
  epoch bigint not null
  flush bigint not null
  place integer not null
  at bigint not null
  bot text not null
  run text
  address text
  actor text not null
  what text not null
  subject text not null
  tier smallint not null
  args_hash text not null
  head bytea
  CREATE UNIQUE INDEX audit_flush ON audit USING btree (node, epoch, flush) WHERE (place = 1)

table blobs
  hash bytea not null
  payload bytea not null
  at bigint not null default 0
  PRIMARY KEY (hash)

table bots
  name text C not null
  version text C not null
  state text not null
  CHECK ((state = ANY (ARRAY['live'::text, 'retired'::text])))
  FOREIGN KEY (version) REFERENCES versions(id)
  PRIMARY KEY (name)

table budgets
  scope text C not null
  owner text C not null
  day text C not null
  tokens bigint not null
  usd double precision not null
  PRIMARY KEY (scope, owner, day)

table conversations
  id text C not null
  bot text C not null
  user text C not null
  created_at bigint not null
  last integer not null default 0
  inbox integer not null default 0
  read integer not null default 0
  foreground text C
  started boolean not null default false
  closed boolean not null default false
  CREATE INDEX conversations_unread ON conversations USING btree (id) WHERE (read < inbox)
  CREATE INDEX conversations_user ON conversations USING btree ("user", id)
  PRIMARY KEY (id)

table cursors
  run text C not null
  fiber text C not null
  wanted text C not null
  stamp timestamp with time zone not null
  number bigint not null
  PRIMARY KEY (run, fiber, wanted)

table deliveries
  bot text C not null
  script text C not null
  topic text C not null
  number bigint not null
  key text C
  state text C not null
  tries integer not null default 0
  at bigint not null
  due bigint
  run text C
  fault text
  CHECK ((state = ANY (ARRAY['open'::text, 'running'::text, 'dead'::text])))
  CREATE INDEX deliveries_event ON deliveries USING btree (topic, number)
  CREATE INDEX deliveries_key ON deliveries USING btree (bot, script, topic, key, number) WHERE ((key IS NOT NULL) AND (state = ANY (ARRAY['open'::text, 'running'::text])))
  CREATE INDEX deliveries_open ON deliveries USING btree (at, number) WHERE (state = 'open'::text)
  CREATE INDEX deliveries_run ON deliveries USING btree (run) WHERE (state = 'running'::text)
  PRIMARY KEY (bot, script, topic, number)

table events
  topic text C not null
  number bigint not null
  bot text C not null
  name text C not null
  at bigint not null
  stamp timestamp with time zone not null
  key text C
  payload bytea not null
  fields text[] C not null
  hops integer not null
  run text C
  CREATE INDEX events_at ON events USING btree (at)
  CREATE INDEX events_fields ON events USING gin (fields) WITH (fastupdate=off)
  CREATE INDEX events_order ON events USING btree (topic, stamp, number)
  PRIMARY KEY (topic, number)

table file_versions
  bot text C not null
  number integer not null
  path text C not null
  hash text C
  text bytea
  author text not null
  sentence text not null
  at bigint not null
  version text C
  CREATE INDEX file_versions_at ON file_versions USING btree (at) WHERE (version IS NULL)
  CREATE INDEX file_versions_path ON file_versions USING btree (bot, path, number)
  PRIMARY KEY (bot, number)

table grants
  id text C not null
  bot text C not null
  what text C not null
  until bigint
  by text not null
  at bigint not null
  PRIMARY KEY (id)

table handlers
  bot text C not null
  script text C not null
  wanted text C not null
  CREATE INDEX handlers_wanted ON handlers USING btree (wanted)
  PRIMARY KEY (bot, script, wanted)

table held_edits
  bot text C not null
  content text C not null
  PRIMARY KEY (bot, content)

table journal
  run text C not null
  seq integer not null
  address text C not null
  kind text C not null
  name text C not null
  args_hash bytea not null
  payload bytea
  blob bytea
  preview text not null
  at bigint not null
  CREATE INDEX journal_blob ON journal USING btree (blob) WHERE (blob IS NOT NULL)
  PRIMARY KEY (run, seq)

table llm_calls
  node text C not null
  epoch bigint not null
  run text C not null
  address text C not null
  attempt integer not null
  bot text C not null
  model text
  provider text not null
  input_tokens bigint not null
  output_tokens bigint not null
  estimated boolean not null
  cost double precision
  ms bigint not null
  outcome text C not null
  at bigint not null
  CREATE INDEX llm_calls_bot ON llm_calls USING btree (bot, at)
  CREATE INDEX llm_calls_run ON llm_calls USING btree (run)

table memories
  scope text C not null
  owner text C not null
  key text C not null
  payload bytea not null
  at bigint not null
  PRIMARY KEY (scope, owner, key)

table messages
  conversation text C not null
  number integer not null
  at bigint not null
  item json not null
  inbox boolean not null default false
  client text C
  sealed bytea
  CREATE INDEX messages_inbox ON messages USING btree (conversation, number) WHERE inbox
  CREATE UNIQUE INDEX messages_client ON messages USING btree (conversation, client) WHERE (client IS NOT NULL)
  PRIMARY KEY (conversation, number)

table migrations
  number integer not null
  name text not null
  at bigint not null
  PRIMARY KEY (number)

table nodes
  id text C not null
  epoch bigint not null
  flush bigint not null
  until timestamp with time zone
  head bytea
  PRIMARY KEY (id)

table notices
  number bigint not null identity
  approval text C not null
  who text not null
  recipient text not null
  is_reminder boolean not null
  remind_ms bigint
  state text C not null
  tries integer not null default 0
  due bigint not null
  reason text
  CHECK ((state = ANY (ARRAY['due'::text, 'begun'::text, 'sent'::text, 'failed'::text])))
  CREATE INDEX notices_approval ON notices USING btree (approval)
  CREATE INDEX notices_due ON notices USING btree (due) WHERE (state = 'due'::text)
  PRIMARY KEY (number)

table portions
  node text C not null
  epoch bigint not null
  scope text C not null
  owner text C not null
  day text C not null
  tokens bigint not null
  usd double precision not null
  PRIMARY KEY (node, scope, owner, day)

table programs
  hash text C not null
  engine integer not null
  program text not null
  source text not null
  PRIMARY KEY (hash)

table runs
  id text C not null
  bot text C not null
  version text C not null
  script text C not null
  engine integer not null
  state text C not null
  owner text C
  epoch bigint
  conversation text C
  user text C
  parent text C
  inputs bytea
  trigger bigint
  began integer not null default 0
  claims integer not null default 0
  claimed_seq integer not null default 0
  command text C
  operator text C
  operator_value bytea
  operator_actor text
  held_reason text C
  message text
  created_at bigint not null
  ended_at bigint
  result bytea
  fault json
  born timestamp with time zone default clock_timestamp()
  hops integer not null default 0
  topic text C
  pruned_at bigint
  CHECK ((command = ANY (ARRAY['cancel'::text, 'hold'::text])))
  CHECK ((operator = ANY (ARRAY['resume'::text, 'retry'::text, 'answer'::text])))
  CHECK ((state = ANY (ARRAY['ready'::text, 'leased'::text, 'waiting'::text, 'held'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
  CREATE INDEX runs_bot ON runs USING btree (bot, id)
  CREATE INDEX runs_command ON runs USING btree (owner, epoch) WHERE (command IS NOT NULL)
  CREATE INDEX runs_conversation ON runs USING btree (conversation, id) WHERE (conversation IS NOT NULL)
  CREATE INDEX runs_failed ON runs USING btree (id) WHERE (state = ANY (ARRAY['failed'::text, 'cancelled'::text]))
  CREATE INDEX runs_held ON runs USING btree (id) WHERE (state = 'held'::text)
  CREATE INDEX runs_owner ON runs USING btree (owner) WHERE (owner IS NOT NULL)
  CREATE INDEX runs_ready ON runs USING btree (id) WHERE (state = 'ready'::text)
  PRIMARY KEY (id)

table secrets
  handle text C not null
  run text C not null
  sealed bytea not null
  PRIMARY KEY (handle)

table settings
  name text C not null
  value text not null
  PRIMARY KEY (name)

table states
  run text C not null
  seq integer not null
  state bytea not null
  PRIMARY KEY (run)

table topics
  topic text C not null
  bot text C not null
  name text C not null
  last bigint not null default 0
  stamp timestamp with time zone not null default clock_timestamp()
  PRIMARY KEY (topic)

table versions
  id text C not null
  bot text C not null
  created_at bigint not null
  programs jsonb not null
  config json not null
  variables json not null
  policy text not null
  answers text
  content text C
  build text C
  problems json
  PRIMARY KEY (id)

table waits
  run text C not null
  address text C not null
  kind text C not null
  wait json not null
  conversation text C
  child text C
  due bigint
  number bigint not null identity
  signal text C
  message bigint
  wanted text[] C
  topic text C
  CHECK ((kind = ANY (ARRAY['reply'::text, 'timer'::text, 'child'::text, 'event'::text, 'approval'::text])))
  CHECK ((signal = ANY (ARRAY['reply'::text, 'timer'::text, 'timeout'::text, 'child'::text, 'event'::text, 'approval'::text])))
  CREATE INDEX waits_child ON waits USING btree (child) WHERE ((signal IS NULL) AND (kind = 'child'::text))
  CREATE INDEX waits_due ON waits USING btree (due) WHERE ((signal IS NULL) AND (due IS NOT NULL))
  CREATE INDEX waits_reply ON waits USING btree (conversation, number) WHERE ((signal IS NULL) AND (kind = 'reply'::text))
  CREATE INDEX waits_wanted ON waits USING gin (wanted) WITH (fastupdate=off) WHERE ((signal IS NULL) AND (kind = 'event'::text))
  PRIMARY KEY (run, address)

table workflow_executions
  id text C not null
  run text C not null
  bot_id text C not null
  workflow_definition text not null
  current_step text
  state text C not null
  result bytea
  started_at bigint not null
  ended_at bigint
  CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'rejected'::text, 'compensated'::text, 'cancelled'::text])))
  CREATE INDEX workflow_executions_bot ON workflow_executions USING btree (bot_id, id)
  CREATE INDEX workflow_executions_name ON workflow_executions USING btree ("left"(workflow_definition, 200), id)
  CREATE INDEX workflow_executions_run ON workflow_executions USING btree (run, id)
  CREATE INDEX workflow_executions_running ON workflow_executions USING btree (run) WHERE (state = 'running'::text)
  CREATE INDEX workflow_executions_started ON workflow_executions USING brin (started_at) WITH (autosummarize=off)
  CREATE INDEX workflow_executions_state ON workflow_executions USING btree (state, id) WHERE (state <> 'done'::text)
  PRIMARY KEY (id)
