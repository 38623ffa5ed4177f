-- Keys of many columns, as school systems have them, and a view over a table with many columns.
create schema school;
create table school.person (
    person_id text not null,
    source_system integer not null,
    first_name text,
    last_name text,
    last_modified timestamptz,
    primary key (person_id, source_system)
);
comment on table school.person is 'Anyone that a source system knows.';
create table school.evaluation (
    evaluation_title text, period integer, organization_id bigint, school_year integer, term integer, kind integer,
    primary key (evaluation_title, period, organization_id, school_year, term, kind)
);
create table school.reviewer (
    evaluation_title text, period integer, organization_id bigint, school_year integer, term integer, kind integer,
    first_name text not null,
    last_name text not null,
    reviewer_person_id text,
    reviewer_source_system integer,
    primary key (evaluation_title, period, organization_id, school_year, term, kind, first_name, last_name),
    foreign key (evaluation_title, period, organization_id, school_year, term, kind) references school.evaluation,
    constraint reviewer_person foreign key (reviewer_person_id, reviewer_source_system) references school.person
);
comment on column school.reviewer.reviewer_person_id is 'Names the person in the system that it came from.';
create table school.score (reviewer_person_id text, reviewer_source_system integer, points numeric, remark text,
    foreign key (reviewer_person_id, reviewer_source_system) references school.person);
create view school.points_of_people as
    select p.last_name, s.points from school.person as p
    join school.score as s on s.reviewer_person_id = p.person_id and s.reviewer_source_system = p.source_system;
create view school.best_people as select last_name from school.points_of_people where points > 90;
