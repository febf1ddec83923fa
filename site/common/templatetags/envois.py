"""``{% numero_envoi %}``, beside ``{% csrf_token %}`` in every form of the staff: see ``common.web.une_fois``."""

import uuid

from django import template
from django.utils.html import format_html

from common.services.envois import CHAMP

register = template.Library()


@register.simple_tag
def numero_envoi():
    return format_html('<input type="hidden" name="{}" value="{}">', CHAMP, uuid.uuid4())
