"""`make audit`: the locked dependencies against the known vulnerabilities of OSV; it says when it cannot."""

import json
import subprocess
import sys
from collections.abc import Sequence

from lib.settings import ROOT

AUDIT = (
    *(sys.executable, "-m", "uv", "tool", "run", "--from", "pip-audit>=2.9,<3", "pip-audit"),
    *("-r", "requirements.lock", "--no-deps", "--disable-pip", "-s", "osv", "-f", "json", "--progress-spinner", "off"),
)
"""The lock's names and versions are all that is sent."""
NONE, SOME, UNKNOWN = 0, 1, 2


def main(command: Sequence[str] = AUDIT) -> int:
    """Print what is known; 0 nothing, 1 vulnerabilities, 2 nobody could say."""
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        checked = json.loads(ended.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        reason = next((line for line in reversed(ended.stderr.splitlines()) if line.strip()), "no reason was given")
        print(f"NOT CHECKED: the known vulnerabilities could not be had. {reason.strip()[:300]}")
        return UNKNOWN
    found = [(item, known) for item in checked for known in item.get("vulns", ())]
    skipped = [item for item in checked if "skip_reason" in item]
    for item, known in found:
        fixed = ", ".join(known.get("fix_versions") or ()) or "none yet"
        print(f"{item['name']} {item['version']}: {known['id']}, mended in {fixed}")
    for item in skipped:
        print(f"NOT CHECKED: {item['name']}, {item['skip_reason']}")
    print(f"{len(checked) - len(skipped)} locked dependencies were checked, {len(found)} known vulnerabilities found.")
    return SOME if found else UNKNOWN if skipped or not checked else NONE


if __name__ == "__main__":
    sys.exit(main())
