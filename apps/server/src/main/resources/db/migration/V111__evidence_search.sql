-- Searching without regard to width, case, hiragana or katakana. Japanese has no spaces between words, so a search looks for
-- what was typed anywhere in the text. Reading every row's folded text is quick enough for more evidence than one maker has,
-- also for one or two characters, which an index of trigrams would not find; and it needs no extension, which a database of
-- somebody else's may lack.

-- The same as SearchWords.fold in Java.
CREATE FUNCTION fold_text(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(lower(normalize($1, NFKC)),
        'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ〜‐‑‒–—―−',
        'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ~-------')
$$;

ALTER TABLE evidence ADD COLUMN folded text NOT NULL GENERATED ALWAYS AS (fold_text(
    code || ' ' || title || ' ' || place || ' ' || statement || ' ' || coalesce(file_name, '') || ' ' || coalesce(url, '')
    || ' ' || submitted_name || ' ' || coalesce(record ->> 'model', '') || ' ' || coalesce(record ->> 'firmware', ''))) STORED;
