create index concurrently review_stars_idx on swl.review (stars) where answered_by_id is null;
