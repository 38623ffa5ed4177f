-- one view over the site's own tables that is not in this database
select name
from unnest(array[
    'crm_source_contact', 'crm_source_interaction', 'crm_source_opportunity', 'crm_source_link'
]) with ordinality as views (name, position)
where to_regclass(name) is null
order by position
