-- Facts: save(x) and get_n_after(position, n).

drop function if exists bookings.save(text, text, text, jsonb);
-- Appends one fact, once per (booking, key). Returns its sequence, or null if that key was saved before: then the whole
-- effect has happened already, because every effect saves its fact in its own transaction.
-- In PL/pgSQL because its plan is kept: a function in SQL is planned at every call.
create function bookings.save(p_booking text, p_key text, p_type text, p_data jsonb) returns integer
language plpgsql as $$
declare
  v_sequence integer;
begin
  insert into bookings.booking_facts (booking_id, sequence, key, type, data)
  values (
    p_booking,
    coalesce((select max(f.sequence) from bookings.booking_facts f where f.booking_id = p_booking), 0) + 1,
    p_key, p_type, coalesce(p_data, '{}'))
  on conflict (booking_id, key) do nothing
  returning sequence into v_sequence;
  return v_sequence;
end $$;

drop function if exists bookings.get_n_after(bigint, integer);
-- The next facts of all bookings after the fact at p_position (0 = from the start), for feeds and projections.
-- Positions are handed out before commit, so a lower one can become visible after a higher one. Facts are therefore ordered
-- by (transaction, position) and only those of transactions older than every running one are given: nothing is ever
-- skipped. The position of the last fact received is the cursor.
create function bookings.get_n_after(p_position bigint, p_n integer)
returns table (fact_position bigint, booking_id text, sequence integer, key text, type text, data jsonb,
               recorded_at timestamptz)
language plpgsql stable as $$
declare
  last_xid xid8 := '0';
begin
  if p_n not between 1 and 10000 then
    raise exception 'get_n_after: n is %, allowed are 1 to 10000', p_n using errcode = 'invalid_parameter_value';
  end if;
  if p_position <> 0 then
    select f.xid into last_xid from bookings.booking_facts f where f.position = p_position;
    if not found then
      raise exception 'get_n_after: no fact has position %; use 0 or a position received before', p_position
        using errcode = 'invalid_parameter_value';
    end if;
  end if;
  return query
    select f.position, f.booking_id, f.sequence, f.key, f.type, f.data, f.recorded_at
      from bookings.booking_facts f
     where (f.xid, f.position) > (last_xid, p_position)
       and f.xid < pg_snapshot_xmin(pg_current_snapshot())
     order by f.xid, f.position
     limit p_n;
end $$;

drop function if exists bookings.lifecycle_by_facts(text);
-- What the facts alone say about a booking: the read model must agree (see Invariants).
create function bookings.lifecycle_by_facts(p_booking text) returns text language sql stable as $$
  select coalesce((
    select case f.type when 'booking_confirmed' then 'confirmed' when 'booking_rejected' then 'rejected'
                       when 'booking_cancelled' then 'cancelled' end
      from bookings.booking_facts f
     where f.booking_id = p_booking
       and f.type in ('booking_confirmed', 'booking_rejected', 'booking_cancelled')
     order by f.sequence desc limit 1), 'pending')
$$;

drop function if exists bookings.rebuild(text);
-- Projects the lifecycle of one booking from its facts again. Returns true if the row was wrong.
create function bookings.rebuild(p_booking text) returns boolean language plpgsql as $$
begin
  update bookings.bookings b set lifecycle = bookings.lifecycle_by_facts(p_booking)
   where b.booking_id = p_booking and b.lifecycle <> bookings.lifecycle_by_facts(p_booking);
  return found;
end $$;

drop function if exists bookings.adopt_restored_facts();
-- For the owner of the tables, once after a logical restore into another cluster: makes all present facts older than any
-- transaction to come, in their old order as far as positions tell it.
create function bookings.adopt_restored_facts() returns bigint language plpgsql as $$
declare
  v_count bigint;
begin
  alter table bookings.booking_facts disable trigger booking_facts_append_only;
  update bookings.booking_facts set xid = '1' where xid <> '1';
  get diagnostics v_count = row_count;
  alter table bookings.booking_facts enable trigger booking_facts_append_only;
  return v_count;
end $$;
