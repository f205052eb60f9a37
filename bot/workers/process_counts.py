"""What this process and others of the same server have counted, for Prometheus. What is counted stands where it happens."""

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.values import ValueClass


def all_counts() -> CollectorRegistry:
    """Of all processes that share a folder of counts (PROMETHEUS_MULTIPROC_DIR, as wsgi.py sets it), else of this one."""
    if not ValueClass._multiprocess:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
