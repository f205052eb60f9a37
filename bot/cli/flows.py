"""`flask flows`: check the conversations, draw them, try one in the terminal. What a flow is stands in bot/engine."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app
from rich.table import Table
from rich.text import Text
from sqlalchemy import delete, select

from bot.cli.terminal import CommandGroup, count_noun, make_console, minute_text
from bot.cli.understanding import understand_texts
from bot.conversation.flow_files import load_flows
from bot.conversation.intent_files import FOLDER, load_intents
from bot.engine.flow import Flow, FlowErrors, Flows
from bot.engine.steps import WAYS_BACK
from bot.models import Call, NotUnderstood
from bot.providers.simulator import Simulator
from bot.results.counts import COUNTED_OF_CALL, CallFact, Counts
from bot.runtime import parts
from bot.simulation.phone import LINE_ENDINGS, Phone
from bot.simulation.transcript import ACTIONS, TranscriptStep, expected_steps, step_meant, write_transcript
from bot.telephony import to_e164
from bot.yaml_files import SERVES

flows_cli = CommandGroup("flows", help="The conversations in flows/.")
flows_cli.add_command(understand_texts)


@flows_cli.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_flows_command(folder: Path | None) -> None:
    """Prove that no conversation can get stuck; list everything that is wrong otherwise, and what serves meanwhile."""
    try:
        flows = _load(folder or parts().settings.flows_dir)
    except click.ClickException:
        for fault in parts().files.faults if folder is None else ():
            if fault.kind in {"flow", "intents"}:
                click.echo(f"{fault.file}: {SERVES[fault.serves]}", err=True)
        raise
    exits = sum(len(node.on) for flow in flows.values() for node in flow.nodes.values())
    nodes = sum(len(flow.nodes) for flow in flows.values())
    click.echo(f"{len(flows)} flows, {nodes} nodes, {exits} exits, no problems")


@flows_cli.command("draw")
@click.argument("name", required=False)
def draw_flows(name: str | None) -> None:
    """Write the graph of a flow as Mermaid; without a NAME a Markdown page of all that serve."""
    flows = parts().flows
    if name is not None and name not in flows:
        raise click.BadParameter(f"there is no flow {name}; there are {', '.join(flows)}", param_hint="NAME")
    if name is not None:
        click.echo("\n".join(draw_mermaid(flows[name])))
        return
    for flow in flows.values():
        click.echo("\n".join((f"## {flow.name}", "", "```mermaid", *draw_mermaid(flow), "```", "")))


@flows_cli.command("not-understood")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), help="As many at most, the latest.")
def show_not_understood(limit: int) -> None:
    """Show what people wrote or said that was not understood: when, at which node, their words, what we answered.

    Whose words they are is not shown. They are kept encrypted, and erased as other words are: docs/privacy.md.
    """
    missed = select(NotUnderstood).where(NotUnderstood.why == "missed")
    latest = missed.order_by(NotUnderstood.at.desc(), NotUnderstood.id.desc()).limit(limit)
    with parts().database.read() as connection:
        rows = connection.execute(latest).all()
    if not rows:
        click.echo("none")
        return
    decrypt = parts().phone_cipher.decrypt_words
    table = Table("when (UTC)", "by", "where", "they", "we", box=None)
    for row in reversed(rows):
        they = decrypt(row.text) if row.text is not None else "(may be an address, not kept)"
        table.add_row(*map(Text, (minute_text(row.at), row.channel, f"{row.flow}.{row.node}", they, decrypt(row.reply))))
    make_console().print(table)


def _load(folder: Path) -> Flows:
    try:
        flows = load_flows(folder)
        load_intents(folder / FOLDER, flows)
        return flows
    except FlowErrors as errors:
        listed = "\n".join([count_noun(len(errors.problems), "problem"), *errors.problems])
        raise click.ClickException(listed) from None


def draw_mermaid(flow: Flow) -> Iterator[str]:
    """The flow as lines of a Mermaid flowchart: ways in and back rounded, questions six-sided, the rest as boxes."""
    yield "flowchart TD"
    for how, to in flow.starts.items():
        yield f"    {_id('start', how)}([{_label(how)}]) --> {_id('node', to)}"
    for word in flow.words:
        yield f"    {_id('word', word.name)}([{_label(word.name)}]) -.-> {_target(word.to, word.name)}"
    for node in flow.nodes.values():
        step = f"{node.step}: {node.argument}" if node.step else "say"
        left, right = ("{{", "}}") if node.step == "ask" else ("[", "]")
        yield f"    {_id('node', node.name)}{left}{_label(f'{node.name}<br/>{step}')}{right}"
        for exit, to in node.on.items():
            yield f"    {_id('node', node.name)} -->|{_label(exit)}| {_target(to, node.name)}"


def _target(to: str, whence: str) -> str:
    return f"{_id(to, whence)}([{_label(to)}])" if to in WAYS_BACK else _id("node", to)


def _id(kind: str, name: str) -> str:
    # Never a word of Mermaid's own (`end` is one), and apart for names that differ only in a hyphen.
    return f"{kind}_{re.sub(r'[^A-Za-z0-9_]', lambda found: f'_{ord(found[0]):x}_', name)}"


def _label(text: str) -> str:
    quoted = text.replace('"', "#quot;")
    return f'"{quoted}"'


TEXTING = "Type a text. Empty line: leave."
CALLING = f'Type keys ("1"), "say WORDS", "silence", how a line ends ({", ".join(LINE_ENDINGS)}), "hang up". Empty line: leave.'
RINGING = 'Your phone rings: type "answer", or "let it ring"; anything else is a text.'


@flows_cli.command("try")
@click.option("--voice", is_flag=True, help="Hold a phone call instead of a text thread.")
@click.option("--number", default="+12535550199", show_default=True, help="Your number in the conversation; erased afterwards.")
@click.option("--record", type=click.Path(dir_okay=False, path_type=Path), help="Write the conversation as a transcript test.")
def try_flows(voice: bool, number: str, record: Path | None) -> None:
    """Hold a conversation in the terminal: our webhooks, signatures and database, nobody's phone."""
    if record and record.exists():
        raise click.BadParameter(f"{record} is there already; name a new file", param_hint="--record")
    if to_e164(number) is None:
        raise click.BadParameter(f"{number} is not a phone number; write it like +12535550199", param_hint="--number")
    if not isinstance(parts().provider, Simulator):
        raise click.ClickException(f"there is a real provider; unset {parts().settings.provider_settings} to try")
    parts().database.migrate()
    # The app itself, not the proxy: the phone posts to it as the provider does.
    phone = Phone(current_app._get_current_object(), number)  # type: ignore[attr-defined]
    click.echo(CALLING if voice else TEXTING)
    try:
        steps = list(_hold(phone, voice))
    finally:
        phone.text("START")  # a stop outlives FORGET, and this number will be used again
        phone.forget()
        # Nobody was called, so nothing is counted: the limits would hold for the next try too.
        with parts().database.write() as connection:
            mine = Call.person == parts().phone_cipher.person_key(number)
            made = [CallFact._make(row) for row in connection.execute(select(*COUNTED_OF_CALL).where(mine))]
            connection.execute(delete(Call).where(mine))
            counts = Counts(parts().days)
            counts.withdraw(made)
            counts.write(connection)
    if record:
        record.write_text(write_transcript("(what this conversation shows)", steps), encoding="utf-8")
        click.echo(f"wrote {record}; say in its `about` what it shows")


def _hold(phone: Phone, voice: bool) -> Iterator[TranscriptStep]:
    """The conversation, step by step, as a transcript has it."""
    if voice:
        yield from _do(phone, "they dial")
    while typed := click.prompt(">", default="", show_default=False, prompt_suffix=" "):
        yield from _do(phone, *step_meant(typed, phone))


def _do(phone: Phone, what: str, *words: str) -> Iterator[TranscriptStep]:
    heard = ACTIONS[what](phone, *words)
    for said in heard.said:
        click.echo(said)
    if heard.line:
        click.echo(f"[{heard.rings} rings]")
    yield TranscriptStep(what, words)
    yield from expected_steps(heard)
    for message in phone.messages():
        click.echo(f"[text] {message}")
        yield TranscriptStep("bot texts", (message,))
    if phone.calls and not heard.goes_on:
        click.echo("[the bot hangs up]")
        yield TranscriptStep("bot hangs up", ())
        yield from _do(phone, "they hang up")
    elif phone.rings:
        click.echo(f"[{RINGING}]")
        yield TranscriptStep("bot rings", ())
