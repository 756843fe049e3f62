-- Everything the embedded server keeps, in a schema of its own. Applied at every start, so each statement may run again.
CREATE SCHEMA IF NOT EXISTS temporal;

-- One row. The epoch grows with every server that takes the writer lease; a server that finds another epoch than its own
-- has been replaced.
CREATE TABLE IF NOT EXISTS temporal.cluster (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  cluster_id uuid NOT NULL DEFAULT gen_random_uuid(),
  epoch bigint NOT NULL DEFAULT 0
);
INSERT INTO temporal.cluster DEFAULT VALUES ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS temporal.namespaces (
  id text COLLATE "C" PRIMARY KEY,
  description bytea NOT NULL
);

-- The state is replaced with every transition: room on the page keeps those updates local, and up to a page of state stays
-- in the row instead of being moved out and compressed.
CREATE TABLE IF NOT EXISTS temporal.runs (
  run_id uuid PRIMARY KEY,
  namespace_id text COLLATE "C" NOT NULL,
  workflow_id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  state bytea NOT NULL,
  next_timer timestamptz,
  has_pending_work boolean NOT NULL,
  closed_at timestamptz
) WITH (fillfactor = 60, toast_tuple_target = 8160);
ALTER TABLE temporal.runs ALTER COLUMN state SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS runs_closed ON temporal.runs (namespace_id, closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS temporal.current_runs (
  namespace_id text COLLATE "C" NOT NULL,
  workflow_id text COLLATE "C" NOT NULL,
  run_id uuid NOT NULL,
  PRIMARY KEY (namespace_id, workflow_id)
);

CREATE TABLE IF NOT EXISTS temporal.history (
  run_id uuid NOT NULL,
  first_event_id bigint NOT NULL,
  last_event_id bigint NOT NULL,
  events bytea NOT NULL,
  PRIMARY KEY (run_id, first_event_id)
) WITH (toast_tuple_target = 8160);
ALTER TABLE temporal.history ALTER COLUMN events SET STORAGE EXTERNAL;

CREATE TABLE IF NOT EXISTS temporal.run_parts (
  run_id uuid NOT NULL,
  kind integer NOT NULL,
  id text COLLATE "C" NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (run_id, kind, id)
);

-- Each as the message that holds all of it.
CREATE TABLE IF NOT EXISTS temporal.schedules (
  namespace_id text COLLATE "C" NOT NULL,
  schedule_id bytea NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (namespace_id, schedule_id)
);

CREATE TABLE IF NOT EXISTS temporal.batches (
  namespace_id text COLLATE "C" NOT NULL,
  job_id bytea NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (namespace_id, job_id)
);

CREATE TABLE IF NOT EXISTS temporal.deployments (
  namespace_id text COLLATE "C" NOT NULL,
  name bytea NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (namespace_id, name)
);

-- Endpoints belong to no namespace: theirs is empty.
CREATE TABLE IF NOT EXISTS temporal.nexus_endpoints (
  namespace_id text COLLATE "C" NOT NULL,
  endpoint_id bytea NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (namespace_id, endpoint_id)
);

-- Times are nanoseconds since 1970 (whole microseconds), so that conditions compare numbers.
CREATE TABLE IF NOT EXISTS temporal.visibility (
  run_id uuid PRIMARY KEY,
  namespace_id text COLLATE "C" NOT NULL,
  workflow_id text COLLATE "C" NOT NULL,
  workflow_type text COLLATE "C" NOT NULL,
  task_queue text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  start_time bigint NOT NULL,
  execution_time bigint NOT NULL,
  close_time bigint,
  execution_duration bigint,
  history_length bigint,
  history_size_bytes bigint,
  state_transition_count bigint,
  parent_workflow_id text COLLATE "C",
  parent_run_id text COLLATE "C",
  root_workflow_id text COLLATE "C" NOT NULL,
  root_run_id text COLLATE "C" NOT NULL,
  attributes jsonb NOT NULL,
  info bytea NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX IF NOT EXISTS visibility_order ON temporal.visibility
  (namespace_id, coalesce(close_time, 9223372036854775807) DESC, start_time DESC, run_id);
CREATE INDEX IF NOT EXISTS visibility_workflow ON temporal.visibility (namespace_id, workflow_id);

-- Replaces the state of one run, and fails the transaction unless the run is at the expected version.
CREATE OR REPLACE FUNCTION temporal.update_run(
  run uuid, expected bigint, new_version bigint, new_state bytea, timer timestamptz, pending boolean, closed timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE temporal.runs SET version = new_version, state = new_state, next_timer = timer, has_pending_work = pending,
    closed_at = closed WHERE run_id = run AND version = expected;
  IF NOT found THEN
    PERFORM temporal.require_all(0, 1);
  END IF;
END $$;

-- Fails the transaction unless every change found its run at the expected version.
CREATE OR REPLACE FUNCTION temporal.require_all(actual bigint, expected bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF actual <> expected THEN
    RAISE EXCEPTION 'a run has another version than expected' USING ERRCODE = 'TV001';
  END IF;
END $$;
