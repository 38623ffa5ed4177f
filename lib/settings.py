"""The settings, read once from the environment and from `.env`."""

import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lib.errors import InvalidSettings

ROOT = Path(__file__).resolve().parent.parent
"""The folder of this checkout: `sql/` and `pages/` are found from here."""

NonNegative = Annotated[Decimal, Field(ge=0)]


def _price_table(written: object) -> object:
    """The prices in `model=read/written, …`; anything else is left for validation to refuse."""
    if not isinstance(written, str):
        return written
    entries = [entry.rpartition("=") for entry in written.split(",") if entry.strip()]
    return {model.strip(): tuple(prices.split("/")) for model, _sign, prices in entries}


Prices = Annotated[Mapping[str, tuple[NonNegative, NonNegative]], BeforeValidator(_price_table)]


class Settings(BaseModel):
    """Every setting, validated; the environment wins over `.env`, an empty value counts as not set."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    database_url: str = Field("", alias="DATABASE_URL")
    schema_database_url: str = Field("", alias="SCHEMA_DATABASE_URL")
    home: Path = Field(default_factory=lambda: user_data_path("orb"), alias="ORB_HOME")
    openai_api_key: str = Field("", alias="OPENAI_API_KEY", repr=False)
    openai_base_url: str = Field("", alias="OPENAI_BASE_URL")
    model: str = Field("gpt-5-mini", alias="ORB_MODEL")
    model_deadline: float = Field(60, alias="ORB_MODEL_DEADLINE", gt=0, le=3600)
    """Seconds after which a call to the model is ended."""
    prices: Prices = Field({}, alias="ORB_PRICES")
    """Dollars per million tokens read and written, `model=0.25/2.00, other=…`; costs are unknown without."""

    @property
    def is_embedded(self) -> bool:
        """Whether contexts and caches live in the embedded Postgres."""
        return not self.database_url

    @property
    def has_model(self) -> bool:
        """Whether a language model is configured; without one the local rules serve."""
        return bool(self.openai_api_key or self.openai_base_url)


def load(environment: Mapping[str, str] = os.environ, *, env_file: Path = ROOT / ".env") -> Settings:
    """The settings of this process; raises `InvalidSettings` that names the setting, never its value."""
    try:
        written = {key: value for key, value in dotenv_values(env_file).items() if value}
    except (OSError, UnicodeError) as error:
        raise InvalidSettings(
            f"{env_file.name} cannot be read.", next_step="Save it as UTF-8 text, one NAME=value a line."
        ) from error
    given = {key: value for key, value in environment.items() if value}
    try:
        return Settings.model_validate({**written, **given})
    except ValidationError as error:
        wrong = ", ".join(sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]}))
        raise InvalidSettings(f"The setting {wrong} cannot be used.") from error
