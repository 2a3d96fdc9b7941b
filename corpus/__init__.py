"""Many documents over the years: kept, asked for, and told. Derived from the JSON of the single documents."""
