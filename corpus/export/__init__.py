"""A database as Parquet: which tables, how they are written, and the folder that is whole or not there."""
