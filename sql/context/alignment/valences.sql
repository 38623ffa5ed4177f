-- one row is one contact whose valence has turned since a moment, the fallen ones first; one younger than that counts from
-- its first version on
select
    x.contact_id,
    coalesce(c.name, '') as name,
    cast(x.context_json #>> '{emotion_trend, valence}' as double precision) as valence,
    coalesce(before.valence, first.valence) as valence_before,
    coalesce(before.at, first.at) as before_at
from crm_client_context as x
join crm_source_contact as c using (contact_id)
left join lateral (
    select
        cast(h.context_json #>> '{emotion_trend, valence}' as double precision) as valence,
        h.last_updated_at as at
    from crm_client_context_history as h
    where h.contact_id = x.contact_id
        and h.last_updated_at <= :before
        and jsonb_typeof(h.context_json #> '{emotion_trend, valence}') = 'number'
    order by h.version desc
    limit 1
) as before on true
left join lateral (
    select
        cast(h.context_json #>> '{emotion_trend, valence}' as double precision) as valence,
        h.last_updated_at as at
    from crm_client_context_history as h
    where h.contact_id = x.contact_id
        and before.at is null
        and jsonb_typeof(h.context_json #> '{emotion_trend, valence}') = 'number'
    order by h.version
    limit 1
) as first on true
where x.last_updated_at >= :before
    and jsonb_typeof(x.context_json #> '{emotion_trend, valence}') = 'number'
    and abs(
        cast(x.context_json #>> '{emotion_trend, valence}' as double precision) - coalesce(before.valence, first.valence)
    ) >= :least
order by
    cast(x.context_json #>> '{emotion_trend, valence}' as double precision) - coalesce(before.valence, first.valence),
    x.contact_id
limit :most
