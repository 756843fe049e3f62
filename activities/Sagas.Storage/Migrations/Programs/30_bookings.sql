-- The life of a booking: accepted, quoted, confirmed, closed; parked and repaired.

drop function if exists bookings.accept_booking(text, text, bytea, text, text, text[], text, text, text);
drop function if exists bookings.accept_booking(text, text, bytea, text, text, text[], text, text, text, text);
drop function if exists bookings.accept_booking(text, text, bytea, text, text, text[], text, text, text, text, text);
drop function if exists bookings.accept_booking(text, text, bytea, text, text, text[], text, text, text, text, text, text);
-- Called by the API, in one statement. Outcomes:
--   'accepted'       new booking under p_booking: start the workflow
--   'replayed'       same key and body before: booking_id is the earlier one (start its workflow again, harmlessly)
--   'key_reused'     same key, other body: refuse (422)
--   'unknown_event', 'unknown_seats' (named in unknown_seats), 'off_sale': refuse, nothing is stored
-- The last three have defaults, so that a build that does not know them goes on working.
create function bookings.accept_booking(p_client text, p_key text, p_body_hash bytea, p_booking text, p_event text,
                                        p_seats text[], p_name text, p_email text, p_payment_method text,
                                        p_on_delivery_failure text default null, p_trace_context text default null,
                                        p_return_url text default null)
returns table (outcome text, booking_id text, lifecycle text, unknown_seats text[]) language plpgsql as $$
#variable_conflict use_column
declare
  v_quote record;
  v_request bookings.accepted_requests%rowtype;
begin
  select * into v_request from bookings.accepted_requests r where r.client_id = p_client and r.idempotency_key = p_key;
  if not found then
    select * into v_quote from events.quote(p_event, p_seats);
    if not found then
      return query select 'unknown_event', null::text, null::text, '{}'::text[];
      return;
    elsif cardinality(v_quote.unknown_seats) > 0 then
      return query select 'unknown_seats', null::text, null::text, v_quote.unknown_seats;
      return;
    elsif not v_quote.on_sale then
      return query select 'off_sale', null::text, null::text, '{}'::text[];
      return;
    end if;
    insert into bookings.bookings (booking_id, client_id, event_id, seats, customer_name, customer_email, payment_method,
                                   on_delivery_failure, trace_context, return_url, event_version, total_minor, currency)
    values (p_booking, p_client, p_event, p_seats, p_name, p_email, p_payment_method, p_on_delivery_failure, p_trace_context, p_return_url,
            v_quote.event_version, v_quote.total_minor, v_quote.currency)
    on conflict do nothing;
    insert into bookings.accepted_requests (client_id, idempotency_key, body_hash, booking_id)
    values (p_client, p_key, p_body_hash, p_booking) on conflict do nothing;
    if found then
      perform bookings.save(p_booking, p_booking || ':accepted', 'booking_accepted',
        jsonb_build_object('client', p_client, 'event', p_event, 'seats', p_seats));
      return query select 'accepted', p_booking, 'pending', '{}'::text[];
      return;
    end if;
    -- A twin request won meanwhile. Our booking row has no request: take it back and answer as the twin was answered.
    delete from bookings.bookings b where b.booking_id = p_booking
      and not exists (select 1 from bookings.accepted_requests r where r.booking_id = p_booking);
    select * into v_request from bookings.accepted_requests r where r.client_id = p_client and r.idempotency_key = p_key;
  end if;
  if v_request.body_hash <> p_body_hash then
    return query select 'key_reused', null::text, null::text, '{}'::text[];
  else
    return query select 'replayed', b.booking_id, b.lifecycle, '{}'::text[]
      from bookings.bookings b where b.booking_id = v_request.booking_id;
  end if;
end $$;

drop function if exists bookings.open_booking(text, text, text, text, text[], text, text);
-- For a booking that did not come by the API, or that an older build began; its row may be there already. Refuses (raises) a row
-- of another booking.
create function bookings.open_booking(p_key text, p_booking text, p_client text, p_event text, p_seats text[], p_name text,
                                      p_email text) returns void language plpgsql as $$
begin
  insert into bookings.bookings (booking_id, client_id, event_id, seats, customer_name, customer_email)
  values (p_booking, p_client, p_event, p_seats, p_name, p_email) on conflict (booking_id) do nothing;
  perform bookings.save(p_booking, p_key, 'booking_opened', jsonb_build_object('event', p_event, 'seats', p_seats));
  if not exists (select 1 from bookings.bookings b
                  where b.booking_id = p_booking and b.client_id = p_client and b.event_id = p_event and b.seats = p_seats) then
    raise exception 'open_booking: % exists with another client, event or seats', p_booking using errcode = 'unique_violation';
  end if;
end $$;

