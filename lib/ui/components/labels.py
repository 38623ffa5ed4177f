"""What sections, kinds and statuses are called on the page."""

SECTIONS = {
    "summary": "Summary",
    "key_facts": "Facts",
    "roles": "Roles",
    "relationship_status": "Status",
    "opportunities": "Opportunities",
    "risks": "Risks",
    "open_threads": "Open threads",
    "emotion_trend": "Emotion",
    "system_links": "System links",
}
FIELDS = {
    "swl_guest_profile_id": "SWL guest",
    "open_people_profile_id": "Open People profile",
    "finance_accounts": "Finance accounts",
}
CHANNELS = {"email": "email", "sms": "SMS", "meeting": "meeting", "call": "call", "note": "note"}


def spoken(name: object) -> str:
    """A slug as words: `real_estate_buyer` is "Real estate buyer"."""
    text = FIELDS.get(str(name)) or SECTIONS.get(str(name)) or str(name).replace("_", " ").strip()
    return text[:1].upper() + text[1:]
