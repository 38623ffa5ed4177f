"""The settings, read once from the environment and from `.env`."""

# msgspec reads them instead of Pydantic, which would take a fifth of the time in which `orb schema find` answers.
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from dotenv import dotenv_values
from dotenv.parser import parse_stream
from msgspec import Meta
from platformdirs import user_data_path

from lib.errors import InvalidSettings

ROOT = Path(__file__).resolve().parent.parent
"""The folder of this checkout: `sql/` and `pages/` are found from here."""
YES, NO = {"1", "true", "t", "yes", "y", "on"}, {"0", "false", "f", "no", "n", "off"}


def _flag(written: str) -> bool:
    if written.lower() not in YES | NO:
        raise ValueError
    return written.lower() in YES


def _names(written: str) -> tuple[str, ...]:
    """Several names, divided by commas."""
    return tuple(name.strip() for name in written.split(",") if name.strip())


def _folder(written: str) -> Path:
    return Path(written).expanduser().absolute()


def _amount(written: str) -> Decimal:
    """An amount of money, not below zero."""
    amount = Decimal(written)
    if not (amount.is_finite() and amount >= 0):
        raise ValueError
    return amount


def _speeds(written: str) -> tuple[float, float]:
    """A speed, or the slowest and the fastest with a dash between, each above zero."""
    slow, _, fast = written.partition("-")
    speeds = float(slow), float(fast or slow)
    if not 0 < speeds[0] <= speeds[1] <= 1_000_000:
        raise ValueError
    return speeds


def _prices(written: str) -> dict[str, tuple[Decimal, Decimal]]:
    """The prices in `model=read/written, …`."""
    entries = [entry.rpartition("=") for entry in written.split(",") if entry.strip()]
    priced = {model.strip(): [_amount(price) for price in prices.split("/")] for model, _sign, prices in entries}
    return {model: (read, wrote) for model, (read, wrote) in priced.items()}


Minutes = Annotated[float, Meta(ge=0, le=100_000)]
Count = Annotated[int, Meta(ge=0)]


def _user_folder() -> Path:
    """The folder of this user's data; raises `InvalidSettings` for a user without a home."""
    try:
        return user_data_path("orb").absolute()
    except RuntimeError as error:
        raise InvalidSettings(
            "This user has no home folder for the dashboard's data.", next_step="Set ORB_HOME to a folder for it."
        ) from error


@dataclass(frozen=True)
class Settings:
    """Every setting, validated; the environment wins over `.env`, an empty value counts as not set."""

    database_url: str = field(default="", repr=False)
    schema_database_url: str = field(default="", repr=False)
    home: Path = field(default_factory=_user_folder)
    openai_api_key: str = field(default="", repr=False)
    openai_base_url: str = ""
    model: str = "gpt-5-mini"
    model_deadline: Annotated[float, Meta(gt=0, le=3600)] = 60.0
    """Seconds after which a call to the model is ended."""
    prices: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    """Dollars per million tokens read and written, `model=0.25/2.00, other=…`; costs are unknown without."""
    fact_language: Annotated[str, Meta(pattern=r"^[^\W\d_]*(?:[ -]\w+)*\Z", max_length=40)] = ""
    """The language in which a model writes facts, a code or a name; empty: each in the language of its quote."""
    worker: Literal["on", "off", "auto"] = "auto"
    """Whether the dashboard refreshes due contacts itself; "auto": only with its own embedded database."""
    parallel: Annotated[int, Meta(ge=1, le=64)] | None = None
    """How many clients a worker refreshes at once; empty: as suits the reader."""
    key_quiet_minutes: Minutes = 5.0
    key_wait_minutes: Minutes = 30.0
    quiet_minutes: Minutes = 60.0
    silence_days: Annotated[int, Meta(ge=1, le=3650)] = 14
    burst_messages: Annotated[int, Meta(ge=1)] = 3
    daily_runs: Count | None = None
    daily_tokens: Count | None = None
    daily_cost: Decimal | None = None
    """What the workers may use in one day (UTC): runs, tokens, dollars; empty means no limit."""
    calls_a_minute: Annotated[int, Meta(ge=1, le=100_000)] = 120
    """How many calls an agent may make over the network in a minute, with one token."""
    address: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535)] = 8501
    behind_proxy: bool = False
    hosts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    migrations: Path | None = None
    """The folder of the site's own migrations, to which checked drafts are written."""
    disk_mbps: tuple[float, float] = (11.0, 261.0)
    """The slowest and the fastest speed of the explored database's disk, megabytes a second."""
    shadow_url: str = field(default="", repr=False)
    """An empty server of one's own on which drafts are tried, for its superuser; empty: a private one."""
    backup_url: str = field(default="", repr=False)
    """The explored database for a login that may read the rows that a draft drops; empty: as it is explored."""

    @property
    def is_embedded(self) -> bool:
        """Whether contexts and caches live in the embedded Postgres."""
        return not self.database_url

    @property
    def has_worker(self) -> bool:
        """Whether the dashboard runs a worker inside itself."""
        return self.worker == "on" or (self.worker == "auto" and self.is_embedded)

    @property
    def has_model(self) -> bool:
        """Whether a language model is configured; without one the local rules serve."""
        return bool(self.openai_api_key or self.openai_base_url)


