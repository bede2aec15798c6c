package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.evidence.FactWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column of a grid: what is asked of each item, or the words that belong to the answer.
 *
 * @param label of those words; null: it is the answer itself
 */
record GridColumn(FactDefinition definition, @Nullable Text label) {

    private static final String WORDS = ":detail";

    /** All that is asked of the items of a collection, in the order of the vocabulary. */
    static List<GridColumn> of(Vocabulary vocabulary, String collection) {
        List<GridColumn> columns = new ArrayList<>();
        for (FactDefinition definition : vocabulary.factsOf(collection)) {
            columns.add(new GridColumn(definition, null));
            if (definition.detail() != null) {
                columns.add(new GridColumn(definition, definition.detail()));
            }
        }
        return columns;
    }

    static String words(FactDefinition definition) {
        return definition.key().value() + WORDS;
    }

    String id() {
        return label == null ? definition.key().value() : words(definition);
    }

    /** The name of its field in a row. */
    String field(String row) {
        return row + "@" + (isWords() ? id() : id() + ":value");
    }

    boolean isWords() {
        return label != null;
    }

    /** Whether some answer of the column beside it cannot be taken without these words. */
    boolean areNeeded() {
        return label != null && !definition.detailRequiredFor().isEmpty();
    }

    /** Whether it is among these, or stands beside one of them so that a refusal has its place. */
    boolean isOf(Set<String> ids) {
        String answer = definition.key().value();
        return ids.contains(id())
                || (isWords() ? areNeeded() && ids.contains(answer) : ids.contains(words(definition)));
    }

    String heading(FactWords words, Locale locale) {
        String heading = words.heading(definition, locale);
        return label == null ? heading : heading + " – " + FactWords.fill(label, locale, "");
    }
}
