-- What the file of a list says of itself, beside its components, as this version reads it. A list that is not here was taken in before
-- that was asked, and its file is asked again in the background.
CREATE TABLE sbom_asked (
    list_id  uuid PRIMARY KEY REFERENCES sbom_list,
    place    text NOT NULL,    -- where it says that it does not name everything, and in which words; empty: it does not
    words    text NOT NULL,
    lossy    boolean NOT NULL, -- whether a fault of the file may have lost or changed a component
    readable boolean NOT NULL  -- false: the file is gone or cannot be read any more, so that nothing is known of it
);
CALL seal_table('sbom_asked', 'list_id', 'lossy,readable', '');
