-- Seats. Rows are locked in seat order, so two bookings can never wait for each other, and all seats move or none.

drop function if exists events.quote(text, text[]);
-- Price and version of the seats asked for, in one read. No row: no such event. unknown_seats names seats that do not exist.
create function events.quote(p_event text, p_seats text[])
returns table (event_version integer, on_sale boolean, starts_at timestamptz, event_name text, venue text, currency text,
               total_minor bigint, seats text[], sections text[], prices_minor bigint[], unknown_seats text[])
language sql stable as $$
  select e.version, e.on_sale, e.starts_at, e.name, e.venue, e.currency,
         coalesce(sum(c.price_minor) filter (where s.seat_id is not null), 0)::bigint,
         coalesce(array_agg(s.seat_id order by w.ord) filter (where s.seat_id is not null), '{}'),
         coalesce(array_agg(s.section order by w.ord) filter (where s.seat_id is not null), '{}'),
         coalesce(array_agg(c.price_minor order by w.ord) filter (where s.seat_id is not null), '{}'),
         coalesce(array_agg(w.seat_id order by w.ord) filter (where s.seat_id is null), '{}')
    from events.events e
   cross join unnest(p_seats) with ordinality w(seat_id, ord)
    left join events.seats s on s.event_id = e.event_id and s.seat_id = w.seat_id
    left join events.sections c on c.event_id = e.event_id and c.section = s.section
   where e.event_id = p_event
   group by e.event_id
$$;

drop function if exists events.lock_seats(text[], text[]);
-- Locks the seats of a whole group of commands in one order, before the first of them runs: groups cannot deadlock either.
create function events.lock_seats(p_events text[], p_seats text[]) returns void language plpgsql as $$
begin
  perform 1 from events.seats s
    where (s.event_id, s.seat_id) in (select * from unnest(p_events, p_seats))
    order by s.event_id, s.seat_id for no key update;
end $$;

drop function if exists events.hold_seats(text, text, text, text[], integer, interval, interval);
-- Quotes and holds all the seats or none. Outcomes: 'held' (the rest of the row is the quote), 'taken' and 'unknown'
-- (refused says which seats), 'unknown_event', 'off_sale'.
-- The first answer under a key stays the answer: a retry is a no-op.
create function events.hold_seats(p_key text, p_booking text, p_event text, p_seats text[], p_epoch integer,
                                  p_hold interval, p_grace interval)
returns table (outcome text, refused text[], event_version integer, event_name text, starts_at timestamptz, currency text,
               total_minor bigint, seats text[], sections text[], prices_minor bigint[], held_until timestamptz)
language plpgsql as $$
#variable_conflict use_column
declare
  v_fact jsonb;
  v_quote record;
  v_refused text[] := '{}';
  v_outcome text := 'held';
  v_until timestamptz;
begin
  perform 1 from events.seats s where s.event_id = p_event and s.seat_id = any (p_seats)
    order by s.seat_id for no key update;
  -- Looked up under the locks, so that an attempt that overlaps its own retry is seen.
  select f.data into v_fact from bookings.booking_facts f where f.booking_id = p_booking and f.key = p_key;
  select * into v_quote from events.quote(p_event, p_seats);
  if v_fact is null then
    v_refused := array(select s.seat_id from events.seats s where s.event_id = p_event and s.seat_id = any (p_seats)
      and not (s.status = 'free' or (s.owner = p_booking and s.epoch = p_epoch)) order by s.seat_id);
    if v_quote.event_version is null then
      v_outcome := 'unknown_event';
    elsif not v_quote.on_sale then
      v_outcome := 'off_sale';
    elsif cardinality(v_quote.unknown_seats) > 0 then
      v_outcome := 'unknown';
      v_refused := v_quote.unknown_seats;
    elsif cardinality(v_refused) > 0 then
      v_outcome := 'taken';
    else
      v_until := clock_timestamp() + p_hold;
      update events.seats s set status = 'held', owner = p_booking, epoch = p_epoch, hold_until = v_until,
             decide_by = v_until + p_grace
       where s.event_id = p_event and s.seat_id = any (p_seats);
      update bookings.bookings b set hold_until = v_until, event_version = v_quote.event_version,
             total_minor = v_quote.total_minor, currency = v_quote.currency
       where b.booking_id = p_booking;
    end if;
    v_fact := jsonb_build_object('epoch', p_epoch, 'seats', p_seats, 'outcome', v_outcome, 'refused', v_refused,
      'event_version', v_quote.event_version, 'currency', v_quote.currency, 'total_minor', v_quote.total_minor,
      'prices_minor', v_quote.prices_minor, 'hold_until', v_until);
    if bookings.save(p_booking, p_key, case v_outcome when 'held' then 'seats_held' else 'seats_refused' end, v_fact) is null
    then
      raise exception 'hold_seats: % was decided meanwhile; run it again', p_key using errcode = 'serialization_failure';
    end if;
  end if;
  -- The answer is what the fact says; only what cannot change under a version comes from the quote of now.
  return query select v_fact->>'outcome', array(select jsonb_array_elements_text(v_fact->'refused')),
    (v_fact->>'event_version')::integer, v_quote.event_name, v_quote.starts_at, v_fact->>'currency',
    (v_fact->>'total_minor')::bigint, v_quote.seats, v_quote.sections,
    array(select jsonb_array_elements_text(nullif(v_fact->'prices_minor', 'null'))::bigint),
    (v_fact->>'hold_until')::timestamptz;
