-- The site's mapping, replaced below by the worked example.
select 1;
