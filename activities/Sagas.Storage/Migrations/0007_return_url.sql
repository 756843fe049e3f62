-- Where this booking's customer goes after 3-D Secure, if the client said so; kept so that a booking that is started or recovered later
-- goes there too.
alter table bookings.bookings add column return_url text;
