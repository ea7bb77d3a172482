"""Tables of the evidence beside the journal: what was stamped, archived and removed, and what revocation list held when.

The journal itself is never changed: a stamp covers ranges of chain positions, kept here with the leaves of its tree, so that a
message that was altered later does not take the proof of its neighbours with it.
"""

SCHEMA = """
CREATE TABLE IF NOT EXISTS stamp_range (
  chain text NOT NULL, first_position bigint NOT NULL, last_position bigint NOT NULL,
  stamp_id bigint NOT NULL, ordinal int NOT NULL,
  PRIMARY KEY (chain, first_position), UNIQUE (stamp_id, ordinal), CHECK (first_position <= last_position)
);
CREATE TABLE IF NOT EXISTS stamp_tree (stamp_id bigint PRIMARY KEY, leaves bytea NOT NULL);
CREATE TABLE IF NOT EXISTS stamping (
  one boolean PRIMARY KEY DEFAULT true CHECK (one), failures int NOT NULL DEFAULT 0, failing_since timestamptz,
  last_fault text NOT NULL DEFAULT '', last_success timestamptz
);
INSERT INTO stamping DEFAULT VALUES ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS stamp_request (
  source text NOT NULL, result text NOT NULL, total bigint NOT NULL, PRIMARY KEY (source, result)
);
CREATE TABLE IF NOT EXISTS status_list (this_update timestamptz PRIMARY KEY, content text NOT NULL);
CREATE TABLE IF NOT EXISTS issuer (fingerprint text PRIMARY KEY, subject text NOT NULL, certificate text NOT NULL);
CREATE TABLE IF NOT EXISTS evidence_read (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, read_at timestamptz NOT NULL, party text NOT NULL, message_id text NOT NULL,
  containers int NOT NULL
);
CREATE TABLE IF NOT EXISTS archive_file (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, made_at timestamptz NOT NULL, name text NOT NULL UNIQUE, digest text NOT NULL,
  size bigint NOT NULL, messages int NOT NULL, last_stamp bigint NOT NULL, last_ordinal int NOT NULL, last_position bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS removed (
  chain text PRIMARY KEY, last_position bigint NOT NULL, last_hash bytea NOT NULL, removed_at timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS evidence_check (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, made_at timestamptz NOT NULL, messages int NOT NULL, problems text[] NOT NULL
);
CREATE TABLE IF NOT EXISTS service_last (
  side char(1) NOT NULL, service text NOT NULL, succeeded_at timestamptz, failed_at timestamptz, PRIMARY KEY (side, service)
);
CREATE TABLE IF NOT EXISTS traffic_total (
  side char(1) NOT NULL, client text NOT NULL, service text NOT NULL, method text NOT NULL, outcome text NOT NULL, fault text NOT NULL,
  requests bigint NOT NULL, PRIMARY KEY (side, client, service, method, outcome, fault)
);
CREATE TABLE IF NOT EXISTS traffic_bucket (
  side char(1) NOT NULL, service text NOT NULL, kind text NOT NULL, bucket int NOT NULL, requests bigint NOT NULL,
  amount double precision NOT NULL, PRIMARY KEY (side, service, kind, bucket)
);
CREATE TABLE IF NOT EXISTS traffic_mark (
  one boolean PRIMARY KEY DEFAULT true CHECK (one), counted bigint NOT NULL DEFAULT 0, seen bigint NOT NULL DEFAULT 0,
  seen_at timestamptz NOT NULL DEFAULT 'epoch'
);
INSERT INTO traffic_mark DEFAULT VALUES ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS worker_gauge (
  worker text NOT NULL, name text NOT NULL, labels text NOT NULL, value double precision NOT NULL, seen_at timestamptz NOT NULL,
  PRIMARY KEY (worker, name, labels)
);
CREATE INDEX IF NOT EXISTS exchange_answer_out ON exchange USING brin (answer_out) WITH (pages_per_range = 16);
CREATE UNIQUE INDEX IF NOT EXISTS message_chain_position ON message (chain, position);
"""

# Chains of the journal without reading every row: from one name of the index to the next.
CHAINS = """
WITH RECURSIVE names AS (
  (SELECT chain FROM message ORDER BY chain LIMIT 1)
  UNION ALL
  SELECT (SELECT m.chain FROM message m WHERE m.chain > n.chain ORDER BY m.chain LIMIT 1) FROM names n WHERE n.chain IS NOT NULL
)
SELECT chain FROM names WHERE chain IS NOT NULL
"""

# How many messages wait for a stamp, and since when the oldest does; looks at the ends of chains only.
WAITING = f"""
WITH chains AS ({CHAINS}), ends AS (
  SELECT c.chain, coalesce(greatest(
    (SELECT r.last_position FROM stamp_range r WHERE r.chain = c.chain ORDER BY r.first_position DESC LIMIT 1),
    (SELECT d.last_position FROM removed d WHERE d.chain = c.chain)), 0) AS stamped,
    (SELECT m.position FROM message m WHERE m.chain = c.chain ORDER BY m.position DESC LIMIT 1) AS last
  FROM chains c
)
SELECT coalesce(sum(last - stamped), 0)::bigint, min((
  SELECT m.recorded_at FROM message m WHERE m.chain = e.chain AND m.position > e.stamped ORDER BY m.position LIMIT 1))
FROM ends e WHERE last > stamped
"""  # noqa: S608 - fixed text

# Keys of advisory locks: one process of those on one database stamps, archives, counts or keeps at a time.
STAMP_LOCK = 730_001
ARCHIVE_LOCK = 730_002
COUNT_LOCK = 730_003
KEEPER_LOCK = 730_004
