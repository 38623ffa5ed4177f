-- What a table or view can be made of, on a server since Postgres 18.
create schema inn;
create extension if not exists btree_gist;
create table inn.base (id bigint primary key, made timestamptz);
create table inn.room (
    room bigint, during daterange, price numeric, taxed numeric generated always as (price * 1.1) stored,
    doubled numeric generated always as (price * 2) virtual, code text collate "C",
    constraint room_pkey primary key (room, during without overlaps)
);
create table inn.stay (
    room bigint, during daterange,
    guest bigint generated always as identity,
    constraint stay_room foreign key (room, period during) references inn.room (room, period during),
    constraint stay_base foreign key (guest) references inn.base on update cascade not enforced,
    constraint sane check (guest > 0) not enforced
) inherits (inn.base);
create view inn.free with (security_barrier = true) as
    select room, price from inn.room where price < 100;
create table inn.bill (at date not null) partition by range (at);
create table inn.bill_2026 partition of inn.bill for values from ('2026-01-01') to ('2027-01-01');
