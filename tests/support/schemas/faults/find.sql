-- Names in the plural, in other forms and written together, and a table with many partitions.
create schema trade;
create table trade.categories (id bigint primary key, label text);
create table trade.purchase_orders (id bigint primary key, placed_at timestamptz);
create table trade.receipt (id bigint primary key, purchase_order_id bigint references trade.purchase_orders, order_note text);
create table trade.student (id bigint primary key);
create table trade.section (id bigint primary key);
create table trade.studentsectionassociation (student_id bigint references trade.student, "desc" text);
create table trade.subsection (id bigint primary key);
create table trade.people (id bigint primary key, shipping_state text);
create table trade.organizations (id bigint primary key);
create table trade.analyses (id bigint primary key);
create table trade.sample (id bigint primary key, analysis_id bigint references trade.analyses, axis_id bigint);
create table trade.axes (id bigint primary key);
create table trade.mice (id bigint primary key);
create table trade.knives (id bigint primary key);
create table trade.event (at date not null, kind text) partition by range (at);
do $$
begin
    for day in 0..29 loop
        execute format(
            'create table trade.event_2026_06_%s partition of trade.event for values from (%L) to (%L)',
            lpad((day + 1)::text, 2, '0'), date '2026-06-01' + day, date '2026-06-02' + day
        );
    end loop;
end
$$;
