"""Contact records of the agency, and checking allegations against them."""
