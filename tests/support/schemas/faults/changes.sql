-- Tables of one shape, of which some are renamed and others are dropped and made anew.
create schema tour;
create table tour.guide (id bigint primary key, name text not null, born date);
create table tour.driver (id bigint primary key, name text not null, born date);
create table tour.trip (id bigint primary key, guide_id bigint references tour.guide, starts date, ends date);
create table tour.stop (id bigint, day date, kind text default 'any day of it' check (kind <> 'of a kind, a stop')) partition by range (day);
create view tour.guided as select t.id, g.name from tour.trip as t join tour.guide as g on g.id = t.guide_id;
