-- The facts that stand, that no second person has confirmed, and whose confirmation would count: kept beside the facts, since pages
-- tell all day how much waits and would otherwise look at every fact each time. Only these triggers write here.

CREATE TABLE fact_waiting (
    fact_id     uuid PRIMARY KEY REFERENCES fact ON DELETE CASCADE,
    evidence_id uuid NOT NULL REFERENCES evidence ON DELETE CASCADE,
    key         text NOT NULL,
    declared    boolean NOT NULL              -- what is only declared waits where the catalogue asks for a second person
);
CREATE INDEX fact_waiting_of ON fact_waiting (evidence_id);
CREATE INDEX fact_waiting_shown ON fact_waiting (evidence_id) WHERE NOT declared;
CREATE INDEX fact_waiting_declared ON fact_waiting (key) WHERE declared;

-- What is so of these facts now. What had ended when it was observed counts for nothing, confirmed or not.
CREATE FUNCTION facts_that_wait(facts uuid[]) RETURNS SETOF fact_waiting LANGUAGE sql STABLE AS $$
    SELECT f.id, f.evidence_id, f.key, f.strength = 'declared'
    FROM fact f
    WHERE f.id = ANY (facts)
      AND (f.valid_until IS NULL OR f.valid_until > f.observed_at)
      AND NOT EXISTS (SELECT FROM fact_confirmation c WHERE c.fact_id = f.id AND c.undone_at IS NULL)
      AND NOT EXISTS (SELECT FROM fact_withdrawal w WHERE w.fact_id = f.id)
      AND NOT EXISTS (SELECT FROM fact_supersedes p WHERE p.superseded = f.id
          AND NOT EXISTS (SELECT FROM fact_withdrawal v WHERE v.fact_id = p.fact_id))
$$;

CREATE FUNCTION look_at_facts(facts uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Who changes something about the same facts at the same moment comes one after the other, and sees what the other did.
    PERFORM FROM fact f WHERE f.id = ANY (facts) ORDER BY f.id FOR NO KEY UPDATE;
    DELETE FROM fact_waiting w WHERE w.fact_id = ANY (facts);
    INSERT INTO fact_waiting SELECT * FROM facts_that_wait(facts);
END $$;

CREATE FUNCTION fact_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM look_at_facts(ARRAY[NEW.fact_id]);
    ELSE
        PERFORM look_at_facts(ARRAY[OLD.fact_id]);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION fact_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_waiting SELECT * FROM facts_that_wait(ARRAY[NEW.id]);
    RETURN NULL;
END $$;

CREATE FUNCTION fact_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.fact_id ELSE NEW.fact_id END;
BEGIN
    -- What the withdrawn fact had replaced stands again.
    PERFORM look_at_facts(said || ARRAY(SELECT p.superseded FROM fact_supersedes p WHERE p.fact_id = said));
    RETURN NULL;
END $$;

CREATE FUNCTION fact_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM look_at_facts(ARRAY[CASE TG_OP WHEN 'DELETE' THEN OLD.superseded ELSE NEW.superseded END]);
    RETURN NULL;
END $$;

CREATE TRIGGER waits AFTER INSERT ON fact FOR EACH ROW EXECUTE FUNCTION fact_added();
CREATE TRIGGER waits AFTER INSERT OR UPDATE OF undone_at OR DELETE ON fact_confirmation
    FOR EACH ROW EXECUTE FUNCTION fact_told();
CREATE TRIGGER waits AFTER INSERT OR DELETE ON fact_withdrawal FOR EACH ROW EXECUTE FUNCTION fact_withdrawn();
CREATE TRIGGER waits AFTER INSERT OR DELETE ON fact_supersedes FOR EACH ROW EXECUTE FUNCTION fact_replaced();

INSERT INTO fact_waiting SELECT * FROM facts_that_wait(ARRAY(SELECT id FROM fact));
