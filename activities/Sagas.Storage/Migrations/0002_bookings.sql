-- The Bookings context: bookings, the facts they are made of, tickets, money and mail.

create schema if not exists bookings;

create table bookings.bookings (
  booking_id      text primary key check (booking_id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
  client_id       text not null,
  event_id        text not null,
  seats           text[] not null check (cardinality(seats) > 0),
  -- Personal data lives in this row and in mails.recipient only, never in facts, so that it can be erased.
  customer_name   text not null,
  customer_email  text not null,
  -- Kept so that the sweeper can start a booking whose workflow never began.
  payment_method  text,
  lifecycle       text not null default 'pending'
                  check (lifecycle in ('pending', 'confirmed', 'rejected', 'cancelled')),
  reason_code     text,
  reason_detail   text,
  event_version   integer,
  total_minor     bigint check (total_minor >= 0),
  currency        text,
  hold_until      timestamptz,
  -- Set while the saga is parked: a ParkedBooking as JSON. Later cases win over earlier ones, whatever order they arrive in.
  parked          jsonb,
  attention_case  integer not null default 0,
  accepted_at     timestamptz not null default now(),
  finished_at     timestamptz
) with (fillfactor = 70);

create index bookings_by_client on bookings.bookings (client_id, accepted_at desc);
-- Open bookings are few; this is what the recovery sweep reads.
create index bookings_open on bookings.bookings (accepted_at) where lifecycle = 'pending';
create index bookings_stuck on bookings.bookings (booking_id) where parked is not null;

-- One row per thing that happened to a booking. Append-only: a trigger refuses anything else.
-- (booking_id, key) makes every effect happen once; sequence orders one booking; (xid, position) orders all of them.
create table bookings.booking_facts (
  position    bigint generated always as identity,
  xid         xid8 not null default pg_current_xact_id(),
  booking_id  text not null references bookings.bookings,
  sequence    integer not null check (sequence > 0),
  key         text not null,
  type        text not null,
  data        jsonb not null default '{}',
  recorded_at timestamptz not null default now(),
  primary key (booking_id, sequence),
  unique (booking_id, key)
);

create unique index booking_facts_by_position on bookings.booking_facts (position) include (xid);
create index booking_facts_feed on bookings.booking_facts (xid, position);

create function bookings.refuse_fact_change() returns trigger language plpgsql as $$
begin
  raise exception 'booking_facts is append-only: % refused', tg_op using errcode = 'restrict_violation';
end $$;

create trigger booking_facts_append_only before update or delete or truncate on bookings.booking_facts
  for each statement execute function bookings.refuse_fact_change();

-- What a client asked for, under its own idempotency key. This row, not Temporal's retention, is the guard against twice.
create table bookings.accepted_requests (
  client_id       text not null,
  idempotency_key text not null check (length(idempotency_key) between 1 and 255),
  body_hash       bytea not null check (length(body_hash) = 32),
  booking_id      text not null references bookings.bookings,
  accepted_at     timestamptz not null default now(),
  primary key (client_id, idempotency_key)
);

create table bookings.tickets (
  ticket_id   text primary key,
  booking_id  text not null references bookings.bookings,
  seat_id     text not null,
  code        text not null unique,
  status      text not null default 'valid' check (status in ('valid', 'void')),
  issued_at   timestamptz not null default now(),
  voided_at   timestamptz,
  unique (booking_id, seat_id),
  check ((status = 'void') = (voided_at is not null))
);

-- One row per business attempt to be paid. The intent id is stored before the intent is confirmed, so an intent that is not
-- here never had money on it. A row that was cancelled before it had an intent is a tombstone: a late attempt finds it.
create table bookings.payments (
  booking_id     text not null references bookings.bookings,
  attempt        integer not null check (attempt > 0),
  intent_id      text unique,
  amount_minor   bigint check (amount_minor > 0),
  currency       text,
  -- What we recorded last, not what the provider says now.
  status         text not null check (status in ('created', 'declined', 'cancelled', 'captured')),
  error_code     text,
  decline_code   text,
  created_at     timestamptz not null default now(),
  primary key (booking_id, attempt),
  check ((intent_id is null) = (amount_minor is null)),
  check (intent_id is not null or status = 'cancelled')
) with (fillfactor = 80);

create table bookings.refunds (
  refund_id          text primary key,
  booking_id         text not null references bookings.bookings,
  intent_id          text not null,
  amount_minor       bigint not null check (amount_minor > 0),
  currency           text not null,
  status             text not null check (status in ('requested', 'pending', 'requires_action', 'succeeded', 'failed', 'canceled')),
  provider_refund_id text unique,
  reason             text not null,
  requested_at       timestamptz not null default now(),
  finished_at        timestamptz
);

create index refunds_by_booking on bookings.refunds (booking_id);

-- Money in is positive, money out negative. One row per provider movement.
create table bookings.ledger_entries (
  entry_key    text primary key,
  booking_id   text not null references bookings.bookings,
  kind         text not null check (kind in ('capture', 'refund')),
  amount_minor bigint not null check ((kind = 'capture') = (amount_minor > 0)),
  currency     text not null,
  provider_id  text not null,
  recorded_at  timestamptz not null default now()
);

create index ledger_by_booking on bookings.ledger_entries (booking_id);

create table bookings.mails (
  mail_id      text primary key,
  booking_id   text not null references bookings.bookings,
  kind         text not null check (kind in ('ticket', 'cancellation')),
  revision     integer not null check (revision > 0),
  recipient    text not null,
  state        text not null check (state in ('sending', 'unknown', 'refused', 'accepted', 'rejected')),
  message_id   text,
  sends        integer not null default 0,
  error_code   text,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now()
) with (fillfactor = 80);

create index mails_by_booking on bookings.mails (booking_id);

-- Audit trail of what support did, also of what was refused.
create table bookings.support_actions (
  action_id   bigint generated always as identity primary key,
  booking_id  text not null references bookings.bookings,
  actor       text not null,
  action      text not null check (action in ('retry', 'compensate', 'accept_as_done', 'cancel')),
  -- Set for decisions that a saga took: it notes each once.
  key         text unique,
  reason      text not null check (length(reason) between 1 and 1000),
  detail      jsonb not null default '{}',
  outcome     text not null,
  acted_at    timestamptz not null default now()
);

create index support_actions_by_booking on bookings.support_actions (booking_id, acted_at);

-- Keys are random (256 bits), so a plain SHA-256 is enough; the key itself is never stored.
create table bookings.api_keys (
  key_hash   bytea primary key check (length(key_hash) = 32),
  client_id  text not null,
  role       text not null check (role in ('client', 'support')),
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
