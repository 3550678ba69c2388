"""Checking packages, danvan's own and other people's: strictly, in flat memory, every fault by its name."""
