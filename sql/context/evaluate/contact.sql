-- writes the contact of one case
insert into corpus.contact (contact_id, name, email, company, created_at)
values (:contact_id, :name, :email, :company, :created_at)
