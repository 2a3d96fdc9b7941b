"""What one block says of the goal it belongs to: bodies, marks, values, statuses, and the scales that explain them."""
