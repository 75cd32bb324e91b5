from tests.db.test_schema import *
def test_dbg(busy):
    print(build.rows(busy,"SELECT action, row_id, operation, old, new->>'status' s FROM audit_log WHERE table_name='appointment'"))
    print(build.rows(busy,"SELECT id, status FROM appointment"))
    assert 0
