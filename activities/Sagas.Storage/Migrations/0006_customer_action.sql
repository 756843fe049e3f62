-- A card may want its customer first (3-D Secure). The page where that is done is kept here while it is needed, and given to
-- the booking's client only; it is a secret of the customer, so it appears in no fact.
alter table bookings.payments drop constraint payments_status_check;
alter table bookings.payments add column action_url text;
alter table bookings.payments
  add constraint payments_status_check check (status in ('created', 'awaiting_customer', 'declined', 'cancelled', 'captured')),
  add constraint payments_action_check check ((status = 'awaiting_customer') = (action_url is not null));

-- Events of the payment provider about payments that wait for their customer: a row before the answer, so that none is lost once
-- it is taken. What they say is not kept, because it is not believed.
create table bookings.payment_events (
  event_id    text primary key,
  type        text not null,
  intent_id   text not null,
  booking_id  text not null references bookings.bookings,
  received_at timestamptz not null default now(),
  -- Set when the saga has been told.
  handled_at  timestamptz
);

create index payment_events_by_booking on bookings.payment_events (booking_id);
