-- A friendship, keys that two tables hold to each other, and steps that need no index.
create schema club;
create table club.person (id bigint primary key, home_id bigint);
create table club.friendship (
    asked_by bigint references club.person, asked bigint references club.person, primary key (asked_by, asked)
);
create table club.team (id bigint primary key, captain_id bigint);
create table club.player (id bigint primary key, team_id bigint not null references club.team);
alter table club.team add constraint team_captain foreign key (captain_id) references club.player;

-- account and login are one to one over the key that they share; each login names an account's backup too
create table club.account (id bigint primary key, primary_login_id bigint);
create table club.login (id bigint primary key references club.account, backup_of bigint references club.account);
alter table club.account add constraint account_login foreign key (primary_login_id) references club.login;

-- between the two ends of many rows: one way multiplies twice, the other once
create table club.season (id bigint primary key);
create table club.round (id bigint primary key, season_id bigint not null references club.season);
create table club.goal (id bigint primary key, round_id bigint references club.round, match_id bigint not null);
create table club.match (id bigint primary key, cup_id bigint not null unique);
create table club.cup (id bigint primary key, season_id bigint not null unique references club.season);
alter table club.match add foreign key (cup_id) references club.cup;
alter table club.goal add foreign key (match_id) references club.match;

create index player_team on club.player (team_id);
create index team_captain_set on club.team (captain_id) where captain_id is not null;
