"""The pages, one module each: a function from the database to plain data."""
