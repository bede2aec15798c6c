package dev.shisa.server.answers;

import dev.shisa.conformity.Choice;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Answers as people type them into a sheet: labels in either language, codes, several in one cell. They become what the
 * same person would have sent from the form, so that one place decides whether they can be taken.
 */
final class AnswerWords {

    private static final String SEPARATORS = "[\\n\\r、,;；，・]+";

    private final Map<String, String> flags = new LinkedHashMap<>();
    private final Set<String> none;

    /** @param yes words for yes in any language; likewise no, and none: that nothing of a list applies */
    AnswerWords(List<String> yes, List<String> no, List<String> none) {
        this.none = none.stream().map(AnswerWords::plain).collect(Collectors.toSet());
        yes.forEach(word -> flags.put(plain(word), "true"));
        no.forEach(word -> flags.put(plain(word), "false"));
        flags.put("true", "true");
        flags.put("false", "false");
    }

    /** With the words of both languages, whatever the reader's. */
    static AnswerWords of(Messages messages) {
        return new AnswerWords(
                both(messages, "fact.yes", "○", "yes", "y"),
                both(messages, "fact.no", "×", "no", "n"),
                both(messages, "fact.none-of-these"));
    }

    private static List<String> both(Messages messages, String key, String... more) {
        return Stream.concat(
                        Stream.of(Locale.JAPANESE, Locale.ENGLISH).map(locale -> messages.get(locale, key)),
                        Stream.of(more))
                .toList();
    }

    /**
     * The form fields that say what a cell says.
     *
     * @param items code → name of the items that a ref may name
     */
    MultiValueMap<String, String> fields(
            FactDefinition definition, Map<String, String> items, String prefix, String typed, String detail) {
        MultiValueMap<String, String> sent = new LinkedMultiValueMap<>();
        sent.add(prefix + "detail", detail);
        String text = typed.strip();
        if (text.isEmpty()) {
            return sent;
        }
        switch (definition.type()) {
            case FLAG ->
                sent.add(
                        prefix + "value",
                        choice(definition, text)
                                .or(() -> Optional.ofNullable(flags.get(plain(text))))
                                .orElse(text));
            case WORD -> sent.add(prefix + "value", choice(definition, text).orElse(text));
            case WORDS -> {
                if (!definition.hasNone() && none.contains(plain(text))) {
                    sent.add(prefix + "none", "1");
                    return sent;
                }
                for (String part : parts(definition, text)) {
                    sent.add(prefix + "value", choice(definition, part).orElse(part));
                }
            }
            case REF, SET -> {
                List<String> meant = items.containsKey(text) ? List.of(text) : named(items, text);
                sent.add(prefix + "value", meant.size() == 1 ? meant.getFirst() : text);
            }
            case WHOLE, DAY, TEXT -> sent.add(prefix + "value", text);
        }
        return sent;
    }

    /**
     * The codes of the items that a name means: of the one that is called so, or else of all that are called nearly so.
     *
     * @param items code → name
     */
    static List<String> named(Map<String, String> items, String name) {
        List<String> near = new ArrayList<>();
        for (Map.Entry<String, String> item : items.entrySet()) {
            if (item.getValue().equals(name)) {
                return List.of(item.getKey());
            }
            if (plain(item.getValue()).equals(plain(name))) {
                near.add(item.getKey());
            }
        }
        return near;
    }

    /** Labels may themselves contain a separator; the whole cell is tried first. */
    private static List<String> parts(FactDefinition definition, String text) {
        if (choice(definition, text).isPresent()) {
            return List.of(text);
        }
        List<String> left = new ArrayList<>();
        String rest = text;
        // Longest labels first, so that one label inside another is not taken for it.
        List<Choice> choices = definition.choices().stream()
                .sorted(java.util.Comparator.comparingInt((Choice c) -> -Math.max(
                                c.label().ja().length(), c.label().en().length()))
                        .thenComparing(Choice::value))
                .toList();
        for (Choice choice : choices) {
            for (String label : List.of(choice.label().ja(), choice.label().en())) {
                int at = rest.indexOf(label);
                if (at >= 0) {
                    left.add(choice.value());
                    rest = rest.substring(0, at) + "\n" + rest.substring(at + label.length());
                }
            }
        }
        for (String part : rest.split(SEPARATORS, -1)) {
            if (!part.isBlank()) {
                left.add(part.strip());
            }
        }
        return left;
    }

    private static Optional<String> choice(FactDefinition definition, String text) {
        String wanted = plain(text);
        return definition.choices().stream()
                .filter(c -> plain(c.label().ja()).equals(wanted)
                        || plain(c.label().en()).equals(wanted)
                        || c.value().equals(text))
                .map(Choice::value)
                .findFirst();
    }

    /** A dash alone takes words out; an empty cell may be one that nobody meant. */
    static boolean areGone(String words) {
        return words.strip().matches("[-－ー–—―‐]");
    }

    /** What the form sends for a value that stands. */
    static MultiValueMap<String, String> fields(Value value, String detail) {
        MultiValueMap<String, String> sent = new LinkedMultiValueMap<>();
        sent.add("detail", detail);
        if (value instanceof Value.Words(var members)) {
            members.forEach(member -> sent.add("value", member));
            if (members.isEmpty()) {
                sent.add("none", "1");
            }
        } else {
            sent.add("value", value.canonical());
        }
        return sent;
    }

    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }

    /** What may be entered. */
    static String howTo(FactForm form, Ui ui) {
        FactDefinition definition = form.definition();
        String labels = form.choices(ui).stream().map(Parts.Choice::label).collect(Collectors.joining("\n"));
        return switch (definition.type()) {
            case WORD, FLAG, REF -> ui.t("sheet.how.one", labels);
            case WORDS ->
                ui.t("sheet.how.many", definition.hasNone() ? labels : labels + "\n" + ui.t("fact.none-of-these"));
            case WHOLE ->
                ui.t(
                        "sheet.how.whole",
                        definition.unit() == null ? "" : definition.unit().in(ui.locale()));
            case DAY -> ui.t("sheet.how.day");
            case TEXT, SET -> ui.t("sheet.how.text");
        };
    }

    /** Whether people can answer this in a sheet; lists of items are kept in the register. */
    static boolean isAskedInSheets(FactDefinition definition) {
        return definition.type() != FactType.SET;
    }
}
