package dev.shisa.server.evidence;

import dev.shisa.conformity.Choice;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import dev.shisa.server.platform.Reason;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one fact in a form, for every type of the vocabulary: shown by {@code evidence/fact-input.jte}, read back
 * here. What was typed stays in it, whether it can be taken or not.
 *
 * <p>Fields are {@code <prefix>value}, {@code <prefix>none} (an empty list is meant), {@code <prefix>unknown} and
 * {@code <prefix>detail}.
 */
public final class FactForm {

    /** The value of the choice わからない. */
    public static final String UNKNOWN = "?";

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    /** What an empty list of items states, when the collection does not say it itself. */
    private static final String NONE_KEY = "fact.none-of-these";

    /**
     * What does not change while a form is filled in.
     *
     * @param items code → name of what a set lists or a ref names
     * @param offered the codes of those among which a ref chooses
     * @param noItems what an empty set states
     * @param today on which nothing of tomorrow has been done
     * @param unknown what わからない means here, as a message; empty: it is no choice
     * @param isAnswered whether an answer stands already, which no form takes back by being left open
     */
    private record Asked(
            FactDefinition definition,
            Slot slot,
            String itemName,
            Map<String, String> items,
            Set<String> offered,
            @Nullable Text noItems,
            LocalDate today,
            String unknown,
            boolean isAnswered) {

        Asked {
            items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
            offered = Set.copyOf(offered);
        }

        Asked offering(Set<String> codes, String unknown, boolean answered) {
            return new Asked(definition, slot, itemName, items, codes, noItems, today, unknown, answered);
        }
    }

    private final Asked asked;
    private final FactDefinition definition;
    private final String prefix;
    private final List<String> typed;
    private final boolean none;
    private final boolean unknown;
    private final String detail;
    private final boolean read;

    private FactForm(
            Asked asked,
            String prefix,
            List<String> typed,
            boolean none,
            boolean unknown,
            String detail,
            boolean read) {
        this.asked = asked;
        this.definition = asked.definition();
        this.prefix = prefix;
        this.typed = List.copyOf(typed);
        this.none = none;
        this.unknown = unknown;
        this.detail = detail;
        this.read = read;
    }

    /**
     * An empty form.
     *
     * @param itemName name of the item that the fact is about; empty when it is about none
     * @param prefix of its field names, to keep several facts of one page apart
     * @param items code → name of what a set lists or a ref names, in their order; empty for other types
     * @param noItems what an empty set states; null for other types
     * @param today the day on which it is filled in
     */
    public static FactForm of(
            FactDefinition definition,
            Slot slot,
            String itemName,
            String prefix,
            Map<String, String> items,
            @Nullable Text noItems,
            LocalDate today) {
        return new FactForm(
                new Asked(definition, slot, itemName, items, items.keySet(), noItems, today, "", false),
                prefix,
                List.of(),
                false,
                false,
                "",
                false);
    }

    /** The same form with わからない as its last choice; {@code means} is the message that says what follows. */
    public FactForm offeringUnknown(String means) {
        return with(asked.offering(asked.offered(), means, asked.isAnswered()));
    }

    /** The same form, in which a ref offers only these of its items, beside what stands or was chosen already. */
    FactForm offering(Set<String> codes) {
        return with(asked.offering(codes, asked.unknown(), asked.isAnswered()));
    }

    private FactForm with(Asked other) {
        return new FactForm(other, prefix, typed, none, unknown, detail, read);
    }

    /** The same form, filled with the value that stands. */
    public FactForm filled(Value value, String words) {
        List<String> texts = switch (value) {
            case Value.Words(SortedSet<String> members) -> List.copyOf(members);
            default -> List.of(value.canonical());
        };
        boolean empty = value instanceof Value.Words list && list.value().isEmpty();
        Asked answered = asked.offering(asked.offered(), asked.unknown(), true);
        return new FactForm(answered, prefix, texts, empty, false, words, false);
    }

    /** The same form under another prefix. */
    public FactForm renamed(String to) {
        return new FactForm(asked, to, typed, none, unknown, detail, read);
    }

