"""Addresses that pages had before."""

from wagtail.contrib.redirects.middleware import RedirectMiddleware

# Where no page ever was: what is not found there was not moved.
SANS_PAGES = ("/gestion/", "/espace/")


class AnciennesAdressesMiddleware(RedirectMiddleware):
    """Wagtail's own, but browsers revalidate its redirects each time.

    A page may come back to where it was. A browser that cached the first redirect for ever, as it may for a permanent
    one, would then meet the second and loop.
    """

    def process_response(self, request, response):
        if request.path_info.startswith(SANS_PAGES):
            return response
        rendue = super().process_response(request, response)
        if rendue is not response:
            rendue["Cache-Control"] = "no-cache"
        return rendue
