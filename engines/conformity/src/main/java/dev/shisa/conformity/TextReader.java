package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the small things that all catalogue files are made of: bilingual texts and choices. */
final class TextReader {

    private static final Text NO_TEXT = new Text("", "");

    private TextReader() {}

    static Text require(YamlFields fields, String name) {
        return fields.require(name).map(TextReader::text).orElse(NO_TEXT);
    }

    static @Nullable Text find(YamlFields fields, String name) {
        return fields.find(name).map(TextReader::text).orElse(null);
    }

    static List<Text> list(YamlFields fields, String name) {
        return fields.elements(name).stream().map(TextReader::text).toList();
    }

    static Text text(YamlEntry entry) {
        YamlFields fields = entry.fields("ja", "en");
        return new Text(fields.requireText("ja"), fields.requireText("en"));
    }

    /** @param flags whether the values are true and false */
    static List<Choice> choices(YamlFields owner, boolean flags) {
        List<Choice> choices = new ArrayList<>();
        Map<YamlEntry, String> excluded = new LinkedHashMap<>();
        for (YamlEntry entry : owner.elements("choices")) {
            YamlFields fields = entry.fields("value", "label", "means", "alone", "excludes");
            String value = fields.require("value")
                    .map(v -> flags ? Boolean.toString(v.flag()) : v.text())
                    .orElse("");
            if (choices.stream().anyMatch(c -> c.value().equals(value))) {
                entry.problem("the choice '" + value + "' stands twice", "keep one of them");
            }
            if (!isStorable(value)) {
                entry.problem("the choice '" + value + "' is not one line", "use a short word");
            }
            List<YamlEntry> excludes = fields.elements("excludes");
            choices.add(new Choice(
                    value,
                    require(fields, "label"),
                    find(fields, "means"),
                    fields.find("alone").map(YamlEntry::flag).orElse(false),
                    excludes.stream().map(YamlEntry::text).collect(Collectors.toSet())));
            excludes.forEach(other -> excluded.put(other, value));
        }
        excluded.forEach((other, value) -> {
            if (other.text().equals(value)
                    || choices.stream().noneMatch(c -> c.value().equals(other.text()))) {
                other.problem("'" + other.text() + "' is no other choice here", "name another one of the same list");
            }
        });
        return choices;
    }

    private static boolean isStorable(String word) {
        return Value.parse(Value.Type.WORDS, word).isPresent() && word.indexOf('\n') < 0;
    }
}
