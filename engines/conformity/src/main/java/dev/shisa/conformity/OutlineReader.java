package dev.shisa.conformity;

import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one guideline of which only titles are known (catalogue/README.md, "A guideline by title only"). */
final class OutlineReader {

    private final Map<String, Outline.CheckedAgainst> sources = new LinkedHashMap<>();
    private final Map<String, Outline.Entry> entries = new LinkedHashMap<>();

    Outline read(YamlEntry file) {
        YamlFields fields = file.fields("outline", "edition", "status", "basis", "title", "sources", "entries");
        String id = fields.requireText("outline");
        requireUnverified(fields);
        fields.elements("sources").forEach(this::source);
        fields.elements("entries").forEach(entry -> entry(id, entry));
        return new Outline(
                id,
                VocabularyReader.edition(fields, "edition"),
                TextReader.require(fields, "basis"),
                TextReader.require(fields, "title"),
                List.copyOf(sources.values()),
                List.copyOf(entries.values()));
    }

    /** Said in the file itself, so that nobody takes it for more than it is. */
    private static void requireUnverified(YamlFields fields) {
        fields.require("status").ifPresent(status -> {
            if (!status.text().equals("unverified")) {
                status.problem(
                        "titles alone are always unverified",
                        "write `unverified`, or make it a framework with rules and evidence");
            }
        });
    }

    private void source(YamlEntry entry) {
        YamlFields fields = entry.fields("id", "text");
        String id = fields.requireText("id");
        if (sources.put(id, new Outline.CheckedAgainst(id, TextReader.require(fields, "text"))) != null) {
            entry.problem("the source " + id + " stands twice", "keep one of them");
        }
    }

    private void entry(String outline, YamlEntry entry) {
        YamlFields fields = entry.fields("id", "title", "checked", "gap");
        String number = fields.requireText("id");
        List<String> checked =
                fields.elements("checked").stream().map(this::sourceId).toList();
        Outline.Entry read = new Outline.Entry(
                new RequirementId(outline, number),
                TextReader.require(fields, "title"),
                checked,
                TextReader.find(fields, "gap"));
        if (entries.put(number, read) != null) {
            entry.problem("the entry " + number + " stands twice", "keep one of them");
        }
    }

    private String sourceId(YamlEntry entry) {
        String id = entry.text();
        if (!id.isBlank() && !sources.containsKey(id)) {
            entry.problem("there is no source '" + id + "'", "name one of `sources`");
        }
        return id;
    }
}
