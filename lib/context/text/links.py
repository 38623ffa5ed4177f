"""What an address of a mail, a link and a bare domain look like inside a text, one pattern each.

Two places have shapes of their own: `mail_lines` bounds every part of an address, for it reads lines of any length, and
`ui/components/escape` breaks whatever markdown might take for a link.
"""

import re

MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
LINK = r"(?:\b\w{1,20}://|\bwww\.)[^\s<>]+"
DOMAIN = r"(?<![\w.@-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b(?![.@]\w)"
"""A domain by itself, in small letters ("orb.example")."""
LINKS = re.compile(LINK)
ADDRESS = re.compile(f"{MAIL}|{LINK}|{DOMAIN}")
"""An address of any of these kinds."""
