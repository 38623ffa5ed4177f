"""Findings about the schema with reason, remedy and the key to ignore them by."""

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from lib.schema.finding import GROUPS, LEVELS, Finding
from lib.schema.lint import IGNORE_FILE
from lib.schema.names import written
from lib.settings import ROOT
from lib.ui.components.markup import choice, link
from lib.ui.components.names import breakable
from lib.ui.explorer.address import Address

MOST = 300


def health_view(findings: Sequence[Finding], ignored: int, *, here: Address) -> Markup:
    """The findings of the concern in the address, all without one, in groups; and how many the ignore file hides.

    The groups with errors stand first, then those with warnings; in a group the gravest rule stands first.
    """
    concerns = Counter(finding.concern for finding in findings)
    chosen = [finding for finding in findings if here.concern in ("", finding.concern)]
    options = [(f"all {len(findings)}", here.but(concern=""), not here.concern)]
    options += [
        (f"{name or 'unassigned'} {count}", here.but(concern=name), here.concern == name)
        for name, count in sorted(concerns.items())
    ]
    rules: dict[str, list[Finding]] = {}
    for finding in chosen:
        rules.setdefault(finding.rule, []).append(finding)
    levels = Counter(finding.level for finding in chosen)
    counts = " · ".join(f"{levels[level]} {level}{'s' * (levels[level] != 1)}" for level in LEVELS if levels[level])
    note = f"{ignored} ignored by {IGNORE_FILE.relative_to(ROOT)}: one key a line, * stands for anything."
    return Markup('<div class="choices">{}</div><p>{} <small>{}</small></p>{}').format(
        choice(options, title="Concern"),
        counts or "Nothing to complain about.",
        note,
        Markup("").join(_group(title, group, here=here) for title, group in _grouped(rules)),
    )


def _grouped(rules: dict[str, list[Finding]]) -> list[tuple[str, list[list[Finding]]]]:
    """The groups that have findings, rule by rule; what matters most comes first in both."""
    groups = [
        (title, sorted((rules[rule] for rule in names if rule in rules), key=_gravest))
        for title, names in GROUPS.items()
    ]
    return sorted((group for group in groups if group[1]), key=lambda group: _gravest(group[1][0]))


def _gravest(findings: Sequence[Finding]) -> int:
    return min(LEVELS.index(finding.level) for finding in findings)


def _group(title: str, rules: Sequence[Sequence[Finding]], *, here: Address) -> Markup:
    return Markup("<h5>{}</h5>{}").format(
        title, Markup("").join(_rule(findings[0].rule, findings, here=here) for findings in rules)
    )


def _rule(rule: str, findings: Sequence[Finding], *, here: Address) -> Markup:
    lines = Markup("").join(
        Markup('<tr><td>{}{}</td><td>{}</td><td class="type">{}</td><td class="type quiet">{}</td></tr>').format(
            link(here.at(finding.table).but(view="table"), breakable(written(finding.table))),
            Markup("<br><small>{}</small>").format(breakable(finding.name)) if finding.name else "",
            finding.reason,
            finding.remedy,
            Markup(":<wbr>").join(breakable(part) for part in finding.key.split(":")),
        )
        for finding in findings[:MOST]
    )
    more = Markup("<p class=quiet>… and {} more</p>").format(len(findings) - MOST) if len(findings) > MOST else ""
    return Markup(
        '<details{}><summary><span class="badge {}">{}</span> <b>{}</b> <small>{}</small></summary><div class="tall">'
        "<table class=findings><thead><tr><th>Where</th><th>Why it matters</th><th>What to do</th>"
        "<th>Key to ignore it by</th></tr></thead><tbody>{}</tbody></table>{}</div></details>"
    ).format(
        Markup(" open") if findings[0].level != "info" and len(findings) <= 40 else "",
        findings[0].level,
        findings[0].level,
        rule.replace("_", " ").replace("rls", "RLS"),
        len(findings),
        lines,
        more,
    )
