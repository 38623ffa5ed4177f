-- What exports to other programs got wrong: references, indexes, types, rules of rows, partitions and secrets.
create schema shop;
create type shop.stage as enum ('open', 'won');

create table shop.person (
    id bigint primary key,
    email text not null,
    stage shop.stage not null default 'open',
    stages shop.stage[],
    first_name text,
    last_name text,
    full_name text generated always as (first_name || ' ' || last_name) stored,
    age integer constraint adult check (age >= 18),
    left_at timestamptz,
    password_hash text,
    constraint named check (first_name is not null or last_name is not null)
);
create unique index person_email_active on shop.person (email) where left_at is null;
create unique index person_email_folded on shop.person (lower(email));
create index person_name on shop.person (last_name, upper(first_name), coalesce(first_name, 'a, (b'));

-- one to one: the row of the profile refers to the person
create table shop.profile (person_id bigint primary key references shop.person on delete cascade, motto text);

-- two keys over the same columns, and one each way over the same columns
create table shop.account (id bigint primary key, owner_id bigint);
alter table shop.account add constraint account_owner foreign key (owner_id) references shop.person;
alter table shop.account add constraint account_owner_again foreign key (owner_id) references shop.person on delete cascade;
create table shop.twin (id bigint primary key references shop.account);
alter table shop.account add constraint account_twin foreign key (id) references shop.twin deferrable;

create table shop.visit (at date not null, person_id bigint references shop.person) partition by range (at);
create table shop.place (id bigint not null, kind text not null, primary key (id, kind)) partition by list (kind);
do $$
begin
    for day in 0..19 loop
        execute format(
            'create table shop.visit_%s partition of shop.visit for values from (%L) to (%L)',
            day, date '2026-01-01' + day, date '2026-01-02' + day
        );
    end loop;
end
$$;
create table shop.place_hotel partition of shop.place for values in ('hotel');

create function shop.hook() returns trigger language plpgsql as 'begin return new; end';
create trigger told after insert on shop.person for each row execute function shop.hook(
    'https://hooks.example.com/person', 'POST',
    '{"Content-type": "application/json", "Authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"}',
    'api_key', 'short-one', '5000'
);
create trigger watched after update on shop.person for each row
when (old.email is distinct from new.email) execute function shop.hook('password_hash', 'email', 'it''s');
