-- What came with Postgres 18.
create extension if not exists btree_gist;
create table one.newer (
    a integer,
    twice integer generated always as (a * 2) virtual,
    shown text generated always as ('a' || a) virtual,
    named integer constraint "the name; it" not null,
    late integer,
    alone integer not null no inherit,
    other integer,
    constraint not_kept check (a > 0) not enforced
);
alter table one.newer add constraint late_not_null not null late not valid;
alter table one.newer add constraint other_later not null other not valid;
alter table one.newer validate constraint other_later;
comment on constraint "the name; it" on one.newer is 'why';
alter table one.newer add constraint not_enforced foreign key (a) references one.same not enforced;
create table one.booking (
    room integer, during tstzrange, other tstzrange,
    constraint booked primary key (room, during without overlaps),
    constraint booked_twice unique (room, other without overlaps)
);
create table one.visit (
    room integer, at tstzrange,
    constraint in_booking foreign key (room, period at) references one.booking (room, period during)
);
create domain one.named_domain as integer constraint must not null;
create table one.child_18 (a integer) inherits (one.newer);
create materialized view one.filled as select a from one.newer;
