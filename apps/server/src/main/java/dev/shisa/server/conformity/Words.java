package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.web.Messages;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Facts, leaves and verdicts in the reader's words, with the names that a series gave to its items. */
final class Words {

    private final Catalogue catalogue;
    private final FactWords facts;
    private final Messages messages;
    private final Locale locale;
    private final Map<String, String> itemNames;

    Words(Catalogue catalogue, FactWords facts, Messages messages, Locale locale, Map<String, String> itemNames) {
        this.catalogue = catalogue;
        this.facts = facts;
        this.messages = messages;
        this.locale = locale;
        this.itemNames = itemNames;
    }

    /** The same with names of a series' items. */
    Words naming(Map<String, String> items) {
        return new Words(catalogue, facts, messages, locale, items);
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
        return FactWords.fill(text, locale, name(item));
    }

    /** The name of an item, or its code while it has none. */
    String name(String item) {
        return itemNames.getOrDefault(item, item);
    }

    /** What a point of a contradiction tells: what cannot both be, or the question answered twice. */
    String contradiction(Ground.Point point) {
        return point.contradicts() ? sentence(point) : t("task.contradiction.records", quoted(point.slot()));
    }

    /** The question whether both are so, with the items that it is about. */
    String judgement(Proof.Held held) {
        return facts.judgement(held, locale, itemNames);
    }

    /** What cannot both be, with the items that it is about. */
    String contradiction(Proof.Held held) {
        return facts.contradiction(held, locale, itemNames);
    }

    /** What is asked in a slot. */
    String question(Slot slot) {
        return facts.question(slot, locale, itemNames);
    }

    /** The same where it stands between quotation marks. */
    String quoted(Slot slot) {
        return quoted(question(slot));
    }

    /** The sentence of a leaf: its own, or what is asked. */
    String sentence(Ground.Point point) {
        Text text = point.text();
        return text == null ? question(point.slot()) : facts.sentence(text, point.named(), locale, itemNames);
    }

    /** A sentence that stands between quotation marks: its own become those of the second level. */
    static String quoted(String sentence) {
        StringBuilder quoted = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < sentence.length(); i++) {
            char c = sentence.charAt(i);
            inside = (c == '"') != inside;
            quoted.append(
                    switch (c) {
                        case '「' -> '『';
                        case '」' -> '』';
                        case '“' -> '\u2018';
                        case '”' -> '\u2019';
                        case '"' -> inside ? '\u2018' : '\u2019';
                        default -> c;
                    });
        }
        return quoted.toString();
    }

    /** A value as a person reads it. */
    String value(Slot slot, Value value) {
        return facts.value(slot, value, locale, itemNames);
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
            case NOTHING_FOUND -> t("leaf.nothing-found");
            case SILENCE -> t("leaf.silence");
            case FALLS_SHORT -> t("leaf.short");
            case PARAMETER_NOT_SET ->
                t(
                        "leaf.parameter-not-set",
                        unset.stream().map(this::parameter).collect(Collectors.joining(t("value.and"))));
            case UNREADABLE -> t("leaf.unreadable");
            case EXPIRED -> t("leaf.expired");
            case SHADOWED -> t("leaf.shadowed");
            case TOUCHED_BY_CHANGE -> t("leaf.touched");
            case EARLIER_VERSION -> t("leaf.earlier");
            case CONTRADICTION -> t("leaf.contradiction");
        };
    }

    String parameter(String id) {
        return catalogue.parameter(id).map(p -> in(p.name())).orElse(id);
    }

    /** What was entered for a parameter, as it was chosen. */
    String parameter(String id, Value value) {
        return value.canonical()
                .lines()
                .map(one -> catalogue
                        .parameter(id)
                        .flatMap(parameter -> parameter.choices().stream()
                                .filter(choice -> choice.value().equals(one))
                                .findFirst())
                        .map(choice -> in(choice.label()))
                        .orElse(one))
                .collect(Collectors.joining(t("value.and")));
    }

    String title(Requirement requirement) {
        return in(requirement.title());
    }
}
