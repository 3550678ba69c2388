"""Where the steps of the schema register, each from its own file."""

from sqlite_utils import Migrations

migrations = Migrations("danvan")
