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

drop function if exists events.hold_seats(text, text, text[], integer, interval, interval);
-- Outcomes: 'held', 'taken' (taken_seats says which), 'unknown' (no such seat, taken_seats says which), 'off_sale'.
-- The first answer under one epoch stays the answer: a retry is a no-op.
create function events.hold_seats(p_booking text, p_event text, p_seats text[], p_epoch integer,
                                  p_hold interval, p_grace interval)
returns table (outcome text, taken_seats text[], held_until timestamptz, decide_at timestamptz)
language plpgsql as $$
declare
  v_key text := p_booking || ':hold:' || p_epoch;
  v_fact jsonb;
  v_now timestamptz := clock_timestamp();
  v_found integer;
begin
  perform 1 from events.seats s where s.event_id = p_event and s.seat_id = any (p_seats)
    order by s.seat_id for no key update;
  get diagnostics v_found = row_count;
  -- Looked up under the locks, so that an attempt that overlaps its own retry is seen.
  select f.data into v_fact from bookings.booking_facts f where f.booking_id = p_booking and f.key = v_key;
  if not found then
    select coalesce(array_agg(s.seat_id order by s.seat_id), '{}') into taken_seats
      from events.seats s where s.event_id = p_event and s.seat_id = any (p_seats)
       and not (s.status = 'free' or (s.owner = p_booking and s.epoch = p_epoch));
    if not exists (select 1 from events.events e where e.event_id = p_event and e.on_sale) then
      outcome := 'off_sale';
    elsif v_found <> cardinality(p_seats) then
      outcome := 'unknown';
      taken_seats := array(select w from unnest(p_seats) w
        where not exists (select 1 from events.seats s where s.event_id = p_event and s.seat_id = w) order by w);
    elsif cardinality(taken_seats) > 0 then
      outcome := 'taken';
    else
      outcome := 'held';
      held_until := v_now + p_hold;
      decide_at := held_until + p_grace;
      update events.seats s
         set status = 'held', owner = p_booking, epoch = p_epoch, hold_until = held_until, decide_by = decide_at
       where s.event_id = p_event and s.seat_id = any (p_seats);
      update bookings.bookings b set hold_until = held_until where b.booking_id = p_booking;
    end if;
    v_fact := jsonb_build_object('epoch', p_epoch, 'seats', p_seats, 'outcome', outcome, 'refused', taken_seats,
                                 'hold_until', held_until, 'decide_by', decide_at);
    if bookings.save(p_booking, v_key, case outcome when 'held' then 'seats_held' else 'seats_refused' end, v_fact) is null
    then
      raise exception 'hold_seats: booking % epoch % was decided meanwhile; run it again', p_booking, p_epoch
        using errcode = 'serialization_failure';
    end if;
  end if;
  return query select v_fact->>'outcome',
    array(select jsonb_array_elements_text(coalesce(nullif(v_fact->'refused', 'null'), '[]'))),
    (v_fact->>'hold_until')::timestamptz, (v_fact->>'decide_by')::timestamptz;
end $$;

drop function if exists events.release_seats(text, text, text[], integer);
-- Frees what (owner, epoch) still has, held or committed. Returns how many seats: 0 means that they were gone or never held.
-- Afterwards the epoch is dead: a hold that arrives late under it is answered 'taken'.
create function events.release_seats(p_booking text, p_event text, p_seats text[], p_epoch integer) returns integer
language plpgsql as $$
declare
  v_count integer;
begin
  -- First the tombstone: it waits for a hold of this epoch under way, and makes one that comes later fail.
  perform bookings.save(p_booking, p_booking || ':hold:' || p_epoch, 'seats_refused', jsonb_build_object(
    'epoch', p_epoch, 'seats', p_seats, 'outcome', 'taken', 'refused', p_seats, 'why', 'released before it was held'));
  perform 1 from events.seats s
    where s.event_id = p_event and s.seat_id = any (p_seats) and s.owner = p_booking and s.epoch = p_epoch
    order by s.seat_id for no key update;
  update events.seats s set status = 'free', owner = null, hold_until = null, decide_by = null
   where s.event_id = p_event and s.seat_id = any (p_seats) and s.owner = p_booking and s.epoch = p_epoch;
  get diagnostics v_count = row_count;
  perform bookings.save(p_booking, p_booking || ':release:' || p_epoch, 'seats_released',
    jsonb_build_object('epoch', p_epoch, 'seats', p_seats, 'released', v_count));
  return v_count;
end $$;

drop function if exists events.commit_seats(text, text, text[], integer, integer);
-- Turns the hold into a commitment if the event is still on sale in the version that was quoted.
-- Outcomes: 'committed', 'closed' (no longer on sale), 'changed' (other version), 'lost' (hold is not ours any more).
create function events.commit_seats(p_booking text, p_event text, p_seats text[], p_epoch integer, p_version integer)
returns text language plpgsql as $$
declare
  v_event events.events%rowtype;
  v_mine integer;
  v_outcome text;
begin
  -- A share lock: closing the sale waits for commitments under way, and they see what it decided.
  select * into v_event from events.events e where e.event_id = p_event for share;
  perform 1 from events.seats s
    where s.event_id = p_event and s.seat_id = any (p_seats) and s.owner = p_booking and s.epoch = p_epoch
    order by s.seat_id for no key update;
  get diagnostics v_mine = row_count;
  if v_mine <> cardinality(p_seats) then
    return 'lost';
  end if;
  if exists (select 1 from bookings.booking_facts f
              where f.booking_id = p_booking and f.key = p_booking || ':commit:' || p_epoch) then
    return 'committed';
  end if;
  v_outcome := case when not coalesce(v_event.on_sale, false) then 'closed'
                    when v_event.version <> p_version then 'changed' else 'committed' end;
  if v_outcome = 'committed' then
    update events.seats s set status = 'committed', hold_until = null, decide_by = null
     where s.event_id = p_event and s.seat_id = any (p_seats);
    perform bookings.save(p_booking, p_booking || ':commit:' || p_epoch, 'seats_committed',
      jsonb_build_object('epoch', p_epoch, 'seats', p_seats));
  end if;
  return v_outcome;
end $$;
