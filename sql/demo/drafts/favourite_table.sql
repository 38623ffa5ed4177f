-- the table plan of the new room makes these wishes void
alter table swl.guest_profile drop column favourite_table;
alter table swl.booking alter column party type integer;
