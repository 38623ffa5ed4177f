-- one row is one contact whose valence has turned since a moment, the fallen ones first; one younger than that counts from
-- its first version on
select x.contact_id, coalesce(c.name, '') as name, x.valence, earlier.valence as valence_before, earlier.at as before_at
from (
    select contact_id, cast(context_json #>> '{emotion_trend, valence}' as double precision) as valence
    from crm_client_context
    where last_updated_at >= :before
        and jsonb_typeof(context_json #> '{emotion_trend, valence}') = 'number'
) as x
join crm_source_contact as c using (contact_id)
cross join lateral (
    select
        cast(context_json #>> '{emotion_trend, valence}' as double precision) as valence,
        last_updated_at as at
    from crm_client_context_history
    where contact_id = x.contact_id
        and version = coalesce(
            (
                select version
                from crm_client_context_history
                where contact_id = x.contact_id
                    and last_updated_at <= :before
                    and jsonb_typeof(context_json #> '{emotion_trend, valence}') = 'number'
                order by version desc
                limit 1
            ),
            (
                select version
                from crm_client_context_history
                where contact_id = x.contact_id
                    and jsonb_typeof(context_json #> '{emotion_trend, valence}') = 'number'
                order by version
                limit 1
            )
        )
) as earlier
where abs(x.valence - earlier.valence) >= :least
order by x.valence - earlier.valence, x.contact_id
limit :most
