"""What every page knows of the public site."""


def rubriques(request):
    """Give the public rubrics and the legal links of the header and the footer."""
    return {"rubriques": [], "liens_legaux": []}
