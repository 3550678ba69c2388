"""WARC (ISO 28500:2017) and its index: records as bytes and back, without knowing what a snapshot is."""
