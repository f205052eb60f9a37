"""Three small flows that are right, for tests to spoil in one place at a time."""

from pathlib import Path

from bot.conversation.flow_files import load_flows
from bot.engine.flow import FlowErrors
from bot.locale.flaws import Finding

TEXT = """\
channels: [sms]
starts:
  stranger: menu
  keyword: place
  call_ended: menu
  ring_failed: menu
  ring_impossible: menu
  opened: menu
  from_page: menu
  alerted: menu
  joining: menu
  unconfirmed: menu
  closed: bye
  help: menu
  stopped: bye
  silenced: bye
  started: menu
  verified: bye
  unverified: bye
  alert_how: bye
  alert_drafted: bye
  alert_nobody: bye
  alert_unfit: bye
  alert_leaves: bye
  alert_wrong_code: bye
  alert_late: bye
  alert_paused: bye
  alert_to_resume: bye
  alert_resumed: bye
  alert_none: bye
  doubt: menu
words:
  call: {say: {en: [CALL], es: [LLAMAR]}, to: place}
  move: {say: {en: [MOVE], es: [MUDAR]}, rest: true, to: place}
  home: {reads: zip, to: place}
  forget: {say: {en: [FORGET], es: [OLVIDAR]}, to: forget}
nodes:
  menu: {ask: word, text: menu, on: {missed: menu}}
  place: {go: place, on: {found: list, missed: menu}}
  list: {say: list, then: report}
  report:
    ask: choice
    text: report
    choices:
      reached: {key: 1, words: {en: [reached], es: [hablé]}}
      failed: 2
    on: {reached: noted, failed: again, missed: back}
  noted: {record: reached, then: menu}
  forget: {forget: supporter, then: bye}
  bye: {say: bye, then: end}
  end: {end: conversation}
texts:
  menu: {en: "Reply CALL.", es: "Responda LLAMAR."}
  list: {en: "{officials}", es: "{officials}"}
  report: {en: "How did it go?", es: "¿Cómo le fue?"}
  bye: {en: "Goodbye.", es: "Adiós."}
"""
CALL = """\
channels: [voice]
starts: {dialed: place, rung: place}
nodes:
  place: {go: place, on: {found: dial, missed: end}}
  dial:
    dial: official
    on: {answered: end, busy: end, no_answer: end, failed: send, closed: end, not_today: end, not_now: end}
  send: {text: script, on: {sent: end, refused: end}}
  end: {end: conversation}
texts:
  script: {en: {sms: "{script}"}, es: {sms: "{script}"}}
"""
PLACE = """\
channels: [sms, voice]
starts: {place: zip}
nodes:
  zip: {ask: zip, text: zip, again: zip, on: {heard: look, missed: lost}}
  look:
    find: zip
    on: {found: found, nobody: found, split: which, many: found, ward: which, unknown: again, nowhere: again}
  which: {ask: choice, choices: offered, text: which, on: {chosen: found, missed: lost}}
  found: {end: found}
  lost: {end: missed}
texts:
  zip: {en: {sms: "ZIP?", voice: "Your ZIP?"}, es: {sms: "¿ZIP?", voice: "¿Su ZIP?"}}
  which: {en: "{choices}", es: "{choices}"}
"""
GOOD = {"text": TEXT, "call": CALL, "place": PLACE}


def problems(folder: Path, **files: str | bytes) -> list[str]:
    """What is wrong with these flow files; the good ones stand in for those not given."""
    return [str(found) for found in findings(folder, **files)]


def findings(folder: Path, **files: str | bytes) -> tuple[Finding, ...]:
    """The same, to be said in any language."""
    for name, content in (GOOD | files).items():
        (folder / f"{name}.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        load_flows(folder)
    except FlowErrors as errors:
        return errors.findings
    return ()


def spoiled(flow: str, old: str, new: str) -> dict[str, str]:
    text = GOOD[flow]
    assert old in text, f"{old!r} is not in the flow"
    return {flow: text.replace(old, new, 1)}
