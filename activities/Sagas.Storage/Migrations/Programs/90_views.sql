-- Read views. The API reads these and calls the functions it is told of in README.md; it knows no table.

drop view if exists events.event_view, events.section_view, events.seat_view cascade;

-- Without counts: one row per event costs nothing. events.section_view counts.
create view events.event_view as
  select e.event_id, e.name, e.venue, e.starts_at, e.currency, e.on_sale, e.version from events.events e;

create view events.section_view as
  select c.event_id, c.section, c.price_minor, e.currency, count(s.seat_id) as seats,
         count(s.seat_id) filter (where s.status = 'free') as free
    from events.sections c
    join events.events e using (event_id)
    left join events.seats s using (event_id, section)
   group by c.event_id, c.section, c.price_minor, e.currency;

-- status: 'free', 'held' or 'sold'. Who holds it is nobody's business.
create view events.seat_view as
  select s.event_id, s.seat_id, s.section, s.number, case s.status when 'committed' then 'sold' else s.status end as status,
         c.price_minor, e.currency
    from events.seats s
    join events.sections c using (event_id, section)
    join events.events e using (event_id);

drop view if exists bookings.booking_view, bookings.stuck_bookings, bookings.unstarted_bookings, bookings.ticket_view,
  bookings.fact_view, bookings.api_key_view, bookings.mail_view, bookings.support_action_view cascade;

create view bookings.ticket_view as
  select t.booking_id, t.ticket_id, t.seat_id, t.code, t.status, t.issued_at, t.voided_at from bookings.tickets t;

create view bookings.fact_view as
  select f.booking_id, f.sequence, f.position, f.key, f.type, f.data, f.recorded_at from bookings.booking_facts f;

create view bookings.mail_view as
  select m.booking_id, m.mail_id, m.kind, m.revision, m.state, m.message_id, m.sends, m.error_code, m.updated_at
    from bookings.mails m;

create view bookings.support_action_view as
  select a.action_id, a.booking_id, a.actor, a.action, a.reason, a.detail, a.outcome, a.acted_at
    from bookings.support_actions a;

-- status is what a client is shown: pending, confirmed, rejected, cancelled, or needs_attention while the saga is parked.
-- action_url: where the customer is to confirm the payment, while that is waited for; for the booking's client only.
-- lifecycle is the same without the parking. in_recovery: a recovery acts for it instead of its own workflow, or was the last to.
-- tickets: [{"ticketId","code","seat","status"}]. payment: last attempt or null.
create view bookings.booking_view as
  select b.booking_id, b.client_id, b.event_id, b.seats, b.customer_name, b.customer_email,
         case when b.parked is not null then 'needs_attention' else b.lifecycle end as status,
         b.lifecycle, b.reason_code, b.reason_detail, b.event_version, b.total_minor, b.currency, b.hold_until,
         b.parked, b.attention_case, b.payment_method, b.accepted_at, b.finished_at,
         coalesce((select f.type = 'recovery_begun' from bookings.booking_facts f
                    where f.booking_id = b.booking_id and f.type in ('recovery_begun', 'recovery_stood_down')
                    order by f.sequence desc limit 1), false) as in_recovery,
         (select coalesce(jsonb_agg(jsonb_build_object('ticketId', t.ticket_id, 'code', t.code, 'seat', t.seat_id,
                                                       'status', t.status) order by array_position(b.seats, t.seat_id)), '[]')
            from bookings.tickets t where t.booking_id = b.booking_id) as tickets,
         (select jsonb_build_object('attempt', p.attempt, 'intentId', p.intent_id, 'status', p.status,
                                    'amountMinor', p.amount_minor, 'errorCode', p.error_code, 'declineCode', p.decline_code)
            from bookings.payments p where p.booking_id = b.booking_id order by p.attempt desc limit 1) as payment,
         (select p.action_url from bookings.payments p
           where p.booking_id = b.booking_id and p.status = 'awaiting_customer' limit 1) as action_url
    from bookings.bookings b;

