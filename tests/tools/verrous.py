"""For the controls of the tests of locks: what happens without them."""

from django.db.models import QuerySet


def sans_verrou(monkeypatch, *modeles):
    """Have the rows of these models, or of all, read without being held."""
    verrouiller = QuerySet.select_for_update

    def lire(self, *args, **options):
        return self if not modeles or self.model in modeles else verrouiller(self, *args, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", lire)
