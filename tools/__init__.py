"""What writes the data files that are not written by hand, and helps the makers; no part of the product."""
