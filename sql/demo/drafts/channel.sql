alter table public.crm_contact add column preferred_channel text;
alter table public.crm_contact add constraint crm_contact_preferred_channel_check
    check (preferred_channel in ('mail', 'phone', 'message'));
comment on column public.crm_contact.preferred_channel is 'How the client wants to hear from us; unknown where null.';
