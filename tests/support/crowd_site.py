"""A site with a crowd: people with companies, letters and deals, as many as asked for, to search and to measure in."""

from sqlalchemy import Engine

from lib.database import run_script, transaction

SITE = r"""
create extension if not exists pg_trgm;
create table company (company_id integer primary key, name text not null);
create table person (
    person_id uuid primary key,
    name text,
    email text,
    phone text,
    company_id integer references company,
    created_at timestamptz not null default '2026-01-01'
);
create index on person using gin (name gin_trgm_ops);
create index on person using gin (email gin_trgm_ops);
create index on person using gin (regexp_replace(phone, '\D', '', 'g') gin_trgm_ops);
create index on company using gin (name gin_trgm_ops);
create index on person (company_id);
create table letter (
    id text primary key, person_id uuid not null references person, kind text not null default 'email',
    direction text not null default 'in', author text not null default 'contact', thread_id text, subject text,
    body text, at timestamptz not null, changed_at timestamptz not null
);
create index on letter (person_id);
create index on letter (changed_at);
create table deal (
    id text primary key, person_id uuid not null references person, type text not null, stage text not null,
    value numeric, next_action text, follow_up_at timestamptz, is_open boolean not null default true,
    changed_at timestamptz not null
);
create view crm_source_contact as
select person_id as contact_id, p.name, email, phone, c.name as company, created_at
from person as p
left join company as c using (company_id);
create view crm_source_interaction as
select
    l.id, person_id as contact_id, kind, direction, author, case author when 'contact' then p.name end as author_name,
    thread_id, subject, body, false as is_bulk, at as occurred_at, null::timestamptz as ended_at, changed_at
from letter as l
join person as p using (person_id);
create view crm_source_opportunity as
select
    id, person_id as contact_id, type, stage, value as estimated_value, next_action, follow_up_at, is_open, changed_at
from deal;
create view crm_source_link as
select
    person_id as contact_id, '{}'::text[] as finance_accounts, null::text as swl_guest_profile_id,
    null::text as open_people_profile_id, created_at as changed_at
from person;
"""
CROWD = """
insert into company
select n, initcap(words[1 + n % 9]) || ' ' || words[1 + (n / 9) % 9] || ' ' || n
from generate_series(1, 2000) as n,
    (select '{aegean,harbour,olive,stone,delta,north,marble,lemon,cedar}'::text[] as words) as w;
insert into person
select
    ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
    given[1 + n % 20] || ' ' || family[1 + (n / 20) % 25] || chr(97 + n % 26) || chr(97 + (n / 26) % 26),
    lower(given[1 + n % 20]) || n || '@example.org',
    '+30 69' || (n % 10) || ' ' || lpad(n::text, 7, '0'),
    1 + n % 2000
from generate_series(1, :count) as n,
    (
        select
            '{Maria,Nikos,Eleni,Giorgos,Anna,Dimitris,Sofia,Yannis,Katerina,Petros,John,Mary,Hans,Greta,Luc,Chloe,Omar,
              Leila,Wei,Ines}'::text[] as given,
            '{Papadopoulos,Georgiou,Ioannidis,Vlachos,Makris,Smith,Johnson,Weber,Schmidt,Martin,Bernard,Rossi,Conti,
              Silva,Costa,Novak,Kowalski,Haddad,Nasser,Chen,Wang,Garcia,Lopez,Nagy,Horvath}'::text[] as family
    ) as names;
analyze person;
analyze company;
"""


def build(database: Engine, *, crowd: int = 0) -> None:
    """Give the database the site's tables and views, with `crowd` made-up people."""
    with transaction(database) as connection:
        run_script(connection, SITE)
        if crowd:
            run_script(connection, CROWD.replace(":count", str(crowd)))
        run_script(
            connection,
            "grant select on all tables in schema public to orb_dashboard",
        )
