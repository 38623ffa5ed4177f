-- one row is written: what is loaded and how far it came
insert into public.system_setting (name, value, description, changed_at)
values ('demo', cast(:value as jsonb), 'The demo business in this database.', cast(:now as timestamptz))
on conflict (name) do update set value = excluded.value
