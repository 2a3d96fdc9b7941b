"""What Datasette asks the package for."""