    /** What somebody sent, in the form's place. */
    public FactForm read(Map<String, List<String>> sent) {
        List<String> values = sent.getOrDefault(prefix + "value", List.of());
        return new FactForm(
                asked,
                prefix,
                values.stream().limit(Value.MEMBERS_MAX + 1L).toList(),
                sent.containsKey(prefix + "none"),
                sent.containsKey(prefix + "unknown") || values.contains(UNKNOWN),
                text(sent.getOrDefault(prefix + "detail", List.of())),
                true);
    }

    /** What the form says. */
    public sealed interface Answer {
        /** A value that the vocabulary accepts. */
        record Given(Value value, String detail) implements Answer {}

        /** わからない. */
        record Unknown() implements Answer {}

        /** Nothing was entered. */
        record Blank() implements Answer {}

        /** It cannot be taken; {@link #mistake} and {@link #detailMistake} say why. */
        record Wrong() implements Answer {}
    }

    /** What is wrong, as a message key with its arguments. */
    public record Mistake(String key, List<Object> args) {
        public Mistake {
            args = List.copyOf(args);
        }

        static Mistake of(String key, Object... args) {
            return new Mistake(key, List.of(args));
        }

        public String in(Ui ui) {
            return ui.t(key, FactWords.told(args, ui.locale()));
        }
    }

    public Answer answer() {
        if (unknown || isBlank()) {
            return unknown ? new Answer.Unknown() : detail.isBlank() ? new Answer.Blank() : new Answer.Wrong();
        }
        if (mistake() != null || detailMistake() != null) {
            return new Answer.Wrong();
        }
        Value value = value();
        return value == null ? new Answer.Wrong() : new Answer.Given(value, detail.strip());
    }

    /** What is wrong with the value, or null; a blank one is only wrong when words stand beside it. */
    public @Nullable Mistake mistake() {
        if (!read || unknown) {
            return null;
        }
        if (isBlank()) {
            return detail.isBlank() ? null : Mistake.of("fact.mistake.blank");
        }
        return switch (definition.type()) {
            case FLAG ->
                first().equals("true") || first().equals("false") ? null : Mistake.of("fact.mistake.choice", first());
            case WORD -> definition.choice(first()).isPresent() ? null : Mistake.of("fact.mistake.choice", first());
            case REF -> asked.items().containsKey(first()) ? null : Mistake.of("fact.mistake.choice", first());
            case WORDS -> list(definition.choices().stream().map(Choice::value).toList());
            case SET -> list(asked.items().keySet());
            case WHOLE -> whole();
            case DAY -> dayMistake();
            case TEXT -> Reason.isPlaceholder(first()) ? Mistake.of("fact.mistake.text") : words(first());
        };
    }

    /** What is wrong with the words that belong to the value, or null. */
    public @Nullable Mistake detailMistake() {
        if (!read || unknown || isBlank()) {
            return null;
        }
        Value value = mistake() == null ? value() : null;
        return value != null && !Reason.says(detail) && FactChecks.detailIsRequired(definition, value)
                ? Mistake.of("fact.mistake.detail")
                : words(detail);
    }

    /** The mistakes of this form with the fields that they are about. */
    public List<Parts.Mistake> mistakes(Ui ui) {
        List<Parts.Mistake> all = new ArrayList<>();
        Mistake onValue = mistake();
        if (onValue != null) {
            all.add(new Parts.Mistake(prefix + "value", onValue.in(ui)));
        }
        Mistake onDetail = detailMistake();
        if (onDetail != null) {
            all.add(new Parts.Mistake(prefix + "detail", onDetail.in(ui)));
        }
        return all;
    }

    public FactDefinition definition() {
        return definition;
    }

    public Slot slot() {
        return asked.slot();
    }

    public String prefix() {
        return prefix;
    }

    public String itemName() {
        return asked.itemName();
    }

    public String question(Locale locale) {
        return FactWords.fill(definition.question(), locale, asked.itemName());
    }

    public String text(Text text, Locale locale) {
        return FactWords.fill(text, locale, asked.itemName());
    }

