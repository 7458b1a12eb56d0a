"""The office, for programs of those who work there: a token, the purposes lent to it, and the gate behind them."""
