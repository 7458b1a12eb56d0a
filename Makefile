.PHONY: run test check bench screenshots
export PYTHONDONTWRITEBYTECODE =

run:
	@dev/environment app
	@.venv/bin/troth serve

test:
	@dev/environment dev
	@dev/test

check:
	@dev/environment dev
	@dev/check

bench:
	@dev/environment dev
	@.venv/bin/python -m bench

screenshots:
	@dev/environment dev
	@.venv/bin/python -m dev.screenshots