    /** {@code choices} (one of), {@code many} (some of), {@code whole}, {@code day} or {@code text}. */
    public String shape() {
        return switch (definition.type()) {
            case FLAG, WORD, REF -> "choices";
            case WORDS, SET -> "many";
            case WHOLE -> "whole";
            case DAY -> "day";
            case TEXT -> "text";
        };
    }

    /** The rows to choose from, わからない last. */
    public List<Parts.Choice> choices(Ui ui) {
        Locale locale = ui.locale();
        Stream<Parts.Choice> rows = switch (definition.type()) {
            case FLAG -> Stream.of(flag(ui, "true", "fact.yes"), flag(ui, "false", "fact.no"));
            case WORD, WORDS -> definition.choices().stream().map(c -> row(c, locale));
            case SET -> asked.items().entrySet().stream().map(i -> new Parts.Choice(i.getKey(), i.getValue()));
            case REF ->
                asked.items().entrySet().stream()
                        .filter(i -> asked.offered().contains(i.getKey()) || typed.contains(i.getKey()))
                        .map(i -> new Parts.Choice(i.getKey(), i.getValue()));
            case WHOLE, DAY, TEXT -> Stream.of();
        };
        Stream<Parts.Choice> last = !asked.unknown().isEmpty() && shape().equals("choices")
                ? Stream.of(new Parts.Choice(UNKNOWN, ui.t("fact.unknown"), ui.t(asked.unknown())))
                : Stream.of();
        return Stream.concat(rows, last).toList();
    }

    /** What ticking the extra box says, for lists: that none applies. */
    public String noneWords(Ui ui) {
        Text text = asked.noItems();
        return text == null ? ui.t(NONE_KEY) : text.in(ui.locale());
    }

    /** Whether a list can state that none applies; not when one of its choices says so itself. */
    public boolean offersNone() {
        return shape().equals("many") && !definition.hasNone();
    }

    /** Whether わからない stands as a box of its own, because there are no rows. */
    public boolean offersUnknownBox() {
        return !asked.unknown().isEmpty() && !shape().equals("choices");
    }

    /** Whether a choice can be taken back, since nothing is answered as long as none is made. */
    public boolean canBeLeftOpen() {
        return !asked.isAnswered();
    }

    public boolean isNone() {
        return none;
    }

    public boolean isUnknown() {
        return unknown;
    }

    public String unknownMeans() {
        return asked.unknown();
    }

    /** Whether there is nothing to choose from yet, because the register lists no item. */
    public boolean lacksItems() {
        return switch (definition.type()) {
            case SET -> asked.items().isEmpty();
            case REF ->
                asked.items().keySet().stream()
                        .noneMatch(code -> asked.offered().contains(code) || typed.contains(code));
            case FLAG, WORD, WORDS, WHOLE, DAY, TEXT -> false;
        };
    }

    /** What was typed, or chosen, last. */
    public String first() {
        return typed.isEmpty() ? "" : typed.getFirst().strip();
    }

    public @Nullable String chosen() {
        return unknown ? UNKNOWN : typed.isEmpty() ? null : typed.getFirst();
    }

    public Set<String> ticked() {
        return Set.copyOf(typed);
    }

    public String detail() {
        return detail;
    }

    /** Help for the field of words: for which answers it is needed, in the order in which they can be chosen. */
    public @Nullable String detailHelp(Ui ui) {
        List<String> labels = choices(ui).stream()
                .filter(choice -> definition.detailRequiredFor().contains(choice.value()))
                .map(choice -> ui.t("fact.detail.answer", choice.label()))
                .toList();
        return labels.isEmpty() || detailAlwaysRequired()
                ? null
                : ui.t("fact.detail.needed", String.join(ui.t("fact.list-separator"), labels));
    }

    /** Whether every answer needs words beside it. */
    public boolean detailAlwaysRequired() {
        Set<String> required = definition.detailRequiredFor();
        List<String> all = definition.type() == FactType.FLAG
                ? List.of("true", "false")
                : definition.choices().stream().map(Choice::value).toList();
        return !all.isEmpty() && required.containsAll(all);
    }

