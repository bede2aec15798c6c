-- In which transaction a record was made. The numbers of records are drawn before the transaction ends, so a smaller one may be seen
-- after a larger one; whether a transaction had ended when somebody looked is known exactly. Records of before have none: they ended
-- before anybody looks.

ALTER TABLE ledger_outbox ADD COLUMN made_in xid8;
ALTER TABLE ledger_outbox ALTER COLUMN made_in SET DEFAULT pg_current_xact_id();
CREATE INDEX ledger_outbox_made_in ON ledger_outbox (made_in) WHERE made_in IS NOT NULL;
