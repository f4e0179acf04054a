"""Which fixes are applied to a text, and the proof that they do no harm."""
