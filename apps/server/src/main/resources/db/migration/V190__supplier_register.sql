-- Suppliers: one company each, whichever products it delivers for. What is agreed, delivered, checked and decided are rows that are
-- never changed, but for their end.

CREATE TABLE supplier (
    id          uuid PRIMARY KEY,
    code        text NOT NULL UNIQUE,
    name        text NOT NULL,
    names       text[] NOT NULL,               -- under which lists of components know it: names, pkg:TYPE/NAMESPACE, cpe:VENDOR
    note        text NOT NULL,
    advisory_id uuid,                          -- whose advisories (CSAF) count for it
    version     integer NOT NULL,
    by_id       uuid NOT NULL REFERENCES person,
    by_name     text NOT NULL,
    at          timestamptz NOT NULL,          -- of the last change
    ended       boolean NOT NULL,              -- nothing is bought from it any more
    folded      text GENERATED ALWAYS AS (fold_text(code || ' ' || name || ' ' || note)) STORED
);

-- Whom to call for what. No record describes them, so that they can be removed without a trace.
CREATE TABLE supplier_contact (
    id          uuid PRIMARY KEY,
    supplier_id uuid NOT NULL REFERENCES supplier,
    duty        text NOT NULL,
    name        text NOT NULL,
    address     text NOT NULL,
    phone       text NOT NULL,
    note        text NOT NULL
);
CREATE INDEX supplier_contact_supplier ON supplier_contact (supplier_id);

-- Which item of a product's register is this supplier.
CREATE TABLE supplier_item (
    id           uuid PRIMARY KEY,
    supplier_id  uuid NOT NULL REFERENCES supplier,
    series_id    uuid NOT NULL REFERENCES series,
    item         text NOT NULL,                -- its code: supplier-1
    by_id        uuid NOT NULL REFERENCES person,
    by_name      text NOT NULL,
    at           timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,
    ended_name   text,
    ended_at     timestamptz,
    ended_reason text
);
CREATE UNIQUE INDEX supplier_item_one ON supplier_item (series_id, item) WHERE ended_at IS NULL;
CREATE INDEX supplier_item_supplier ON supplier_item (supplier_id);

-- What is delivered, who is responsible for its security, and what would replace it.
CREATE TABLE supplier_delivery (
    id           uuid PRIMARY KEY,
    supplier_id  uuid NOT NULL REFERENCES supplier,
    series_id    uuid REFERENCES series,       -- null: for every product that names the supplier
    kind         text NOT NULL,
    name         text NOT NULL,
    alternative  text NOT NULL,                -- empty: there is none
    split        jsonb NOT NULL,               -- {"hardware.prevent": "supplier", …}
    by_id        uuid NOT NULL REFERENCES person,
    by_name      text NOT NULL,
    at           timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,
    ended_name   text,
    ended_at     timestamptz,
    ended_reason text
);
CREATE INDEX supplier_delivery_supplier ON supplier_delivery (supplier_id);

CREATE TABLE supplier_contract (
    id           uuid PRIMARY KEY,
    supplier_id  uuid NOT NULL REFERENCES supplier,
    kind         text NOT NULL,                -- contract, specification
    title        text NOT NULL,
    series_ids   uuid[] NOT NULL,              -- empty: all that the supplier delivers
    starts_on    date NOT NULL,
    ends_on      date,                         -- the last day; null: without end
    clauses      jsonb NOT NULL,               -- {"vulnerability": "第12条", …}
    evidence_id  uuid NOT NULL REFERENCES evidence,
    by_id        uuid NOT NULL REFERENCES person,
    by_name      text NOT NULL,
    at           timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,
    ended_name   text,
    ended_at     timestamptz,
    ended_reason text
);
CREATE INDEX supplier_contract_supplier ON supplier_contract (supplier_id);

-- Whether what came has what was asked for.
CREATE TABLE supplier_check (
    id           uuid PRIMARY KEY,
    supplier_id  uuid NOT NULL REFERENCES supplier,
    delivery_id  uuid NOT NULL REFERENCES supplier_delivery,
    looked_at    text[] NOT NULL,              -- measures, design, quality, inserts
    passed       boolean NOT NULL,
    remarks      text NOT NULL,
    performed_on date NOT NULL,
    performed_by text NOT NULL,
    until_on     date NOT NULL,
    evidence_id  uuid REFERENCES evidence,
    by_id        uuid NOT NULL REFERENCES person,
    by_name      text NOT NULL,
    at           timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,
    ended_name   text,
    ended_at     timestamptz,
    ended_reason text
);
CREATE INDEX supplier_check_supplier ON supplier_check (supplier_id);

CREATE TABLE supplier_decision (
    id           uuid PRIMARY KEY,
    supplier_id  uuid NOT NULL REFERENCES supplier,
    outcome      text NOT NULL CHECK (outcome IN ('accept', 'conditional', 'reject')),
    reason       text NOT NULL,
    lacks        text[] NOT NULL,              -- the questions that it lacked then
    until_on     date NOT NULL,                -- the last day; then it is decided anew
    by_id        uuid NOT NULL REFERENCES person,
    by_name      text NOT NULL,
    at           timestamptz NOT NULL,
    ended_by     uuid REFERENCES person,
    ended_name   text,
    ended_at     timestamptz,
    ended_reason text
);
CREATE INDEX supplier_decision_supplier ON supplier_decision (supplier_id);

-- What the records said of a product: evidence whose facts hold what they hold, until its end or until they say something else.
CREATE TABLE supplier_conclusion (
    evidence_id uuid PRIMARY KEY REFERENCES evidence,
    series_id   uuid NOT NULL REFERENCES series,
    topic       text NOT NULL,
    signature   text NOT NULL,                 -- hash of all that it rests on
    until_at    timestamptz,
    at          timestamptz NOT NULL
);
CREATE INDEX supplier_conclusion_series ON supplier_conclusion (series_id, topic, at);