end $$;

drop function if exists events.release_seats(text, text, text, text, text[], integer);
-- Frees what (owner, epoch) still has, held or committed. Returns how many seats: 0 means that they were gone or never held.
-- Afterwards the epoch is dead: a hold that arrives late under p_hold_key is refused.
create function events.release_seats(p_key text, p_hold_key text, p_booking text, p_event text, p_seats text[],
                                     p_epoch integer) returns integer
language plpgsql as $$
declare
  v_count integer;
begin
  -- First the tombstone: it waits for a hold of this epoch under way, and makes one that comes later fail.
  perform bookings.save(p_booking, p_hold_key, 'seats_refused', jsonb_build_object(
    'epoch', p_epoch, 'seats', p_seats, 'outcome', 'taken', 'refused', p_seats, 'why', 'released before it was held'));
  perform 1 from events.seats s
    where s.event_id = p_event and s.seat_id = any (p_seats) and s.owner = p_booking and s.epoch = p_epoch
    order by s.seat_id for no key update;
  update events.seats s set status = 'free', owner = null, hold_until = null, decide_by = null
   where s.event_id = p_event and s.seat_id = any (p_seats) and s.owner = p_booking and s.epoch = p_epoch;
  get diagnostics v_count = row_count;
  perform bookings.save(p_booking, p_key, 'seats_released',
    jsonb_build_object('epoch', p_epoch, 'seats', p_seats, 'released', v_count));
  return v_count;
end $$;

drop function if exists events.commit_seats(text, text, text, text[], integer);
-- Turns the hold into a sale at the price that was quoted, if the event is still on sale.
-- Outcomes: 'committed', 'off_sale', 'lost' (the seats are not held by this booking and epoch any more).
create function events.commit_seats(p_key text, p_booking text, p_event text, p_seats text[], p_epoch integer)
returns table (outcome text, event_version integer) language plpgsql as $$
#variable_conflict use_column
declare
  v_event events.events%rowtype;
  v_mine integer;
begin
  -- A share lock: closing the sale waits for commitments under way, and later ones see that it is closed.
  select * into v_event from events.events e where e.event_id = p_event for share;
  perform 1 from events.seats s
    where s.event_id = p_event and s.seat_id = any (p_seats) and s.owner = p_booking and s.epoch = p_epoch
    order by s.seat_id for no key update;
  get diagnostics v_mine = row_count;
  if v_mine <> cardinality(p_seats) then
    return query select 'lost', v_event.version;
  elsif exists (select 1 from bookings.booking_facts f where f.booking_id = p_booking and f.key = p_key) then
    return query select 'committed', v_event.version;
  elsif not coalesce(v_event.on_sale, false) then
    return query select 'off_sale', v_event.version;
  else
    update events.seats s set status = 'committed', hold_until = null, decide_by = null
     where s.event_id = p_event and s.seat_id = any (p_seats);
    perform bookings.save(p_booking, p_key, 'seats_committed', jsonb_build_object('epoch', p_epoch, 'seats', p_seats));
    return query select 'committed', v_event.version;
  end if;
end $$;
