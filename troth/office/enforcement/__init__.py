"""What was kept from browsers: cookies that the program tried to set and the policy did not let out."""
