"""What the gate costs a use, beside the same work over plain tables, in one process and in turns."""