    /** Whether some answers need words beside them and others do not. */
    public boolean detailSometimesRequired() {
        return !definition.detailRequiredFor().isEmpty() && !detailAlwaysRequired();
    }

    private boolean isBlank() {
        return !none && typed.stream().allMatch(String::isBlank);
    }

    private @Nullable Value value() {
        return switch (definition.type()) {
            case FLAG -> Value.flag(first().equals("true"));
            case WORD, REF -> Value.word(first());
            case WORDS, SET -> Value.words(new TreeSet<>(none ? List.of() : typed));
            case WHOLE -> Value.whole(Long.parseLong(figures()));
            case DAY -> Optional.ofNullable(day()).map(Value::day).orElse(null);
            case TEXT -> Value.word(first());
        };
    }

    private @Nullable Mistake list(Collection<String> known) {
        List<String> chosen = typed.stream().filter(t -> !t.isBlank()).toList();
        if (none && !chosen.isEmpty()) {
            return Mistake.of("fact.mistake.none-and-some");
        }
        for (String choice : chosen) {
            if (!known.contains(choice)) {
                return Mistake.of("fact.mistake.choice", choice);
            }
        }
        return definition
                .apart(chosen)
                .map(two -> two.one().alone()
                        ? Mistake.of("fact.mistake.alone", two.one().label())
                        : Mistake.of(
                                "fact.mistake.apart",
                                two.one().label(),
                                two.other().label()))
                .orElse(null);
    }

    private @Nullable Mistake whole() {
        if (!WHOLE.matcher(figures()).matches()) {
            return Mistake.of("fact.mistake.whole", first());
        }
        long number = Long.parseLong(figures());
        Long min = definition.min();
        Long max = definition.max();
        if ((min == null || number >= min) && (max == null || number <= max)) {
            return null;
        }
        if (min != null && max != null) {
            return Mistake.of("fact.mistake.between", min, max, number);
        }
        return min != null
                ? Mistake.of("fact.mistake.at-least", min, number)
                : Mistake.of("fact.mistake.at-most", max == null ? number : max, number);
    }

    private @Nullable Mistake dayMistake() {
        LocalDate day = day();
        if (day == null) {
            return Mistake.of("fact.mistake.day", first());
        }
        boolean isAhead = day.isAfter(asked.today());
        if (definition.past() && isAhead) {
            return Mistake.of("fact.mistake.day-ahead", day);
        }
        return definition.ahead() && !isAhead ? Mistake.of("fact.mistake.day-over", day) : null;
    }

    /** Digits as typed on a Japanese keyboard, without separators. */
    private String figures() {
        return Normalizer.normalize(first(), Normalizer.Form.NFKC)
                .replace(",", "")
                .strip();
    }

    private @Nullable LocalDate day() {
        String text = Normalizer.normalize(first(), Normalizer.Form.NFKC)
                .replace('/', '-')
                .replace('.', '-');
        try {
            int[] parts = Arrays.stream(text.split("-", 3))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            return parts.length == 3 && parts[0] >= 1900 && parts[0] <= 9999
                    ? LocalDate.of(parts[0], parts[1], parts[2])
                    : null;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Mistake words(String text) {
        if (text.length() > Value.TEXT_CHARS_MAX) {
            return Mistake.of("fact.mistake.long", text.length(), Value.TEXT_CHARS_MAX);
        }
        try {
            Value.word(text);
            return null;
        } catch (IllegalArgumentException e) {
            return Mistake.of("fact.mistake.control");
        }
    }

    private static String text(List<String> sent) {
        return sent.isEmpty() ? "" : sent.getFirst().replace("\r\n", "\n");
    }

    private Parts.Choice flag(Ui ui, String value, String key) {
        return definition
                .choice(value)
                .map(c -> row(c, ui.locale()))
                .orElseGet(() -> new Parts.Choice(value, ui.t(key)));
    }

    private Parts.Choice row(Choice choice, Locale locale) {
        Text means = choice.means();
        return new Parts.Choice(choice.value(), text(choice.label(), locale), means == null ? "" : text(means, locale));
    }
}
