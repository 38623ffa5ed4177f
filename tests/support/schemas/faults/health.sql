-- Who reaches what through an API: grants, policies, views and partitions. The roles anon and authenticated are there.
create schema private;
create schema auth;
create function auth.uid() returns uuid language sql stable as 'select null::uuid';
create function auth.role() returns text language sql stable as 'select null::text';

create table public.deal (
    id bigint primary key,
    owner uuid,
    won_from bigint references public.deal,
    lost_to bigint references public.deal
);
create index deal_won_from on public.deal (won_from) where won_from is not null;
create index deal_lost_to on public.deal (lost_to) where lost_to > 10;
alter table public.deal enable row level security;
grant select, insert on public.deal to anon, authenticated;
create policy slow on public.deal for select to authenticated using (auth.uid() = owner);
create policy quick on public.deal for select to authenticated using ((select auth.uid()) = owner);
create policy in_a_subquery on public.deal for update to authenticated
using (exists (select 1 from public.deal as d where d.owner = auth.uid()));
create policy readable on public.deal for select to anon using (true);
create policy anybody_adds on public.deal for insert with check (true);
create policy known_adds on public.deal for insert to authenticated with check (true);
create policy no_session on public.deal for select to public using ((select auth.uid()) is null or owner is null);
create policy kept on public.deal as restrictive for select to anon using (true);

create table public.internal (id bigint primary key);
revoke all on public.internal from public;
create table public.listed (id bigint primary key);
grant select (id) on public.listed to anon;
create policy idle on public.listed for select to authenticated using ((select auth.uid()) is not null);
create table private.notes_for_all (id bigint primary key);
grant usage on schema private to public;
grant select on private.notes_for_all to public;
create schema closed;
create table closed.granted (id bigint primary key);
grant select on closed.granted to anon;

create table public.visit (at date primary key) partition by range (at);
alter table public.visit enable row level security;
create policy mine on public.visit for select to authenticated using ((select auth.uid()) is not null);
create table public.archive (at date primary key) partition by range (at);
grant select on public.archive to authenticated;
do $$
begin
    for month in 1..12 loop
        execute format(
            'create table public.visit_%s partition of public.visit for values from (%L) to (%L)',
            month, make_date(2026, month, 1), make_date(2026, month, 1) + interval '1 month'
        );
        execute format('grant select on public.visit_%s to anon', month);
    end loop;
end
$$;
create table public.archive_2025 partition of public.archive for values from ('2025-01-01') to ('2026-01-01');
create table public.archive_2026 partition of public.archive for values from ('2026-01-01') to ('2027-01-01');
grant select on public.archive_2025, public.archive_2026 to authenticated;

create view public.open_deals as select id, owner from public.deal;
grant select on public.open_deals to anon;
create view public.deals_by_way as select id from public.open_deals;
create materialized view public.deals_kept as select id from public.deals_by_way;
revoke all on public.deals_kept from public;
grant select on public.deals_kept to anon;
create materialized view private.deals_counted as select count(*) as deals from public.deal;
create view public.own_deals with (security_invoker = true) as select id from public.deal;
grant select on public.own_deals to anon;
create view public.no_rows as select id from public.internal;
grant select on public.no_rows to anon;
