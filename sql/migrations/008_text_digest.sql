-- What tells one text of an interaction from another, once for all statements that ask whether a text was read.
-- Stable, not immutable: so it is put into a query as if it were written there.

create function crm_context_digest(subject text, body text) returns text language sql stable parallel safe
return encode(sha256(convert_to(concat(subject, chr(10), body), 'UTF8')), 'hex');
comment on function crm_context_digest is 'The SHA-256 of subject, line feed and body of an interaction, in hex.';
