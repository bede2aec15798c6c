-- Bills of materials of releases, taken in as evidence, and their components.
CREATE TABLE sbom_list (
    id            uuid PRIMARY KEY,
    series_id     uuid NOT NULL REFERENCES series,
    release_id    uuid NOT NULL REFERENCES release,
    evidence_id   uuid NOT NULL REFERENCES evidence, -- holds the file
    format        text NOT NULL,
    spec_version  text NOT NULL,                     -- empty: the format has none
    created       text NOT NULL,                     -- when it was made, as the file says
    authors       text[] NOT NULL,
    tools         text[] NOT NULL,
    subject       text NOT NULL,                     -- what the file says it is a list of
    whole         boolean NOT NULL,                  -- whether it names all components, as who took it in says
    sound         boolean NOT NULL,                  -- whether the file keeps the rules of its format
    components    integer NOT NULL,
    lacks         jsonb NOT NULL,                    -- for each element that something lacks, how many do
    unknown_licenses integer NOT NULL,
    duplicates    integer NOT NULL,                  -- components that share their identity with another
    problems      jsonb NOT NULL,                    -- the first of them, each with its place
    problem_count integer NOT NULL,
    taken_by      uuid NOT NULL REFERENCES person,
    taken_name    text NOT NULL,
    taken_at      timestamptz NOT NULL,
    withdrawn_by  uuid REFERENCES person,
    withdrawn_name text,
    withdrawn_at  timestamptz,
    withdrawn_reason text
);
CREATE INDEX sbom_list_series ON sbom_list (series_id, taken_at DESC, id DESC);

CREATE TABLE sbom_component (
    list_id       uuid NOT NULL REFERENCES sbom_list,
    number        integer NOT NULL,                  -- in the order of the file, from 1
    ref           text NOT NULL,
    type          text NOT NULL,
    grp           text NOT NULL,
    name          text NOT NULL,
    version       text NOT NULL,
    supplier      text NOT NULL,
    purls         text[] NOT NULL,
    cpes          text[] NOT NULL,
    licenses      text[] NOT NULL,
    hashes        text[] NOT NULL,                   -- SHA-256:9f86…
    commits       text[] NOT NULL,
    resolved      text[] NOT NULL,                   -- vulnerabilities that its patches resolve, as the file says
    source_package text NOT NULL,
    properties    jsonb NOT NULL,
    place         text NOT NULL,
    lacks         text[] NOT NULL,
    unknown_license boolean NOT NULL,
    duplicate     boolean NOT NULL,
    folded        text NOT NULL,                     -- what is searched, as it is compared
    folded_name   text NOT NULL,
    PRIMARY KEY (list_id, number)
);
CREATE INDEX sbom_list_release ON sbom_list (release_id, taken_at DESC, id DESC);
-- Which releases contain a component of this name.
CREATE INDEX sbom_component_name ON sbom_component USING hash (folded_name); -- a name may be longer than a tree takes
