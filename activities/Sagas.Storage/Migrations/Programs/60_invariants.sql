drop function if exists bookings.violations();
-- Every broken rule of the system, one row each; none = sound. A booking in flight (pending, parked, or confirmed and being
-- undone) may be half done; every other one must be fully done or fully undone.
create function bookings.violations() returns table (rule text, subject text, explanation text) language sql stable as $$
  with live as (
    select b.booking_id, b.event_id, b.seats, b.lifecycle, b.total_minor,
           b.parked is not null or (b.lifecycle = 'confirmed' and exists (
             select 1 from bookings.booking_facts f where f.booking_id = b.booking_id
                and f.type in ('tickets_voided', 'refund_requested', 'seats_released'))) as in_flight,
           coalesce(l.balance, 0) as balance
      from bookings.bookings b
      left join (select booking_id, sum(amount_minor) as balance from bookings.ledger_entries group by booking_id) l
        using (booking_id)
  )
  select 'seats-of-confirmed-are-sold', live.booking_id,
         format('confirmed, but seat %s of event %s is %s for %s', w.seat, live.event_id, coalesce(s.status, 'missing'),
                coalesce(s.owner, 'nobody'))
    from live cross join unnest(live.seats) w(seat)
    left join events.seats s on s.event_id = live.event_id and s.seat_id = w.seat
   where live.lifecycle = 'confirmed' and not live.in_flight and (s.seat_id is null or s.status <> 'committed' or s.owner <> live.booking_id)
  union all
  select 'sold-seats-have-a-booking', s.event_id || '/' || s.seat_id,
         format('committed for %s, which is %s', s.owner, coalesce(live.lifecycle, 'unknown'))
    from events.seats s left join live on live.booking_id = s.owner and s.seat_id = any (live.seats)
   where s.status = 'committed' and (live.booking_id is null
         or (live.lifecycle in ('rejected', 'cancelled') and not live.in_flight))
  union all
  select 'undone-bookings-hold-nothing', s.event_id || '/' || s.seat_id, format('%s for %s, which is %s', s.status, s.owner,
         live.lifecycle)
    from events.seats s join live on live.booking_id = s.owner
   where s.status = 'held' and live.lifecycle <> 'pending'
  union all
  select 'money-of-confirmed-is-captured', live.booking_id,
         format('confirmed at %s minor units, captured minus refunded is %s', live.total_minor, live.balance)
    from live where live.lifecycle = 'confirmed' and live.balance <> coalesce(live.total_minor, 0)
     and not live.in_flight
  union all
  select 'money-of-undone-is-returned', live.booking_id,
         format('%s, but captured minus refunded is %s minor units', live.lifecycle, live.balance)
    from live where live.lifecycle in ('rejected', 'cancelled') and live.balance <> 0 and not live.in_flight
  union all
  select 'no-refund-above-capture', live.booking_id, format('captured minus refunded is %s minor units', live.balance)
    from live where live.balance < 0
  union all
  select 'confirmed-has-its-tickets', live.booking_id,
         format('confirmed with %s seats, but %s valid tickets', cardinality(live.seats), count(t.ticket_id))
    from live left join bookings.tickets t on t.booking_id = live.booking_id and t.status = 'valid'
         and t.seat_id = any (live.seats)
   where live.lifecycle = 'confirmed' and not live.in_flight
   group by live.booking_id, live.seats having count(t.ticket_id) <> cardinality(live.seats)
  union all
  select 'undone-has-no-valid-ticket', live.booking_id, format('%s, but ticket %s is valid', live.lifecycle, t.ticket_id)
    from live join bookings.tickets t using (booking_id)
   where t.status = 'valid' and live.lifecycle <> 'confirmed' and not live.in_flight
  union all
  select 'one-booking-per-seat', live.event_id || '/' || w.seat,
         'confirmed for ' || string_agg(live.booking_id, ' and ' order by live.booking_id)
    from live cross join unnest(live.seats) w(seat) where live.lifecycle = 'confirmed'
   group by live.event_id, w.seat having count(*) > 1
  union all
  select 'no-authorisation-without-hold', p.booking_id,
         format('payment attempt %s is %s, but the booking is %s', p.attempt, p.status, live.lifecycle)
    from bookings.payments p join live using (booking_id)
   where p.status in ('created', 'awaiting_customer') and live.lifecycle in ('rejected', 'cancelled') and not live.in_flight
  union all
  select 'read-model-agrees-with-facts', b.booking_id,
         format('is %s, its facts say %s', b.lifecycle, bookings.lifecycle_by_facts(b.booking_id))
    from bookings.bookings b where b.lifecycle <> bookings.lifecycle_by_facts(b.booking_id)
  union all
  select 'facts-tell-every-effect', live.booking_id, format('%s, with a fact %s and none %s', live.lifecycle, e.given, e.wanted)
    from live join (values
      ('confirmed', 'booking_confirmed', 'seats_held'), ('confirmed', 'booking_confirmed', 'seats_committed'),
      ('undone', 'seats_held', 'seats_released'), ('undone', 'payment_intent_created', 'payment_cancelled'),
      ('undone', 'payment_captured', 'refund_requested'), ('undone', 'booking_confirmed', 'tickets_voided')) e(state, given, wanted)
      on e.state = case when live.lifecycle in ('rejected', 'cancelled') then 'undone' else live.lifecycle end
   where not live.in_flight
     and exists (select 1 from bookings.booking_facts f where f.booking_id = live.booking_id and f.type = e.given)
     and not exists (select 1 from bookings.booking_facts f where f.booking_id = live.booking_id and f.type in (
       -- What is captured is not cancelled but given back.
       e.wanted, case when e.wanted = 'payment_cancelled' then 'refund_requested' end))
  union all
  select 'facts-have-no-gap', f.booking_id, format('%s facts, last sequence %s', count(*), max(f.sequence))
    from bookings.booking_facts f group by f.booking_id having count(*) <> max(f.sequence)
$$;
