"""Newspapers as TOML: where things are on their pages, and which addresses are theirs."""
