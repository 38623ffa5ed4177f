"""The settings, read once from the environment and from `.env`."""

import os
from collections.abc import Mapping
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from platformdirs import user_data_path
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lib.errors import InvalidSettings

ROOT = Path(__file__).resolve().parent.parent
"""The folder of this checkout: `sql/` and `pages/` are found from here."""

NonNegative = Annotated[Decimal, Field(ge=0)]

Minutes = Annotated[float, Field(ge=0, le=100_000)]


def _price_table(written: object) -> object:
    """The prices in `model=read/written, …`; anything else is left for validation to refuse."""
    if not isinstance(written, str):
        return written
    entries = [entry.rpartition("=") for entry in written.split(",") if entry.strip()]
    return {model.strip(): tuple(prices.split("/")) for model, _sign, prices in entries}


Prices = Annotated[Mapping[str, tuple[NonNegative, NonNegative]], BeforeValidator(_price_table)]


def _split(value: Any) -> Any:
    return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value


Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]
NameList = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""Several names in one setting, divided by commas."""


class Settings(BaseModel):
    """Every setting, validated; the environment wins over `.env`, an empty value counts as not set."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    database_url: str = Field("", alias="DATABASE_URL")
    schema_database_url: str = Field("", alias="SCHEMA_DATABASE_URL")
    home: Folder = Field(default_factory=lambda: user_data_path("orb"), alias="ORB_HOME")
    openai_api_key: str = Field("", alias="OPENAI_API_KEY", repr=False)
    openai_base_url: str = Field("", alias="OPENAI_BASE_URL")
    model: str = Field("gpt-5-mini", alias="ORB_MODEL")
    model_deadline: float = Field(60, alias="ORB_MODEL_DEADLINE", gt=0, le=3600)
    """Seconds after which a call to the model is ended."""
    prices: Prices = Field({}, alias="ORB_PRICES")
    """Dollars per million tokens read and written, `model=0.25/2.00, other=…`; costs are unknown without."""
    fact_language: Annotated[str, Field(pattern=r"^[^\W\d_]*(?:[ -]\w+)*$", max_length=40)] = Field(
        "", alias="ORB_FACT_LANGUAGE"
    )
    """The language in which a model writes facts, a code or a name; empty: each in the language of its quote."""
    worker: Literal["on", "off", "auto"] = Field("auto", alias="ORB_WORKER")
    """Whether the dashboard refreshes due contacts itself; "auto": only with its own embedded database."""
    key_quiet_minutes: Minutes = Field(5, alias="ORB_KEY_QUIET_MINUTES")
    key_wait_minutes: Minutes = Field(30, alias="ORB_KEY_WAIT_MINUTES")
    quiet_minutes: Minutes = Field(60, alias="ORB_QUIET_MINUTES")
    silence_days: int = Field(14, alias="ORB_SILENCE_DAYS", ge=1, le=3650)
    burst_messages: int = Field(3, alias="ORB_BURST_MESSAGES", ge=1)
    daily_runs: int | None = Field(None, alias="ORB_DAILY_RUNS", ge=0)
    daily_tokens: int | None = Field(None, alias="ORB_DAILY_TOKENS", ge=0)
    daily_cost: NonNegative | None = Field(None, alias="ORB_DAILY_COST")
    """What the workers may use in one day (UTC): runs, tokens, dollars; empty means no limit."""
    address: str = Field("127.0.0.1", alias="ADDRESS")
    port: int = Field(8501, alias="PORT", ge=1, le=65535)
    behind_proxy: bool = Field(False, alias="ORB_BEHIND_PROXY")
    hosts: NameList = Field((), alias="ORB_HOSTS")
    people: NameList = Field((), alias="ORB_PEOPLE")

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


def load(environment: Mapping[str, str] = os.environ, *, env_file: Path | None = None) -> Settings:
    """The settings of this process; raises `InvalidSettings` that names the setting, never its value.

    The file is `.env` beside the code, or the one that the environment names as `ORB_ENV_FILE`.
    """
    named = environment.get("ORB_ENV_FILE")
    file = env_file or Path(named or ROOT / ".env")
    if named and not file.exists():
        raise InvalidSettings("There is no file where ORB_ENV_FILE says.", next_step="Correct or remove ORB_ENV_FILE.")
    try:
        return Settings.model_validate(
            {**_written(file), **{key: value for key, value in environment.items() if value}}
        )
    except ValidationError as error:
        wrong = ", ".join(sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]}))
        raise InvalidSettings(f"The setting {wrong} cannot be used.") from error


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
