-- Groups that only views tie, groups that keys tie by way of a third, and schemas that are hidden by default.
create table public.order_head (id bigint primary key);
create table public.order_line (id bigint primary key, order_head_id bigint references public.order_head);
create table public.order_note (id bigint primary key, order_head_id bigint references public.order_head);
create table public.order_mark (id bigint primary key, order_head_id bigint references public.order_head);
create view public.monthly_totals as select count(*) as orders from public.order_head;
create table public.parcel (id bigint primary key, order_line_id bigint references public.order_line);
create table public.stamp (id bigint primary key, parcel_id bigint references public.parcel);
create table public.alone (id bigint primary key);

create schema auth;
create schema storage;
create table auth.users (id uuid primary key, email text);
create table storage.buckets (id text, owner uuid references auth.users);
create table public.profile (id uuid primary key references auth.users, email text);
