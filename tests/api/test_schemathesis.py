"""schemathesis asks the whole API for what its description promises, and for what it does not."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.accounts.api_keys import SCOPES
from tests.api.conftest import V1, program_with
from tests.conftest import Bot

CONFIG = Path(__file__).with_name("schemathesis.toml")
SECONDS = 40


class Silent(WSGIRequestHandler):
    """Keeps connections open, and says nothing of each request."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("lasting", ["sqlite"], indirect=True)
def test_api_keeps_what_its_description_promises(bot: Bot, tmp_path: Path) -> None:
    secret = program_with(bot, *SCOPES).secret
    server = make_server("127.0.0.1", 0, bot.app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}{V1}"
    command = (
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "--no-color", "run", f"{base}/openapi.json"),
        *("--url", base, "--header", f"Authorization: Bearer {secret}", "--checks", "all", "--max-examples", "12"),
        *("--max-time", str(SECONDS), "--seed", "1", "--continue-on-failure", "--warnings", "off", "--no-shrink"),
    )
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=4 * SECONDS, check=False, cwd=tmp_path)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert done.returncode == 0, done.stdout + done.stderr
