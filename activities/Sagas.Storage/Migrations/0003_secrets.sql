-- Secrets that the system makes for itself on first use, such as the one behind ticket codes.
create table bookings.secrets (
  name       text primary key,
  secret     bytea not null check (length(secret) >= 32),
  created_at timestamptz not null default now()
);
