"""Tax exemptions: looked at before they hold, declined or withdrawn with a reason, filed for somebody from an order of theirs."""
