-- Mail. The row is there before the provider is called, because the provider knows no idempotency key.

drop function if exists bookings.begin_mail(text, text, text, integer, text);
-- What to do: 'send' (new: send it), 'look' (it may have been sent: look for it, then send again), 'accepted' and
-- 'rejected' (it is decided; message_id or error_code says how).
create function bookings.begin_mail(p_mail text, p_booking text, p_kind text, p_revision integer, p_recipient text)
returns table (what text, message_id text, error_code text) language plpgsql as $$
#variable_conflict use_column
begin
  insert into bookings.mails (mail_id, booking_id, kind, revision, recipient, state)
  values (p_mail, p_booking, p_kind, p_revision, p_recipient, 'sending') on conflict (mail_id) do nothing;
  if found then
    return query select 'send', null::text, null::text;
  else
    return query select case m.state when 'accepted' then 'accepted' when 'rejected' then 'rejected'
                                     when 'refused' then 'send' else 'look' end, m.message_id, m.error_code
      from bookings.mails m where m.mail_id = p_mail;
  end if;
end $$;

drop function if exists bookings.note_mail(text, text, text, text, text, integer);
-- States: 'accepted', 'rejected' (for good), 'unknown' (no answer), 'refused' (surely not taken, may be sent again).
-- A decided mail stays decided.
create function bookings.note_mail(p_mail text, p_booking text, p_state text, p_message_id text, p_error text, p_sends integer)
returns void language plpgsql as $$
begin
  update bookings.mails m
     set state = p_state, message_id = p_message_id, error_code = p_error, sends = m.sends + p_sends, updated_at = now()
   where m.mail_id = p_mail and m.state not in ('accepted', 'rejected');
  if found and p_state in ('accepted', 'rejected') then
    perform bookings.save(p_booking, p_mail || ':' || p_state, 'mail_' || p_state,
      jsonb_build_object('mail', p_mail, 'message_id', p_message_id, 'error', p_error));
  end if;
end $$;
