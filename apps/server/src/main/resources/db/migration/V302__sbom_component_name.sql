-- A name may be longer than a tree takes, and the check of everything reads trees, not hashes.
DROP INDEX sbom_component_name;
CREATE INDEX sbom_component_name ON sbom_component (md5(folded_name));
