"""Figures for Prometheus, counts and durations only, in a registry of the application's own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector


@dataclass(frozen=True, slots=True)
class Figure:
    """One number read when Prometheus asks."""

    name: str
    meaning: str
    value: float


class Figures(Collector):
    """Asks a function for the figures of the moment."""

    def __init__(self, read: Callable[[], Iterable[Figure]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        for figure in self._read():
            yield GaugeMetricFamily(f"netvisit_{figure.name}", figure.meaning, value=figure.value)


class Metrics:
    """What the edge counts itself, and the registry that gathers everybody's figures."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "netvisit_http_requests",
            "Answered requests",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.request_seconds = Histogram(
            "netvisit_http_request_seconds",
            "Seconds from request to answer, sockets left out",
            ["route"],
            registry=self.registry,
        )
        self.sign_ins = Counter(
            "netvisit_sign_ins", "Sign-ins by result", ["result"], registry=self.registry
        )
        self.redemptions = Counter(
            "netvisit_redemptions",
            "Invitation codes tried, by result",
            ["result"],
            registry=self.registry,
        )

    def watch(self, read: Callable[[], Iterable[Figure]]) -> None:
        """Ask `read` for its figures at every scrape."""
        self.registry.register(Figures(read))

    def expose(self) -> bytes:
        """Give all figures in the text format of Prometheus."""
        return generate_latest(self.registry)
