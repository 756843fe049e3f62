-- The Events context: what is on sale, where, and who has which seat.

create schema if not exists events;

create table events.events (
  event_id    text primary key check (event_id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
  name        text not null check (length(name) between 1 and 200),
  venue       text not null,
  starts_at   timestamptz not null,
  currency    text not null check (currency ~ '^[A-Z]{3}$'),
  on_sale     boolean not null default true,
  -- Raised by every change of price, place or time; a saga carries the version it quoted.
  version     integer not null default 1 check (version > 0),
  created_at  timestamptz not null default now()
);

create table events.sections (
  event_id    text not null references events.events,
  section     text not null check (section ~ '^[A-Za-z0-9]{1,16}$'),
  -- In the smallest unit of the event's currency.
  price_minor bigint not null check (price_minor >= 0),
  primary key (event_id, section)
);

-- Invariant: a seat is free exactly if it has no owner. Only the saga that owns (owner, epoch) may move or free it, and no
-- timestamp ever frees a seat by itself.
-- No index covers a column that changes, and pages keep room, so that every hold is a heap-only update.
create table events.seats (
  event_id    text not null,
  seat_id     text not null check (length(seat_id) between 1 and 32),
  section     text not null,
  number      integer not null,
  status      text not null default 'free' check (status in ('free', 'held', 'committed')),
  owner       text,
  epoch       integer not null default 0,
  hold_until  timestamptz,
  decide_by   timestamptz,
  primary key (event_id, seat_id),
  foreign key (event_id, section) references events.sections,
  check ((status = 'free') = (owner is null)),
  check ((status = 'held') = (hold_until is not null))
) with (fillfactor = 70);
