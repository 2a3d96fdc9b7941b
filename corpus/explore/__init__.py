"""What people look at: pages, tables, queries and pictures of a database, served on Datasette. Optional: `malspar[explore]`."""
