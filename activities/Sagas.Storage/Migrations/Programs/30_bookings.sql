-- The life of a booking: accepted, quoted, confirmed, closed; parked and repaired.

drop function if exists bookings.accept_booking(text, text, bytea, text, text, text[], text, text, text);
-- Called by the API, in one statement. Outcomes:
--   'accepted'       new booking under p_booking: start the workflow
--   'replayed'       same key and body before: booking_id is the earlier one (start its workflow again, harmlessly)
--   'key_reused'     same key, other body: refuse (422)
--   'unknown_event', 'unknown_seats' (named in unknown_seats), 'off_sale': refuse, nothing is stored
create function bookings.accept_booking(p_client text, p_key text, p_body_hash bytea, p_booking text, p_event text,
                                        p_seats text[], p_name text, p_email text, p_payment_method text)
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
                                   event_version, total_minor, currency)
    values (p_booking, p_client, p_event, p_seats, p_name, p_email, p_payment_method,
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
