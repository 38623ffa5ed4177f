-- writes one interaction of a case
insert into corpus.interaction (
    id, contact_id, kind, direction, author, author_name, thread_id, subject, body, occurred_at, ended_at, changed_at
)
values (
    :id, :contact_id, :kind, :direction, :author, :author_name, :thread_id, :subject, :body, :occurred_at, :ended_at,
    :changed_at
)
