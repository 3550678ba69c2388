"""A small invented newspaper, served on loopback: the offline tour, and an honest target for tests."""
