-- Each revision in its other version of CSAF is compared with the ledger like the first.
CALL seal_table('advisory_edition', 'id', 'issued_id,csaf', '');
