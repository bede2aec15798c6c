-- What a watch recorded by itself, it takes back by itself: nobody's act, so nobody's id.
ALTER TABLE fact_withdrawal ALTER COLUMN person_id DROP NOT NULL;
