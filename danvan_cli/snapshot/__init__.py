"""Captures: sealed bytes, how they are kept, and the text in them."""
