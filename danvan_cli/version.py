"""The one place that says which danvan this is."""

__version__ = "0.1.0"
