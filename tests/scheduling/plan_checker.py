"""Checks slots and plans against the words of the issue; shares no code with what made them.

It reads the same JSON, steps through time minute by minute where it must, and knows no cleverness.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, pairwise, product
from typing import Any
from zoneinfo import ZoneInfo

Json = Mapping[str, Any]
MINUTE = timedelta(minutes=1)


class Week:
    """A problem with its times as moments."""

    def __init__(self, problem: Json) -> None:
        self.zone = ZoneInfo(problem["zone"])
        self.step = problem["step_minutes"]
        self.resources = {one["id"]: one for one in problem["resources"]}
        self.requests = {one["id"]: one for one in problem["requests"]}
        self.busy: dict[str, list[tuple[datetime, datetime]]] = {
            name: [] for name in self.resources
        }
        for one in problem.get("busy", []):
            self.busy[one["resource"]].append((self.at(one["from"]), self.at(one["to"])))
        self.first = date.fromisoformat(problem["horizon"]["from"])
        self.last = date.fromisoformat(problem["horizon"]["to"])

    def at(self, text: str) -> datetime:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).astimezone(UTC)

    def pairs(self, listed: Sequence[Sequence[str]]) -> list[tuple[datetime, datetime]]:
        return [(self.at(start), self.at(end)) for start, end in listed]

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def list_starts(self) -> Iterator[datetime]:
        moment, end = self.midnight(self.first), self.midnight(self.last + timedelta(days=1))
        while moment < end:
            local = moment.astimezone(self.zone)
            if (60 * local.hour + local.minute) % self.step == 0:
                yield moment
            moment += MINUTE

    def find_faults(self, booking: Json) -> list[str]:
        """List what is wrong with one booking by itself."""
        request = self.requests[booking["request"]]
        start, end = self.at(booking["starts_at"]), self.at(booking["ends_at"])
        used = list(booking["resources"])
        local = start.astimezone(self.zone)
        release = request.get("release")
        checks = {
            "length": end - start == request["minutes"] * MINUTE,
            "grid": (60 * local.hour + local.minute) % self.step == 0,
            "horizon": self.midnight(self.first) <= start
            and end <= self.midnight(self.last + timedelta(days=1)),
            "needs": set(request.get("needs", [])) <= set(used),
            "once": len(set(used)) == len(used),
            "only": set(used) <= {*request.get("needs", []), *chain(*request.get("any_of", []))},
            "any_of": all(len(set(used) & set(one)) == 1 for one in request.get("any_of", [])),
            "recused": not set(used) & set(request.get("not", [])),
            "open": all(self.is_open(name, start, end) for name in used),
            "impossible": not any(
                a < end and start < b for a, b in self.pairs(request.get("impossible", []))
            ),
            "release": release is None or self.at(release) <= start,
        }
        return [f"{booking['request']}: {name}" for name, holds in checks.items() if not holds]

    def is_open(self, name: str, start: datetime, end: datetime) -> bool:
        return any(a <= start and end <= b for a, b in self.pairs(self.resources[name]["open"]))

    def find_crowds(self, bookings: Sequence[Json]) -> list[str]:
        """List where more is booked than a resource or its day can take."""
        faults = []
        for name, one in self.resources.items():
            mine = [booking for booking in bookings if name in booking["resources"]]
            spans = [*self.busy[name], *map(self.occupied, mine)]
            own = [self.occupied(booking) for booking in mine]
            # What overlaps is most where something begins; busy alone may be over the capacity.
            for moment in {start for start, _ in spans}:
                crowd = sum(start <= moment < end for start, end in spans)
                if crowd > one.get("capacity", 1) and any(a <= moment < b for a, b in own):
                    faults.append(f"{name}: {crowd} at {moment}")
            days = Counter(
                self.at(booking["starts_at"]).astimezone(self.zone).date() for booking in mine
            )
            most = one.get("daily_max")
            faults += [f"{name}: {day}" for day, n in days.items() if most is not None and n > most]
        return faults

    def occupied(self, booking: Json) -> tuple[datetime, datetime]:
        buffer = self.requests[booking["request"]].get("buffer_minutes", 0) * MINUTE
        return self.at(booking["starts_at"]) - buffer, self.at(booking["ends_at"]) + buffer

    def price(self, bookings: Sequence[Json]) -> float:
        """Give the objective of a set of bookings."""
        placed = {booking["request"]: booking for booking in bookings}
        total = 0.0
        for name, request in self.requests.items():
            weight = request.get("weight", 1)
            if name not in placed:
                total += weight * 20_160
            elif request.get("deadline") is not None:
                late = self.at(placed[name]["ends_at"]) - self.at(request["deadline"])
                total += weight * max(late / MINUTE, 0)
        return total

    def count_waiting(self, bookings: Sequence[Json]) -> float:
        total = 0.0
        for booking in bookings:
            request = self.requests[booking["request"]]
            release = request.get("release")
            since = self.midnight(self.first) if release is None else self.at(release)
            waited = max((self.at(booking["starts_at"]) - since) / MINUTE, 0)
            total += request.get("weight", 1) * waited
        return total

    def count_gaps(self, bookings: Sequence[Json]) -> float:
        """Add up the minutes between the visits of each department on a day, one at a time."""
        total = 0.0
        for name in (name for name in self.resources if name.startswith("dep:")):
            spans = sorted(
                (self.at(one["starts_at"]), self.at(one["ends_at"]))
                for one in bookings
                if name in one["resources"]
            )
            for (start, end), (following, _) in pairwise(spans):
                if start.astimezone(self.zone).date() == following.astimezone(self.zone).date():
                    total += max((following - end) / MINUTE, 0)
        return total

    def check(self, bookings: Sequence[Json]) -> list[str]:
        """List every fault of a plan; none: it may be carried out."""
        faults = [fault for booking in bookings for fault in self.find_faults(booking)]
        twice = len({booking["request"] for booking in bookings}) != len(bookings)
        return [*faults, *self.find_crowds(bookings), *(["twice"] if twice else [])]

    def list_bookings(self, name: str) -> Iterator[Json]:
        """Yield every booking of a request that is possible by itself, by start, then choice."""
        request = self.requests[name]
        for start in self.list_starts():
            end = start + request["minutes"] * MINUTE
            for chosen in product(*request.get("any_of", [])):
                used = list(dict.fromkeys([*request.get("needs", []), *chosen]))
                booking = {
                    "request": name,
                    "starts_at": start.isoformat(),
                    "ends_at": end.isoformat(),
                    "resources": used,
                }
                if not self.check([booking]):
                    yield booking


def search_best(week: Week) -> float:
    """Try every plan; give the least objective. For a handful of requests only."""
    every = [list(week.list_bookings(name)) for name in week.requests]

    def explore(at: int, placed: list[Json], best: float) -> float:
        if at == len(every):
            return min(best, week.price(placed))
        for booking in every[at]:
            if not week.find_crowds([*placed, booking]):
                best = explore(at + 1, [*placed, booking], best)
                if best == 0:
                    return best
        return explore(at + 1, placed, best)

    return explore(0, [], float("inf"))
