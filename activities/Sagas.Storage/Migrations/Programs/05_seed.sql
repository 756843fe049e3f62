drop function if exists events.seed_event(text, text, text, text, integer, integer, bigint);
-- An event with sections A, B, C… of equal size, on sale. Returns false, and changes nothing, if the event exists.
create function events.seed_event(p_event text, p_name text, p_venue text, p_currency text, p_sections integer,
                                  p_seats_per_section integer, p_top_price bigint) returns boolean language plpgsql as $$
begin
  insert into events.events (event_id, name, venue, starts_at, currency)
  values (p_event, p_name, p_venue, date_trunc('day', now()) + interval '90 days 20 hours', p_currency)
  on conflict do nothing;
  if not found then
    return false;
  end if;
  insert into events.sections (event_id, section, price_minor)
    select p_event, chr(65 + i), greatest(p_top_price * (10 - i) / 10, p_top_price / 10)
      from generate_series(0, p_sections - 1) i;
  insert into events.seats (event_id, seat_id, section, number)
    select p_event, chr(65 + i) || '-' || n, chr(65 + i), n
      from generate_series(0, p_sections - 1) i cross join generate_series(1, p_seats_per_section) n;
  analyze events.seats;
  return true;
end $$;
