"""Settings, all from the environment, typed. Nothing else reads the environment."""

from collections.abc import Sequence
from typing import Self

from pydantic import SecretStr, ValidationError

from bot import keys
from bot.config import problems
from bot.config.settings import ROOT, GeocoderName, SettingFields

__all__ = ["ROOT", "GeocoderName", "Settings", "SettingsError", "require_settings"]


class SettingsError(Exception):
    """The environment is wrong; the message names each setting and the mend, and never shows a secret."""


class Settings(SettingFields):
    """What Patchline can be told from outside, whole and without contradiction."""

    @classmethod
    def load(cls, **given: object) -> Self:
        """Settings from the environment, completed with keys that the first run makes and keeps in the instance folder.

        Raises SettingsError for a value that does not fit and, with a real account, for a missing key.
        """
        try:
            settings = cls(**given)  # type: ignore[arg-type]
        except ValidationError as error:
            # Without pydantic's own wording, which repeats the value: it may be a secret.
            lines = [f"{str(e['loc'][0]).upper()}: {e['msg']}; mend it in the environment" for e in error.errors()]
            raise SettingsError("\n".join(lines)) from None
        found = list(problems.find_problems(settings))
        if not found:
            missing = [name for name in keys.COMMANDS if not getattr(settings, name).get_secret_value()]
            kept = {name: SecretStr(keys.keep_key(settings.instance_dir, name)) for name in missing}
            settings = settings.model_copy(update=kept)
            found = list(problems.find_key_problems(settings))
        if found:
            raise SettingsError("\n".join(found))
        return settings


def require_settings(settings: Settings, names: Sequence[str]) -> None:
    """For a provider that cannot do without them. Raises SettingsError that names each of them that is not set."""
    given = ((name, getattr(settings, name)) for name in names)
    missing = [name for name, value in given if not (value.get_secret_value() if isinstance(value, SecretStr) else value)]
    if missing:
        lines = [f"{name.upper()}: is not set, and PROVIDER or SENDERS needs it; set it" for name in missing]
        raise SettingsError("\n".join(lines))
