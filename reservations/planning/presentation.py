"""stub"""


def page(planche, brouillon, *, phrases=()):
    return {}


def barre_seule(request, planche, brouillon):
    return ""
