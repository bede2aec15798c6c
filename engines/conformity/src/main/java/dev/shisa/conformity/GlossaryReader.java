package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the glossary (catalogue/README.md, "glossary.yaml"); words not to be used are for the checks of texts only. */
final class GlossaryReader {

    private final Map<String, Word> words = new LinkedHashMap<>();

    void read(YamlEntry file) {
        YamlFields fields = file.fields("glossary", "words");
        VocabularyReader.edition(fields, "glossary");
        fields.elements("words").forEach(this::word);
    }

    List<Word> words() {
        return List.copyOf(words.values());
    }

    private void word(YamlEntry entry) {
        YamlFields fields = entry.fields("id", "ja", "en", "meaning", "not", "because", "source");
        String id = fields.requireText("id");
        Word word = new Word(
                id,
                new Text(fields.requireText("ja"), fields.requireText("en")),
                TextReader.require(fields, "meaning"),
                fields.requireText("source"));
        if (words.put(id, word) != null) {
            entry.problem("the word " + id + " stands twice", "keep one of them");
        }
    }
}
