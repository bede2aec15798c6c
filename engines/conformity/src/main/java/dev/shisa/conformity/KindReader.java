package dev.shisa.conformity;

import dev.shisa.conformity.internal.ValueReader;
import dev.shisa.conformity.internal.YamlEntry;
import dev.shisa.conformity.internal.YamlFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads kinds of products and holds them to the vocabulary (catalogue/README.md, "kinds.yaml"). */
final class KindReader {

    private final Vocabulary vocabulary;
    private final Map<String, ProductKind> kinds = new LinkedHashMap<>();

    KindReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    void read(YamlEntry file) {
        YamlFields fields = file.fields("kinds", "list");
        VocabularyReader.edition(fields, "kinds");
        fields.elements("list").forEach(this::kind);
    }

    List<ProductKind> kinds() {
        return List.copyOf(kinds.values());
    }

    private void kind(YamlEntry entry) {
        YamlFields fields = entry.fields("id", "name", "about", "facts", "items");
        String id = fields.requireText("id");
        Map<String, String> collections = new HashMap<>();
        for (YamlEntry item : fields.elements("items")) {
            YamlFields head = item.fields("id", "of", "name", "usual", "facts");
            if (collections.put(head.requireText("id"), head.requireText("of")) != null) {
                item.problem("the item " + head.requireText("id") + " stands twice", "keep one of them");
            }
        }
        ProductKind kind = new ProductKind(
                id,
                TextReader.require(fields, "name"),
                TextReader.require(fields, "about"),
                said(fields, null, collections),
                fields.elements("items").stream()
                        .map(item -> item(item, collections))
                        .toList());
        if (kinds.put(id, kind) != null) {
            entry.problem("the kind " + id + " stands twice", "keep one of them");
        }
    }

    private ProductKind.Item item(YamlEntry entry, Map<String, String> collections) {
        YamlFields fields = entry.fields("id", "of", "name", "usual", "facts");
        String collection = fields.requireText("of");
        if (!collection.isEmpty() && vocabulary.collection(collection).isEmpty()) {
            entry.problem("there is no collection '" + collection + "'", "name one of the vocabulary");
        }
        return new ProductKind.Item(
                fields.requireText("id"),
                collection,
                TextReader.require(fields, "name"),
                fields.find("usual").map(YamlEntry::flag).orElse(true),
                said(fields, collection, collections));
    }

    private List<ProductKind.Said> said(YamlFields owner, @Nullable String of, Map<String, String> collections) {
        List<ProductKind.Said> said = new ArrayList<>();
        owner.find("facts")
                .ifPresent(facts -> facts.entries()
                        .forEach((name, entry) -> vocabulary.facts().stream()
                                .filter(f -> f.key().value().equals(name))
                                .findFirst()
                                .ifPresentOrElse(
                                        definition -> said.add(new ProductKind.Said(
                                                definition.key(), value(entry, definition, of, collections))),
                                        () -> entry.problem(
                                                "there is no fact '" + name + "'", "name one of the vocabulary"))));
        return said;
    }

    private ProductKind.Proposed value(
            YamlEntry entry, FactDefinition definition, @Nullable String of, Map<String, String> collections) {
        if (!Objects.equals(of, definition.of()) || definition.scope() == Subject.Kind.ORGANISATION) {
            entry.problem(
                    definition.key() + " is not about " + (of == null ? "a product" : "an item of " + of),
                    "say it where it belongs");
        }
        return switch (definition.type()) {
            case REF -> {
                String item = entry.text();
                if (!Objects.equals(collections.get(item), definition.collection())) {
                    entry.problem(
                            "'" + item + "' is no item of " + definition.collection() + " of this kind",
                            "name one by its id");
                }
                yield new ProductKind.Proposed.Other(item);
            }
            case TEXT -> new ProductKind.Proposed.Written(TextReader.text(entry));
            case SET, FLAG, WHOLE, WORD, WORDS, DAY -> {
                Value value = ValueReader.read(entry, definition.type().value());
                Slot slot = new Slot(definition.key(), of == null ? "" : of + "-1");
                if (definition.type() == FactType.SET) {
                    entry.problem("a list is stated by a person", "leave it out");
                }
                vocabulary.check(slot, value).forEach(refusal -> entry.problem(refusal.detail(), "see the vocabulary"));
                if (definition.detailRequiredFor().contains(value.canonical())) {
                    entry.problem("this answer needs a reason, which only a person can give", "leave it out");
                }
                yield new ProductKind.Proposed.Known(value);
            }
        };
    }
}
