from tests.visits.record.conftest import _cheap_hashes as _cheap_hashes
from tests.visits.record.conftest import _fresh as _fresh
from tests.visits.record.conftest import flask as flask
from tests.visits.record.conftest import ring as ring
