-- Money as we record it. Stripe is the truth; every function here notes what Stripe said, once.

drop function if exists bookings.note_intent(text, text, integer, text, bigint, text);
-- Stores the intent before it is confirmed. False: this attempt was cancelled meanwhile, so it must not be confirmed.
create function bookings.note_intent(p_key text, p_booking text, p_attempt integer, p_intent text, p_amount bigint,
                                     p_currency text) returns boolean language plpgsql as $$
begin
  insert into bookings.payments (booking_id, attempt, intent_id, amount_minor, currency, status)
  values (p_booking, p_attempt, p_intent, p_amount, p_currency, 'created')
  on conflict (booking_id, attempt) do nothing;
  if found then
    perform bookings.save(p_booking, p_key || ':intent', 'payment_intent_created',
      jsonb_build_object('intent', p_intent, 'amount_minor', p_amount, 'currency', p_currency));
    return true;
  end if;
  return exists (select 1 from bookings.payments p where p.booking_id = p_booking and p.attempt = p_attempt
                    and p.intent_id = p_intent and p.status <> 'cancelled');
end $$;

drop function if exists bookings.find_intent(text, integer);
-- The stored intent of one attempt, or nulls.
create function bookings.find_intent(p_booking text, p_attempt integer) returns table (intent_id text, status text)
language sql stable as $$
  select max(p.intent_id), max(p.status) from bookings.payments p
   where p.booking_id = p_booking and p.attempt = p_attempt
$$;

drop function if exists bookings.note_decline(text, text, integer, text, text);
create function bookings.note_decline(p_key text, p_booking text, p_attempt integer, p_error text, p_decline text)
returns void language plpgsql as $$
begin
  if bookings.save(p_booking, p_key || ':declined', 'payment_declined',
       jsonb_build_object('error', p_error, 'decline', p_decline)) is not null then
    update bookings.payments p set status = 'declined', action_url = null, error_code = p_error, decline_code = p_decline
     where p.booking_id = p_booking and p.attempt = p_attempt;
  end if;
end $$;

drop function if exists bookings.note_action(text, text, integer, text);
-- The card wants its customer, who is to be sent to the page.
create function bookings.note_action(p_key text, p_booking text, p_attempt integer, p_page text) returns void
language plpgsql as $$
begin
  update bookings.payments p set status = 'awaiting_customer', action_url = p_page
   where p.booking_id = p_booking and p.attempt = p_attempt and p.status in ('created', 'awaiting_customer');
  perform bookings.save(p_booking, p_key || ':action', 'customer_action_required', '{}');
end $$;

drop function if exists bookings.note_acted(text, text, integer);
-- The customer has confirmed; the payment is authorised. A payment that waited for nobody is left as it is.
create function bookings.note_acted(p_key text, p_booking text, p_attempt integer) returns void language plpgsql as $$
begin
  update bookings.payments p set status = 'created', action_url = null
   where p.booking_id = p_booking and p.attempt = p_attempt and p.status = 'awaiting_customer';
  if found then
    perform bookings.save(p_booking, p_key || ':acted', 'customer_acted', '{}');
  end if;
end $$;

drop function if exists bookings.receive_payment_event(text, text, text);
-- Takes an event of the provider. 'awaited': the booking's saga is to be told, again if it was received before but never
-- handled; 'handled': it was told; 'not_awaited': no payment waits for its customer, so there is nothing to do, nor to write.
create function bookings.receive_payment_event(p_event text, p_type text, p_intent text)
returns table (outcome text, booking_id text, trace_context text) language plpgsql as $$
#variable_conflict use_column
declare
  v_booking text;
begin
  select p.booking_id into v_booking from bookings.payments p
   where p.intent_id = p_intent and p.status = 'awaiting_customer';
  if v_booking is null then
    return query select 'not_awaited', null::text, null::text;
    return;
  end if;
  insert into bookings.payment_events (event_id, type, intent_id, booking_id)
  values (p_event, p_type, p_intent, v_booking) on conflict (event_id) do nothing;
  return query
    select case when e.handled_at is null then 'awaited' else 'handled' end, b.booking_id, b.trace_context
      from bookings.payment_events e join bookings.bookings b on b.booking_id = v_booking
     where e.event_id = p_event;
end $$;

drop function if exists bookings.payment_event_handled(text);
create function bookings.payment_event_handled(p_event text) returns void language sql as $$
  update bookings.payment_events e set handled_at = now() where e.event_id = p_event and e.handled_at is null
$$;

