-- Start and end of a run are records of the ledger; those that were there before have none.
ALTER TABLE bench_run ADD COLUMN recorded boolean NOT NULL DEFAULT true;
UPDATE bench_run SET recorded = false;
