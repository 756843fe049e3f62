-- The trace of the request that a booking was accepted with (W3C traceparent), so that a saga the sweeper starts belongs to it.
-- Null: nothing was traced.
alter table bookings.bookings add column trace_context text;