drop function if exists bookings.close_booking(text, text, text, text, text, text);
-- Ends a booking as 'rejected' or 'cancelled'. A booking that was never opened is success.
create function bookings.close_booking(p_key text, p_booking text, p_status text, p_code text, p_message text, p_detail text)
returns void language plpgsql as $$
begin
  if p_status not in ('rejected', 'cancelled') then
    raise exception 'close_booking: status % is not rejected or cancelled', p_status
      using errcode = 'invalid_parameter_value';
  end if;
  update bookings.bookings b
     set lifecycle = p_status, reason_code = p_code, reason_detail = coalesce(p_detail, p_message), finished_at = now()
   where b.booking_id = p_booking
     and not exists (select 1 from bookings.booking_facts f where f.booking_id = p_booking and f.key = p_key);
  if found then
    perform bookings.save(p_booking, p_key, 'booking_' || p_status,
      jsonb_build_object('code', p_code, 'message', p_message, 'detail', p_detail));
  end if;
end $$;

drop function if exists bookings.confirm_booking(text, text, text, bigint, text, text, integer, text[], text[], text[]);
-- One transaction: confirmed, tickets, what was captured, facts.
create function bookings.confirm_booking(p_key text, p_booking text, p_intent text, p_amount bigint, p_currency text,
                                         p_charge text, p_event_version integer, p_seats text[], p_ticket_ids text[], p_codes text[])
returns void language plpgsql as $$
begin
  if p_intent is not null then
    perform bookings.note_capture(p_booking, p_intent, p_amount, p_currency, p_charge);
  end if;
  if bookings.save(p_booking, p_key, 'booking_confirmed',
       jsonb_build_object('seats', p_seats, 'total_minor', p_amount, 'currency', p_currency,
                          'event_version', p_event_version)) is null then
    if exists (select 1 from bookings.booking_facts f
                where f.booking_id = p_booking and f.key = p_key and f.type = 'confirmation_refused') then
      raise exception 'confirm_booking: % is being undone, so it is not confirmed any more', p_booking
        using errcode = 'restrict_violation';
    end if;
    return;
  end if;
  update bookings.bookings b
     set lifecycle = 'confirmed', total_minor = p_amount, currency = p_currency, finished_at = now()
   where b.booking_id = p_booking;
  insert into bookings.tickets (ticket_id, booking_id, seat_id, code)
    select t.id, p_booking, t.seat, t.code from unnest(p_ticket_ids, p_seats, p_codes) t(id, seat, code);
end $$;

drop function if exists bookings.void_tickets(text, text, text);
drop function if exists bookings.void_tickets(text, text, text, text);
-- Returns how many tickets this booking has that are void now. No tickets is success.
-- p_confirm_key has a default, so that a build that does not know it goes on working.
create function bookings.void_tickets(p_key text, p_booking text, p_reason text, p_confirm_key text default null)
returns integer language plpgsql as $$
begin
  -- First the tombstone: it waits for a confirmation under way, and has one that comes later fail.
  if p_confirm_key is not null then
    perform bookings.save(p_booking, p_confirm_key, 'confirmation_refused', jsonb_build_object('reason', p_reason));
  end if;
  update bookings.tickets t set status = 'void', voided_at = now() where t.booking_id = p_booking and t.status = 'valid';
  perform bookings.save(p_booking, p_key, 'tickets_voided', jsonb_build_object('reason', p_reason));
  return (select count(*) from bookings.tickets t where t.booking_id = p_booking and t.status = 'void');
end $$;

drop function if exists bookings.note_saga_state(text, text, integer, jsonb, jsonb, text);
-- p_parked null: the saga goes on. p_repair: the decision of support that made it go on.
create function bookings.note_saga_state(p_key text, p_booking text, p_case integer, p_parked jsonb, p_repair jsonb,
                                         p_email text) returns void language plpgsql as $$
begin
  if not exists (select 1 from bookings.bookings b where b.booking_id = p_booking)
     or bookings.save(p_booking, p_key, case when p_parked is null then 'attention_resolved' else 'attention_needed' end,
          jsonb_build_object('case', p_case, 'step', p_parked->>'step', 'error', p_parked->>'errorCode',
                             'action', p_repair->>'action')) is null then
    return;
  end if;
  update bookings.bookings b
     set parked = p_parked, attention_case = p_case, customer_email = coalesce(p_email, b.customer_email)
   where b.booking_id = p_booking
     and (p_case > b.attention_case or (p_case = b.attention_case and p_parked is null));
  if p_repair is not null then
    insert into bookings.support_actions (booking_id, actor, action, reason, key, detail, outcome, acted_at)
    values (p_booking, p_repair->>'who', p_repair->>'action', p_repair->>'why', p_key,
            jsonb_build_object('case', p_case, 'evidence', p_repair->>'evidence', 'newAddress', p_email is not null),
            'accepted', (p_repair->>'at')::timestamptz)
    on conflict (key) do nothing;
  end if;
end $$;
