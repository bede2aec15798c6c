package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Choice;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import dev.shisa.server.platform.web.Messages;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Facts, leaves and verdicts in the reader's words, with the names that a series gave to its items. */
final class Words {

    private static final String ITEM = "{item}";

    private final Catalogue catalogue;
    private final Messages messages;
    private final Locale locale;
    private final Map<String, String> itemNames;

    Words(Catalogue catalogue, Messages messages, Locale locale, Map<String, String> itemNames) {
        this.catalogue = catalogue;
        this.messages = messages;
        this.locale = locale;
        this.itemNames = itemNames;
    }

    String t(String key, Object... args) {
        return messages.get(locale, key, args);
    }

    Locale locale() {
        return locale;
    }

    String in(Text text) {
        return text.in(locale);
    }

    String in(Text text, String item) {
        return text.in(locale).replace(ITEM, name(item));
    }

    /** The name of an item, or its code while it has none. */
    String name(String item) {
        return itemNames.getOrDefault(item, item);
    }

    /** What is asked in a slot. */
    String question(Slot slot) {
        return catalogue
                .fact(slot.key())
                .map(definition -> in(definition.question(), slot.item()))
                .orElse(slot.toString());
    }

    /** The sentence of a leaf: its own, or what is asked. */
    String sentence(Ground.Point point) {
        if (point.ja() != null && point.en() != null) {
            return in(new Text(point.ja(), point.en()), point.item());
        }
        return question(point.slot());
    }

    /** A value as a person reads it. */
    String value(Slot slot, Value value) {
        FactDefinition definition = catalogue.fact(slot.key()).orElse(null);
        return switch (value) {
            case Value.Flag(boolean yes) ->
                choice(definition, Boolean.toString(yes), t(yes ? "value.yes" : "value.no"));
            case Value.Whole(long number) ->
                definition == null || definition.unit() == null
                        ? Long.toString(number)
                        : t("value.unit", Long.toString(number), in(definition.unit()));
            case Value.Word(String word) ->
                definition != null && definition.type() == FactType.REF ? name(word) : choice(definition, word, word);
            case Value.Day(java.time.LocalDate day) -> day.toString();
            case Value.Words(SortedSet<String> words) -> {
                if (words.isEmpty()) {
                    yield t("value.none");
                }
                boolean items = definition != null && definition.type() == FactType.SET;
                yield words.stream()
                        .map(word -> items ? name(word) : choice(definition, word, word))
                        .collect(Collectors.joining(t("value.and")));
            }
        };
    }

    /** Why a leaf is not decided, or not proven; empty when it is. */
    String reason(Reading.Reason reason, Reading.Doubt doubt, java.util.List<String> unset) {
        return switch (reason) {
            case HOLDS, HOLDS_NOT ->
                switch (doubt) {
                    case NONE -> "";
                    case TOO_WEAK -> t("leaf.too-weak");
                    case UNCONFIRMED -> t("leaf.unconfirmed");
                };
            case NO_FACT -> t("leaf.no-fact");
            case PARAMETER_NOT_SET ->
                t(
                        "leaf.parameter-not-set",
                        unset.stream().map(this::parameter).collect(Collectors.joining(t("value.and"))));
            case UNREADABLE -> t("leaf.unreadable");
            case EXPIRED -> t("leaf.expired");
            case SHADOWED -> t("leaf.shadowed");
            case TOUCHED_BY_CHANGE -> t("leaf.touched");
            case CONTRADICTION -> t("leaf.contradiction");
        };
    }

    String parameter(String id) {
        return catalogue.parameter(id).map(p -> in(p.name())).orElse(id);
    }

    String title(Requirement requirement) {
        return in(requirement.title());
    }

    private String choice(@Nullable FactDefinition definition, String value, String otherwise) {
        return definition == null
                ? otherwise
                : definition.choice(value).map(Choice::label).map(this::in).orElse(otherwise);
    }
}
