"""How the chain reads the engine's events again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import F, Max, Q

from renda.proceedings.models import Event, Proceeding
from renda.records.sources import Sealed


class EventSource:
    """Events; a link's reference is ``proceeding/seq``."""

    def read(self, congress_id: int, refs: Sequence[str]) -> dict[str, Sealed]:
        """The events of these references; one statement."""
        wanted = {tuple(map(int, ref.split("/"))) for ref in refs}
        subjects = {subject for subject, _seq in wanted}
        low = min(seq for _subject, seq in wanted)
        rows = Event.objects.filter(
            proceeding__congress_id=congress_id, proceeding_id__in=subjects, seq__gte=low
        )
        return {
            f"{row.proceeding_id}/{row.seq}": Sealed(
                row.envelope, row.digest, None if row.facts is None else row.sealed_facts, row.salt
            )
            for row in rows.iterator(chunk_size=1000)
            if (row.proceeding_id, row.seq) in wanted
        }

    def count(self, congress_id: int) -> int:
        """All events of the congress."""
        return Event.objects.filter(proceeding__congress_id=congress_id).count()

    def complaints(self, congress_id: int) -> Iterator[str]:
        """Proceedings that do not stand where their last event left them."""
        rows = (
            Proceeding.objects.filter(congress_id=congress_id)
            .annotate(last_seq=Max("events__seq"))
            .exclude(last_seq=F("row_version"))
            .order_by("pk")
        )
        for row in rows.values_list("pk", "row_version", "last_seq"):
            yield f"proceeding {row[0]}: version {row[1]}, but its last event is {row[2]}"
        moved = Event.objects.filter(
            ~Q(to_state=F("proceeding__state")),
            proceeding__congress_id=congress_id,
            seq=F("proceeding__row_version"),
        ).order_by("pk")
        for pk, state, stands in moved.values_list(
            "proceeding_id", "to_state", "proceeding__state"
        ):
            yield f"proceeding {pk}: its last event led to {state}, but it stands at {stands}"


EVENTS = EventSource()
