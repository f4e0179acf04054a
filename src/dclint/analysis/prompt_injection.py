"""Texts that give orders to the AI agent that reads them."""

from dclint.analysis import base64_texts as encoded
from dclint.analysis import prompt_patterns as orders
from dclint.base.spans import Fragment


def find_first_instruction(text: str) -> tuple[Fragment, str, str] | None:
    """Return where a plain text gives its first order, what the order does, and its words."""
    order, hidden = orders.find_orders(text), encoded.find_hidden_texts(text)
    if order and (hidden is None or order.start <= hidden.start):
        span = order.start, order.end
        return span, order.effect, " ".join(text[slice(*span)].split())
    if hidden:
        return (hidden.start, hidden.end), "hides a text in base64", hidden.text
    return None
