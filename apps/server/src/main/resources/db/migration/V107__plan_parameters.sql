-- By what a series' plan is ordered and dated, as a person entered it.
CREATE TABLE plan_parameters (
    series_id     uuid PRIMARY KEY REFERENCES series,
    begins_on     date NOT NULL,
    emphasis      text NOT NULL,
    guide         text NOT NULL,               -- the guide that comes first; empty: none
    stage         text NOT NULL,
    staff_hours   integer NOT NULL,            -- a week
    budget_yen    bigint NOT NULL,             -- a month
    confirm_hours integer NOT NULL,            -- for one requirement that waits for a second person
    answer_hours  integer NOT NULL,            -- for one whose facts are missing
    recheck_hours integer NOT NULL,            -- for one whose evidence ended or is contradicted
    fix_hours     integer NOT NULL,            -- for one that is not met
    fix_yen       bigint NOT NULL,             -- what is bought for one that is not met
    set_by        uuid NOT NULL REFERENCES person,
    set_name      text NOT NULL,
    set_at        timestamptz NOT NULL,
    version       integer NOT NULL DEFAULT 1
);
