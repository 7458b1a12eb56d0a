"""What the browser is made to store and run, and what is learnt from visits: consent, log, counts, record, banners."""