drop function if exists bookings.begin_cancel(text, text, integer);
-- The intent to cancel, or null. Null leaves a tombstone: an authorisation that is still on its way will not be confirmed.
create function bookings.begin_cancel(p_key text, p_booking text, p_attempt integer) returns text language plpgsql as $$
begin
  if not exists (select 1 from bookings.bookings b where b.booking_id = p_booking) then
    return null;
  end if;
  insert into bookings.payments (booking_id, attempt, status) values (p_booking, p_attempt, 'cancelled')
  on conflict (booking_id, attempt) do nothing;
  if found then
    perform bookings.save(p_booking, p_key, 'payment_cancelled', jsonb_build_object('outcome', 'never_happened'));
  end if;
  return (select p.intent_id from bookings.payments p where p.booking_id = p_booking and p.attempt = p_attempt);
end $$;

drop function if exists bookings.note_cancel(text, text, integer);
create function bookings.note_cancel(p_key text, p_booking text, p_attempt integer) returns void language plpgsql as $$
begin
  if bookings.save(p_booking, p_key, 'payment_cancelled', jsonb_build_object('outcome', 'cancelled')) is not null then
    update bookings.payments p set status = 'cancelled', action_url = null where p.booking_id = p_booking and p.attempt = p_attempt;
  end if;
end $$;

drop function if exists bookings.note_capture(text, text, bigint, text, text);
-- Called with everything that knows of a capture: the confirmation, and a refund. The first writes it down.
create function bookings.note_capture(p_booking text, p_intent text, p_amount bigint, p_currency text, p_charge text)
returns void language plpgsql as $$
begin
  insert into bookings.ledger_entries (entry_key, booking_id, kind, amount_minor, currency, provider_id)
  values (p_intent || ':capture', p_booking, 'capture', p_amount, p_currency, coalesce(p_charge, p_intent))
  on conflict (entry_key) do nothing;
  if found then
    update bookings.payments p set status = 'captured', action_url = null where p.booking_id = p_booking and p.intent_id = p_intent;
    perform bookings.save(p_booking, p_intent || ':capture', 'payment_captured',
      jsonb_build_object('intent', p_intent, 'charge', p_charge, 'amount_minor', p_amount, 'currency', p_currency));
  end if;
end $$;

drop function if exists bookings.request_refund(text, text, text, text, bigint, bigint, text, text);
-- Row first. Also notes the capture that is given back. Returns the provider's refund id if it is known already.
create function bookings.request_refund(p_refund text, p_booking text, p_intent text, p_charge text, p_captured bigint,
                                        p_amount bigint, p_currency text, p_reason text) returns text language plpgsql as $$
begin
  perform bookings.note_capture(p_booking, p_intent, p_captured, p_currency, p_charge);
  insert into bookings.refunds (refund_id, booking_id, intent_id, amount_minor, currency, status, reason)
  values (p_refund, p_booking, p_intent, p_amount, p_currency, 'requested', p_reason) on conflict (refund_id) do nothing;
  if found then
    perform bookings.save(p_booking, p_refund || ':requested', 'refund_requested',
      jsonb_build_object('refund', p_refund, 'amount_minor', p_amount, 'currency', p_currency));
  end if;
  return (select r.provider_refund_id from bookings.refunds r where r.refund_id = p_refund);
end $$;

drop function if exists bookings.note_refund(text, text, text, text);
-- What Stripe says of a refund; money counts as given back from 'pending' on, and not when it 'failed' or was 'canceled'.
create function bookings.note_refund(p_refund text, p_booking text, p_provider_refund text, p_status text) returns void
language plpgsql as $$
declare
  v_refund bookings.refunds%rowtype;
begin
  update bookings.refunds r
     set status = p_status, provider_refund_id = p_provider_refund,
         finished_at = case when p_status in ('succeeded', 'failed', 'canceled') then now() end
   where r.refund_id = p_refund
  returning * into strict v_refund;
  if p_status not in ('failed', 'canceled') then
    insert into bookings.ledger_entries (entry_key, booking_id, kind, amount_minor, currency, provider_id)
    values (p_refund || ':refund', p_booking, 'refund', -v_refund.amount_minor, v_refund.currency, p_provider_refund)
    on conflict (entry_key) do nothing;
  end if;
  perform bookings.save(p_booking, p_refund || ':' || p_status, 'refund_' || p_status,
    jsonb_build_object('refund', p_refund, 'provider_refund', p_provider_refund, 'amount_minor', v_refund.amount_minor));
end $$;