-- What support sees first: stuck since when, where, why, and what that means for seats, money and mail: in the words of the
-- saga (…_meaning), and as the database has it (…_state).
create view bookings.stuck_bookings as
  select b.booking_id, b.client_id, b.event_id, b.seats, b.lifecycle, b.attention_case,
         b.parked->>'step' as step, (b.parked->>'compensating')::boolean as compensating,
         (b.parked->>'since')::timestamptz as since,
         b.parked->>'errorCode' as error_code, b.parked->>'errorMessage' as error_message,
         b.parked->>'seatsMeaning' as seats_meaning, b.parked->>'moneyMeaning' as money_meaning,
         b.parked->>'mailMeaning' as mail_meaning,
         (b.parked->'moneyAtRisk'->>'amount')::bigint as money_at_risk_minor,
         b.total_minor, b.currency,
         coalesce((select string_agg(distinct s.status, ',' order by s.status) from events.seats s
                    where s.event_id = b.event_id and s.seat_id = any (b.seats) and s.owner = b.booking_id), 'free')
           as seat_state,
         coalesce((select p.status from bookings.payments p where p.booking_id = b.booking_id
                    order by p.attempt desc limit 1), 'none') as money_state,
         coalesce((select sum(l.amount_minor) from bookings.ledger_entries l where l.booking_id = b.booking_id), 0)::bigint
           as money_taken_minor,
         coalesce((select m.state from bookings.mails m where m.booking_id = b.booking_id
                    order by m.created_at desc limit 1), 'none') as mail_state
    from bookings.bookings b
   where b.parked is not null;

-- Accepted, but no step of the saga has left a fact: the workflow may never have been started. The sweeper starts it.
create view bookings.unstarted_bookings as
  select b.booking_id, b.client_id, b.event_id, b.seats, b.customer_name, b.customer_email, b.payment_method,
         b.on_delivery_failure, b.trace_context, b.return_url, b.accepted_at, now() - b.accepted_at as age
    from bookings.bookings b
   where b.lifecycle = 'pending'
     and not exists (select 1 from bookings.booking_facts f where f.booking_id = b.booking_id and f.sequence > 1);

-- What is under way and what waits for people, for dashboards. Partial indexes cover all of it.
drop view if exists bookings.gauge_view;
create view bookings.gauge_view as
  select 'open' as gauge, '' as currency, count(*)::double precision as value
    from bookings.bookings b where b.lifecycle = 'pending'
  union all
  select 'oldest_open_seconds', '', coalesce(extract(epoch from now() - min(b.accepted_at)), 0)::double precision
    from bookings.bookings b where b.lifecycle = 'pending'
  union all
  -- From the open ones, which are few: an index on the payment's status would cost every payment.
  select 'waiting_for_customer', '', count(*)::double precision
    from bookings.bookings b join bookings.payments p using (booking_id)
   where b.lifecycle = 'pending' and p.status = 'awaiting_customer'
  union all
  select 'parked', '', count(*)::double precision from bookings.bookings b where b.parked is not null
  union all
  select 'money_at_risk', b.parked->'moneyAtRisk'->>'currency', sum((b.parked->'moneyAtRisk'->>'amount')::bigint)::double precision
    from bookings.bookings b where b.parked is not null and b.parked->'moneyAtRisk'->>'currency' is not null group by 2;

create view bookings.api_key_view as
  select k.key_hash, k.client_id, k.role from bookings.api_keys k where k.revoked_at is null;

drop function if exists bookings.record_support_action(text, text, text, text, jsonb, text);
create function bookings.record_support_action(p_booking text, p_actor text, p_action text, p_reason text, p_detail jsonb,
                                               p_outcome text) returns bigint language sql as $$
  insert into bookings.support_actions (booking_id, actor, action, reason, detail, outcome)
  values (p_booking, p_actor, p_action, p_reason, coalesce(p_detail, '{}'), p_outcome) returning action_id
$$;
