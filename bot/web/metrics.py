"""Counts and times for Prometheus, for who has the token."""

import secrets
from collections.abc import Iterator

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.runtime import parts
from bot.web.health import part_states
from bot.workers.process_counts import all_counts

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
def metrics() -> Response:
    """Of all processes of this server together, without anything about anyone. 404 where no token is set."""
    token = parts().settings.metrics_token.get_secret_value()
    if not token:
        abort(404)
    if not secrets.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return Response("the token is missing or wrong\n", 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/plain")
    states = CollectorRegistry()
    states.register(_States())
    return Response(generate_latest(all_counts()) + generate_latest(states), content_type=CONTENT_TYPE_LATEST)


class _States(Collector):
    """What /readyz says, as numbers."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """1 for a part that is in order, 0 for one that is not; and how old the officials' sources are."""
        ready = GaugeMetricFamily("patchline_ready", "whether a part is in order", labels=["part"])
        for name, is_well in part_states().items():
            ready.add_metric([name], float(is_well))
        yield ready
        today = parts().clock().date()
        ages = GaugeMetricFamily("patchline_source_age_days", "how old a source of officials is", labels=["source"])
        for source in parts().directory.sources.values():
            ages.add_metric([source.name], float((today - source.as_of).days))
        yield ages
