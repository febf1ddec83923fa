from django.apps import AppConfig


class CmsPagesConfig(AppConfig):
    name = "cms_pages"
    label = "cms_pages"
    verbose_name = "pages publiques"

    def ready(self):
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from cms_pages.context_processors import MEMOIRE
        from common.memoire import oublier

        # A rubric that appears, goes or moves is seen at once by its editor, and within a second by everybody.
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(lambda **_: oublier(MEMOIRE), weak=False)
