"""What employees lend programs: some of the purposes of their job, for a while."""
