-- what two drafts of the demo make is not there yet
drop view if exists real_estate.market;
drop index if exists swl.review_stars_idx;
