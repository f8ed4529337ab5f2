"""``renda manage rebuild_search``: make the documents of the search anew."""

from django.core.management.base import BaseCommand

from renda.search import services
from renda.search.registry import findables


class Command(BaseCommand):
    help = "Makes the documents of the search anew, from what stands in the database."

    def handle(self, **options: object) -> None:
        for kind, _findable in findables:
            self.stdout.write(f"{kind}: {services.rebuild(kind)}")
