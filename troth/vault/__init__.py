"""The one home of personal data. It knows no shop words; only the gate comes here."""
