"""Mappings that are wrong in one way each, and what is said of them."""

from tests.support.site import ANNA

EVERY = "update site_interaction set "
WRONG = {
    "unknown_kind": (
        EVERY + "kind = 'WhatsApp' where id in ('m1', 'm2'); " + EVERY + "kind = 'Email' where id = 'm3'",
        '3 of 40 interactions have an unknown kind: "WhatsApp" (2), "Email" (1). They are read as messages, and'
        " meetings and calls among them are not known as such.",
        'Write `kind` as email, sms, meeting, call or note; "WhatsApp" is probably sms, "Email" is probably email.',
    ),
    "unknown_author": (
        EVERY + "author = 'client' where id = 'm1'",
        '1 of 40 interactions have an unknown author: "client" (1). Nothing is learned from them: facts come from'
        " what the contact says.",
        'Write `author` as contact, us or other; "client" is probably contact.',
    ),
    "unknown_direction": (
        EVERY + "direction = null where id = 'm1'",
        "1 of 40 interactions have an unknown direction: null (1). Who owes a reply cannot be told from them.",
        "Write `direction` as in, out or internal.",
    ),
    "senders_not_recognised": (
        EVERY + "author = 'other' where direction = 'in' and id <> 'm1'; insert into site_interaction select 'n' || id,"
        " contact_id, kind, direction, author, author_name, thread_id, subject, body, is_bulk, occurred_at, ended_at,"
        " changed_at from site_interaction",
        "38 of 40 messages to us (95%) count as words of others; no fact comes from them.",
        "Compare the sender without its name and in lower case with every address of the contact.",
    ),
    "no_words_of_contacts": (
        EVERY + "author = 'us'",
        "Not one of 40 interactions has the author `contact`; nothing is learned about anybody.",
        "Write `contact` where the sender is the contact, comparing addresses in lower case.",
    ),
    "no_thread_ids": (
        EVERY + "thread_id = null where id <> 'm1'",
        "39 of 40 mails have no `thread_id`; who owes a reply is told by thread.",
        "Give the provider's thread or conversation id, else the first Message-ID of References.",
    ),
    "threads_of_one": (
        EVERY + "thread_id = id",
        "No two of 40 mails of a contact share a `thread_id`; an answer is not known as one.",
        "Give what the mails of one conversation have in common, not the Message-ID of each.",
    ),
    "changed_at_is_sending": (
        EVERY + "changed_at = occurred_at",
        "`changed_at` is `occurred_at` in all of 40 messages: one that is filed late is found by the hourly look at"
        " everything alone, and an edit never.",
        "Give when the row was inserted or last edited, whichever is later.",
    ),
    "changed_at_stands_still": (
        EVERY + "changed_at = '2026-06-01'",
        "25 of 40 messages have a `changed_at` from more than a day before they were sent: it does not move, and what"
        " is new is found by the hourly look at everything alone.",
        "Give when the row was inserted or last edited, as timestamptz; a trigger on update keeps such a column.",
    ),
    "interaction_html": (
        EVERY + "body = '<div>Dear all,<br>see you</div>' where id = 'm1'; "
        + EVERY + "body = 'I love it <3, a < b > c and &c' where id = 'm2'",
        "1 of 40 interactions have HTML in the body. The dashboard makes text of it, but may miss where a quoted mail"
        " begins.",
        "Where a mail has a text/plain part, give that.",
    ),
    "interaction_mime": (
        EVERY + "body = E'--=_b1\\nContent-Type: text/plain; charset=utf-8\\n\\nHello' where id = 'm1'",
        "1 of 40 interactions have MIME headers or an encoded attachment in the body, which are read as somebody's"
        " words.",
        "Give the decoded text/plain part, or else the text/html one, and leave out attachments.",
    ),
    "interaction_without_change": (
        EVERY + "changed_at = null where id = 'm1'",
        "1 of 40 interactions have no `changed_at`; they are never read.",
        "Give when the row was inserted.",
    ),
    "interaction_changed_ahead": (
        EVERY + "changed_at = now() + interval '2 hours' where id = 'm1'",
        "1 of 40 interactions changed in the future, by the database's clock; they are not read until then.",
        "Give the moment of filing with its time zone (timestamptz), not that of an appointment.",
    ),
    "interaction_changed_now": (
        "alter view crm_source_interaction rename column changed_at to filed_at; drop view crm_source_interaction;"
        " create view crm_source_interaction as select id, contact_id, kind, direction, author, author_name, thread_id,"
        " subject, body, is_bulk, occurred_at, ended_at, now() as changed_at from site_interaction",
        "40 of 40 interactions changed at this very moment: the view gives the time of looking, so all is new each"
        " time.",
        "Give a stored moment, never `now()`.",
    ),
    "interaction_of_nobody": (
        "create or replace view crm_source_contact with (security_invoker = true) as"
        " select * from site_contact where name is null",
        "40 of 40 interactions belong to no contact of crm_source_contact; nobody reads them.",
        "Give the id of the contact that stays where two were merged, and leave out rows of no contact.",
    ),
    "interaction_repeated": (
        "create or replace view crm_source_interaction with (security_invoker = true) as select * from site_interaction"
        " union all select * from site_interaction where id = 'm1'",
        "1 of 41 interactions have the `id` of another one of the same contact.",
        "Give each table a prefix of its own, and see that no join gives a row twice.",
    ),
    "contact_repeated": (
        "create or replace view crm_source_contact with (security_invoker = true) as select * from site_contact"
        " union all select * from site_contact",
        "1 of 2 contacts repeat one that is there already.",
        "A join probably multiplies them: join one address and one company each, or use `distinct on`.",
    ),
    "contact_dressed_addresses": (
        "update site_contact set email = 'Anna Berg <anna@berg.example>'",
        "1 of 1 contacts have an address with a name, a space or brackets in it; no sender will match it.",
        "Give the address alone, as `lower(substring(email from '[^<>\\s]+@[^<>\\s]+'))` does.",
    ),
    "contact_several_addresses": (
        "update site_contact set email = 'anna@berg.example; a.berg@work.example'",
        "1 of 1 contacts have several addresses in `email`; none of them will match a sender.",
        "Give the first in `email`, and compare the sender with all of them where `author` is made.",
    ),
    "contact_no_addresses": (
        "update site_contact set email = 'by phone only'",
        "1 of 1 contacts have a text in `email` that is no address.",
        "Give null where there is none.",
    ),
    "contact_sharing_an_address": (
        "insert into site_contact (contact_id, name, email) values"
        " (gen_random_uuid(), 'A. Berg', 'Anna@berg.example ')",
        "2 of 2 contacts have an address that another one has, too; each learns a part of what is said.",
        "Merge those that are one person in your own tables, and give their rows the id that stays.",
    ),
    "opportunity_without_change": (
        f"insert into site_opportunity (id, contact_id, is_open) values ('d1', '{ANNA}', true)",
        "1 of 1 deals have no `changed_at`; what becomes of them is not seen.",
        "Give when the row was inserted or last edited.",
    ),
}  # fmt: skip
"""By rule: what makes the mapping wrong, the sentence, and the next step."""
