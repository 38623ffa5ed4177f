-- one row is one number reserved for a new fact
select nextval(pg_get_serial_sequence('crm_client_fact', 'fact_id')) as fact_id
from generate_series(1, :count)
