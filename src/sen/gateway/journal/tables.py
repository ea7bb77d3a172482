"""The tables of a gateway's own database, made at its start and left alone when they are there."""

TABLES = """
CREATE TABLE IF NOT EXISTS message (
  id bigint GENERATED ALWAYS AS IDENTITY,
  recorded_at timestamptz NOT NULL,
  chain text NOT NULL,
  position bigint NOT NULL,
  message_id text NOT NULL,
  request_id uuid NOT NULL,
  is_answer boolean NOT NULL,
  side char(1) NOT NULL,
  party text NOT NULL,
  peer text NOT NULL,
  service text NOT NULL,
  head bytea NOT NULL,
  body_digest bytea,
  body_size bigint NOT NULL,
  body bytea,
  body_file text NOT NULL DEFAULT '',
  signature text NOT NULL,
  certificate text NOT NULL,
  previous bytea NOT NULL,
  hash bytea NOT NULL,
  UNIQUE (request_id, is_answer, side)
);
CREATE TABLE IF NOT EXISTS stamp (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  made_at timestamptz NOT NULL,
  top bytea NOT NULL,
  token bytea NOT NULL,
  source text NOT NULL,
  size int NOT NULL
);
CREATE TABLE IF NOT EXISTS signer (fingerprint text PRIMARY KEY, certificate text NOT NULL);
CREATE TABLE IF NOT EXISTS exchange (
  id bigint GENERATED ALWAYS AS IDENTITY,
  side char(1) NOT NULL,
  request_id uuid NOT NULL,
  message_id text NOT NULL,
  client text NOT NULL,
  service text NOT NULL,
  method text NOT NULL,
  path text NOT NULL DEFAULT '',
  user_id text NOT NULL DEFAULT '',
  issue text NOT NULL DEFAULT '',
  represented text NOT NULL DEFAULT '',
  purpose text NOT NULL DEFAULT '',
  trace text NOT NULL DEFAULT '',
  request_in timestamptz NOT NULL,
  request_out timestamptz,
  answer_in timestamptz,
  answer_out timestamptz NOT NULL,
  request_size bigint NOT NULL,
  answer_size bigint NOT NULL,
  status int NOT NULL,
  succeeded boolean NOT NULL,
  fault text NOT NULL DEFAULT '',
  fault_text text NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS message_id_idx ON message (id);
CREATE INDEX IF NOT EXISTS message_message_id_idx ON message (message_id);
CREATE INDEX IF NOT EXISTS exchange_id_idx ON exchange (id);
CREATE INDEX IF NOT EXISTS exchange_request_in_idx ON exchange USING brin (request_in);
"""
# Two workers that start together must not both create.
LOCK = 7_301_882
