-- What the client decided about tickets that cannot be delivered for good, so that the sweeper starts the saga that was asked
-- for. Null: accepted by a build that did not keep it; the service's policy holds then.
alter table bookings.bookings
  add column on_delivery_failure text check (on_delivery_failure in ('park', 'compensate'));
