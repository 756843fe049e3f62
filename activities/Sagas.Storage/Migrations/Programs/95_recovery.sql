-- Bookings that are open while their workflow is not: what is left to do, and what is known.

drop function if exists bookings.is_being_undone(text);
-- A compensation has had its effect, or somebody has decided that the booking is undone.
create function bookings.is_being_undone(p_booking text) returns boolean language sql stable as $$
  select exists (
    select 1 from bookings.booking_facts f
     where f.booking_id = p_booking
       and (f.type in ('tickets_voided', 'refund_requested', 'payment_cancelled', 'seats_released')
            or (f.type = 'attention_resolved' and f.data->>'action' = 'compensate')))
$$;

drop view if exists bookings.open_bookings, bookings.unfinished_bookings;
drop function if exists bookings.unfinished_after(text, integer);
drop function if exists bookings.is_unfinished(bookings.bookings);
drop function if exists bookings.is_accepted_as_done(text, text);
-- Support has decided that this step's effect is there, by other means.
create function bookings.is_accepted_as_done(p_booking text, p_step text) returns boolean language sql stable as $$
  select exists (
    select 1 from bookings.booking_facts resolved
      join bookings.booking_facts needed
        on needed.booking_id = resolved.booking_id and needed.type = 'attention_needed'
       and needed.data->'case' = resolved.data->'case'
     where resolved.booking_id = p_booking and resolved.type = 'attention_resolved'
       and resolved.data->>'action' = 'accept_as_done' and needed.data->>'step' = p_step)
$$;

-- Something is left to do or to undo: the booking is not decided, it waits for support, its tickets were not sent, or whoever got
-- tickets was not told that they are void.
create function bookings.is_unfinished(b bookings.bookings) returns boolean language sql stable as $$
  select case
    when b.lifecycle = 'pending' or b.parked is not null then true
    when b.lifecycle = 'confirmed' then bookings.is_being_undone(b.booking_id) or not (exists (
      select 1 from bookings.mails m where m.booking_id = b.booking_id and m.kind = 'ticket' and m.state = 'accepted')
      or bookings.is_accepted_as_done(b.booking_id, 'deliver-tickets'))
    else exists (select 1 from bookings.tickets t where t.booking_id = b.booking_id) and not exists (
      select 1 from bookings.mails m
       where m.booking_id = b.booking_id and m.kind = 'cancellation' and m.state in ('accepted', 'rejected'))
      and not bookings.is_accepted_as_done(b.booking_id, 'send-cancellation')
  end
$$;

drop function if exists bookings.begin_recovery(text, text, text);
-- Notes that a recovery acts for the booking from here on, which closes what its lost workflow was parked at, and answers what
-- the facts say. A booking with nothing left to do is not touched.
create function bookings.begin_recovery(p_key text, p_booking text, p_cause text)
returns table (unfinished boolean, held boolean, committed boolean, confirmed boolean, being_undone boolean, has_refund boolean,
               payment_attempt integer, intent_id text, refund_attempt integer, mail_revision integer)
language plpgsql as $$
#variable_conflict use_column
declare
  v_booking bookings.bookings%rowtype;
  v_refund integer;
begin
  select * into v_booking from bookings.bookings b where b.booking_id = p_booking for no key update;
  if bookings.is_unfinished(v_booking)
     and bookings.save(p_booking, p_key, 'recovery_begun', jsonb_build_object('cause', p_cause)) is not null then
    update bookings.bookings b set parked = null where b.booking_id = p_booking and b.parked is not null;
  end if;
  select max(substring(r.refund_id from ':refund-payment:([0-9]+)$')::integer) into v_refund
    from bookings.refunds r where r.booking_id = p_booking;
  return query select
    -- Decided on the row as it was: clearing what it was parked at does not finish it.
    bookings.is_unfinished(v_booking),
    bool_or(f.type = 'seats_held'), bool_or(f.type = 'seats_committed'), bool_or(f.type = 'booking_confirmed'),
    bookings.is_being_undone(p_booking), v_refund is not null,
    coalesce((select max(p.attempt) from bookings.payments p where p.booking_id = p_booking), 1),
    (select p.intent_id from bookings.payments p where p.booking_id = p_booking order by p.attempt desc limit 1),
    coalesce(v_refund, 1),
    coalesce((select m.revision + (m.recipient <> v_booking.customer_email)::integer from bookings.mails m
               where m.booking_id = p_booking and m.kind = 'ticket' order by m.revision desc limit 1), 1)
    from bookings.booking_facts f where f.booking_id = p_booking;
end $$;

drop function if exists bookings.stand_down(text, text);
-- The booking's own workflow runs again: it acts, and no recovery. Without a recovery that had begun there is nothing to note.
create function bookings.stand_down(p_key text, p_booking text) returns void language plpgsql as $$
begin
  if exists (select 1 from bookings.booking_facts f where f.booking_id = p_booking and f.key = p_key) then
    perform bookings.save(p_booking, p_key || ':stood-down', 'recovery_stood_down', '{}');
  end if;
end $$;

-- Where the sweep looks for workflows that are gone: what is not decided, and what waits for support. Two partial indexes.
create view bookings.open_bookings as
  select b.booking_id, b.accepted_at from bookings.bookings b where b.lifecycle = 'pending'
  union all
  select b.booking_id, b.accepted_at from bookings.bookings b where b.parked is not null and b.lifecycle <> 'pending';

-- To be asked by booking id: whether something is left to do, with all that a recovery needs to start.
-- has_begun: its saga has left a trace; without one, the workflow may simply not have been started yet.
create view bookings.unfinished_bookings as
  select b.booking_id, b.client_id, b.event_id, b.seats, b.customer_name, b.customer_email, b.payment_method,
         b.on_delivery_failure, b.trace_context, b.return_url, b.attention_case,
         exists (select 1 from bookings.booking_facts f where f.booking_id = b.booking_id and f.sequence > 1) as has_begun,
         (select count(*) from bookings.booking_facts f
           where f.booking_id = b.booking_id and f.type = 'recovery_begun')::integer as recoveries
    from bookings.bookings b
   where bookings.is_unfinished(b);

-- The slow way round all bookings, for what no index shows: decided, not parked, and yet something is left to do. Looks at the next n by
-- id, so that its cost is the same however many there are. Young ones are at work. page_end: where to go on; null: that was the last page.
create function bookings.unfinished_after(p_after text, p_n integer) returns table (page_end text, booking_ids text[])
language sql stable as $$
  with page as (select b as booking from bookings.bookings b where b.booking_id > p_after order by b.booking_id limit p_n)
  select case when count(*) = p_n then max((p.booking).booking_id) end,
         coalesce(array_agg((p.booking).booking_id) filter (
           where (p.booking).lifecycle <> 'pending' and (p.booking).parked is null
             and (p.booking).finished_at < now() - interval '30 seconds' and bookings.is_unfinished(p.booking)), '{}')
    from page p
$$;
