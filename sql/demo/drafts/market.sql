create view real_estate.market with (security_invoker = true) as
select l.listing_id, p.reference, p.kind, t.name as district, p.street, p.bedrooms, p.area, l.price,
    round(l.price / p.area) as price_per_square_metre, l.listed_on
from real_estate.listing l
join real_estate.property p using (property_id)
join real_estate.district t using (district_id)
where l.status = 'active';
comment on view real_estate.market is 'What is for sale today.';
