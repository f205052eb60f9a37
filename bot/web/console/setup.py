"""Set-up: what is left before real people are texted, the provider step by step, and what the settings say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts import organizer_accounts
from bot.accounts.audit import record_act
from bot.config import Settings
from bot.locale.console_phrases import say
from bot.providers.protocol import RegistrationFacts, SetupStep
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.visit import now, t

bp = Blueprint("setup", __name__)

# What the page shows with its value and its meaning; of all others, whether they are set.
SHOWN = (
    "organization", "contact", "public_url", "alert_hours", "alerts_a_week", "spend_cap", "segment_price", "reply_cap",
    "sign_ups_a_day", "keep_texts_days", "keep_conversations_days",
)  # fmt: skip
REGISTERED_IN = "en"  # carriers' forms are


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A line of the list of what is left: is it done, what it is, what to do."""

    done: bool
    text: str
    mend: str = ""


@bp.get("/setup")
def show() -> str:
    """The page; with `check` the provider is looked at before it is shown, else a piece of the page asks for that."""
    settings = parts().settings
    return render_template(
        "setup.html",
        steps=_steps() if request.args.get("check") else None,
        guided=bool(parts().providers.guides),
        left=list(_left()),
        shown=[(name.upper(), _value(settings, name), t(f"setup.setting_{name}")) for name in SHOWN],
        others=[(name.upper(), _is_set(settings, name)) for name in Settings.model_fields if name not in SHOWN],
        notice_text=session.pop("notice", ""),
    )


@bp.get("/setup/steps")
def steps() -> Response:
    """The provider's steps, looked at now: a piece of the page."""
    answer = Response(render_template("setup_steps.html", steps=_steps()))
    answer.headers["X-Done"] = "yes"
    return answer


@bp.post("/setup/press/<name>")
def press(name: str) -> ResponseReturnValue:
    """Do what the button of a step says; what came of it is looked at anew."""
    done = parts().providers.press_step(name)
    if done:
        with parts().database.write() as connection:
            record_act(connection, visit.actor(), "provider_set_up", name[:40], now())
    session["notice"] = t("setup.pressed" if done else "setup.not_pressed")
    return redirect(url_for("setup.show", check="yes"), 303)


def _steps() -> Sequence[SetupStep]:
    settings = parts().settings
    values = {"organization": settings.organization}
    facts = RegistrationFacts(
        organization=settings.organization,
        privacy_url=f"{settings.url}/privacy",
        terms_url=f"{settings.url}/terms",
        samples=[say(f"setup.sample_{place}", REGISTERED_IN, **values) for place in (1, 2, 3)],
        how_they_join=say("setup.how_they_join", REGISTERED_IN, url=settings.url, **values),
    )
    return parts().providers.setup_steps(visit.language(), facts)


def _left() -> Iterator[Left]:
    built, settings = parts(), parts().settings
    with built.database.page_read() as connection:
        everybody = organizer_accounts.list_people(connection)
    owners = [each for each in everybody if each.role == "owner"]
    named = settings.organization != Settings.model_fields["organization"].default
    yield Left(done=settings.live, text=t("setup.left_live"), mend=t("setup.left_live_mend"))
    yield Left(done=named, text=t("setup.left_name"), mend=t("setup.left_name_mend"))
    yield Left(done=bool(settings.contact), text=t("setup.left_contact"), mend=t("setup.left_contact_mend"))
    yield Left(done=all(each.has_second for each in owners), text=t("setup.left_second"), mend=t("setup.left_second_mend"))
    yield Left(done=len(everybody) > 1, text=t("setup.left_people"), mend=t("setup.left_people_mend"))
    yield Left(done=bool(built.campaigns.live), text=t("setup.left_campaign"), mend=t("setup.left_campaign_mend"))
    yield Left(done=not built.files.faults, text=t("setup.left_files"), mend=t("setup.left_files_mend"))


def _value(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _is_set(settings: Settings, name: str) -> bool:
    return name in settings.model_fields_set