_WITHOUT_PREFIX = {"database_url", "schema_database_url", "openai_api_key", "openai_base_url", "address", "port"}
_READ: Mapping[str, Callable[[str], Any]] = {
    "home": _folder,
    "prices": _prices,
    "daily_cost": _amount,
    "behind_proxy": _flag,
    "hosts": _names,
    "people": _names,
    "migrations": _folder,
    "disk_mbps": _speeds,
}
"""What makes the values whose annotation does not say how."""
NAMES = {f"{'' if item.name in _WITHOUT_PREFIX else 'ORB_'}{item.name.upper()}": item.name for item in fields(Settings)}
"""The name under which each setting is written, and its attribute."""


def load(environment: Mapping[str, str] = os.environ, *, env_file: Path | None = None) -> Settings:
    """The settings of this process; raises `InvalidSettings` that names the setting, never its value.

    The file is `.env` beside the code, or the one that the environment names as `ORB_ENV_FILE`.
    """
    named = environment.get("ORB_ENV_FILE")
    file = env_file or Path(named or ROOT / ".env")
    if named and not file.exists():
        raise InvalidSettings("There is no file where ORB_ENV_FILE says.", next_step="Correct or remove ORB_ENV_FILE.")
    return made_of({**_written(file), **{key: value for key, value in environment.items() if value}})


def made_of(written: Mapping[str, str]) -> Settings:
    """The settings that texts give by their names; raises `InvalidSettings` that names those that cannot be used."""
    types = get_type_hints(Settings, include_extras=True)
    values: dict[str, Any] = {}
    wrong = []
    for name in sorted(NAMES.keys() & written.keys()):
        attribute, text = NAMES[name], written[name].strip()
        read = _READ.get(attribute)
        try:
            values[attribute] = read(text) if read else msgspec.convert(text, types[attribute], strict=False)
        except (ValueError, InvalidOperation, RuntimeError):  # of a validation, too; of a `~` without a home
            wrong.append(name)
    if wrong:
        raise InvalidSettings(f"The setting {', '.join(wrong)} cannot be used.") from None
    return Settings(**values)


def _written(file: Path) -> dict[str, str]:
    """What the file says; raises `InvalidSettings` with the number of a line that is no setting."""
    try:
        content = file.read_text("utf-8") if file.exists() else ""
    except (OSError, UnicodeError) as error:
        raise InvalidSettings(
            f"{file.name} cannot be read.", next_step="Save it as UTF-8 text, one NAME=value a line."
        ) from error
    for binding in parse_stream(StringIO(content)):
        if binding.error:
            written = binding.original.string
            line = binding.original.line + len(written) - len(written.lstrip("\n"))
            raise InvalidSettings(
                f"Line {line} of {file.name} is not a setting.", next_step="Write one NAME=value a line."
            )
    return {key: value for key, value in dotenv_values(stream=StringIO(content), interpolate=False).items() if value}
