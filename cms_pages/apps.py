from django.apps import AppConfig


class CmsPagesConfig(AppConfig):
    name = "cms_pages"
    label = "cms_pages"
    verbose_name = "pages publiques"

    def ready(self):
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from cms_pages.agents import uploads
        from cms_pages.context_processors import MEMOIRE
        from common.web.memory import forget

        # A rubric that appears, goes or moves is seen at once by its editor, and within a second by everybody.
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(lambda **_: forget(MEMOIRE), weak=False)

        self.tenir_la_recherche()
        self.borner_la_confidentialite()
        uploads.installer()

        from cms_pages.usages import pages_qui_nomment
        from commune.usages import CHERCHEURS

        CHERCHEURS.register(pages_qui_nomment)

    @staticmethod
    def tenir_la_recherche():
        """Update the search index as pages and documents come, change and go."""
        from django.db.models.signals import post_save
        from wagtail.documents import get_document_model
        from wagtail.signals import page_published, page_unpublished

        from cms_pages.services import indexer_document, indexer_page

        for signal in (page_published, page_unpublished):
            signal.connect(lambda instance, **_: indexer_page(instance), weak=False)
        post_save.connect(lambda instance, **_: indexer_document(instance), get_document_model(), weak=False)

    @staticmethod
    def borner_la_confidentialite():
        """Offer, for a page or a collection, « everybody » or « signed in », and nothing else.

        A parent excluded by a restriction to a group would be redirected from the page to the sign-in and back, for
        ever.
        """
        from wagtail.models import CollectionViewRestriction, PageViewRestriction

        for restriction in (PageViewRestriction, CollectionViewRestriction):
            offertes = (restriction.NONE, restriction.LOGIN)
            restriction.RESTRICTION_CHOICES = [c for c in restriction.RESTRICTION_CHOICES if c[0] in offertes]
