package dev.shisa.server.evidence;

import dev.shisa.conformity.Choice;
import dev.shisa.conformity.Clash;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.web.Messages;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Facts in words: the question with the item's name in it, the value as a person reads it. */
@Component
public class FactWords {

    private final Catalogues catalogues;
    private final Messages messages;

    FactWords(Catalogues catalogues, Messages messages) {
        this.catalogues = catalogues;
        this.messages = messages;
    }

    /** A text of the vocabulary with the name of the item that it is about. */
    public static String fill(Text text, Locale locale, String itemName) {
        return text.in(locale).replace("{item}", itemName);
    }

    /** What cannot both be, with the items that it is about. */
    public String contradiction(Proof.Held held, Locale locale, Map<String, String> itemNames) {
        return fill(held.text(), locale, items(held, locale, itemNames));
    }

    private String itemOf(String collection, Locale locale) {
        return catalogues
                .current()
                .vocabulary()
                .collection(collection)
                .map(c -> c.item().in(locale))
                .orElse("");
    }

    /** The items that a contradiction is about; empty if it is about none. */
    String items(Proof.Held held, Locale locale, Map<String, String> itemNames) {
        return names(held.when().named(), locale, itemNames);
    }

    private String names(Stream<String> items, Locale locale, Map<String, String> itemNames) {
        return items.map(item -> itemNames.getOrDefault(item, item))
                .collect(Collectors.joining(messages.get(locale, "value.and")));
    }

    /** A sentence of items. */
    public String sentence(Text text, Collection<String> items, Locale locale, Map<String, String> itemNames) {
        return fill(text, locale, names(items.stream(), locale, itemNames));
    }

    /** Whether both sides of a contradiction are so. */
    public String judgement(Proof.Held held, Locale locale, Map<String, String> itemNames) {
        Slot both = held.both().slot();
        String items = items(held, locale, itemNames);
        return question(
                both, locale, items.isEmpty() ? Map.of() : Map.of(both.key().value(), items));
    }

    /** What is asked, of no item in particular: what its collection is called stands for it. */
    public String question(FactDefinition definition, Locale locale) {
        return fill(definition.question(), locale, anyItem(definition, locale));
    }

    /** What is asked of each item, as the heading of a column beside their names. */
    public String heading(FactDefinition definition, Locale locale) {
        String asked = definition
                .question()
                .in(locale)
                .replaceFirst("^「\\{item}」(?:(?:は|には|では)、|の)", "")
                .replaceAll("[「\"“]\\{item}[」\"”]", messages.get(locale, "fact.it"));
        return Messages.begun(asked, locale);
    }

    /**
     * What is answered, as a title: the name of the list, or of the one answer.
     *
     * @param item the name of the item that it is about; empty: it is about none
     */
    public String name(FactDefinition definition, Locale locale, String item) {
        return ownCollection(definition)
                .map(list ->
                        messages.get(locale, "register.evidence", list.item().in(locale)))
                .orElseGet(() -> messages.get(
                        locale,
                        "fact.answer",
                        locale.getLanguage().equals(Locale.ENGLISH.getLanguage())
                                ? fill(definition.question(), locale, item)
                                : AnswerName.of(definition.question().ja(), item)));
    }

    private String anyItem(FactDefinition definition, Locale locale) {
        return Optional.ofNullable(definition.of())
                .or(() -> catalogues.current().clash(definition.key()).flatMap(Clash::items))
                .map(collection -> itemOf(collection, locale))
                .orElse("");
    }

    /**
     * What is asked in a slot; its key when the edition in force does not know it any more.
     *
     * @param itemNames names of items by their code, and by the key of a judgement those of the items that it is about
     */
    public String question(Slot slot, Locale locale, Map<String, String> itemNames) {
        return catalogues
                .current()
                .fact(slot.key())
                .map(d -> fill(d.question(), locale, itemName(d, slot, locale, itemNames)))
                .orElseGet(slot::toString);
    }

    private String itemName(FactDefinition definition, Slot slot, Locale locale, Map<String, String> itemNames) {
        return slot.item().isEmpty()
                ? itemNames.getOrDefault(slot.key().value(), anyItem(definition, locale))
                : itemNames.getOrDefault(slot.item(), slot.item());
    }

    /** What is answered in a slot, as a title; its key when the edition in force does not know it any more. */
    public String name(Slot slot, Locale locale, Map<String, String> itemNames) {
        return catalogues
                .current()
                .fact(slot.key())
                .map(d -> name(d, locale, itemName(d, slot, locale, itemNames)))
                .orElseGet(slot::toString);
    }

    /** The value of a slot's fact in words. */
    public String value(Slot slot, Value value, Locale locale, Map<String, String> itemNames) {
        return value(catalogues.current().fact(slot.key()).orElse(null), value, locale, itemNames);
    }

    /** Arguments of a message: what has words of its own is told in the language of the reader. */
    public static Object[] told(List<Object> args, Locale locale) {
        return args.stream()
                .map(arg -> arg instanceof Text text ? text.in(locale) : arg)
                .toArray();
    }

    /** A value in words: labels of choices, names of items, yes or no. */
    public String value(
            @Nullable FactDefinition definition, Value value, Locale locale, Map<String, String> itemNames) {
        return switch (value) {
            case Value.Flag(boolean yes) ->
                label(definition, Boolean.toString(yes), locale)
                        .orElseGet(() -> messages.get(locale, yes ? "fact.yes" : "fact.no"));
            case Value.Whole(long number) -> {
                Text unit = definition == null ? null : definition.unit();
                // What counts nothing is a name: a port is 3702, never 3,702.
                String figure = String.format(locale, unit == null ? "%d" : "%,d", number);
                yield unit == null ? figure : messages.get(locale, "fact.with-unit", figure, unit.in(locale));
            }
            case Value.Day(LocalDate day) -> day.toString();
            case Value.Word(String word) ->
                definition != null && definition.type() == FactType.REF
                        ? itemNames.getOrDefault(word, word)
                        : label(definition, word, locale).orElse(word);
            case Value.Words(SortedSet<String> words) -> {
                if (words.isEmpty()) {
                    yield none(definition, locale);
                }
                yield String.join(
                        messages.get(locale, "fact.list-separator"), members(definition, words, locale, itemNames));
            }
        };
    }

    /** The members of a list in words, in the order of the list. */
    List<String> members(Slot slot, Collection<String> members, Locale locale, Map<String, String> itemNames) {
        return members(catalogues.current().fact(slot.key()).orElse(null), members, locale, itemNames);
    }

    private List<String> members(
            @Nullable FactDefinition definition,
            Collection<String> members,
            Locale locale,
            Map<String, String> itemNames) {
        boolean items = definition != null && definition.type() == FactType.SET;
        return members.stream()
                .map(w -> items
                        ? itemNames.getOrDefault(w, w)
                        : label(definition, w, locale).orElse(w))
                .toList();
    }

    private String none(@Nullable FactDefinition definition, Locale locale) {
        return ownCollection(definition)
                .map(c -> c.none().in(locale))
                .orElseGet(() -> messages.get(locale, "fact.none-of-these"));
    }

    /** The collection of which this is the list, and not a second one of the same items. */
    private Optional<Vocabulary.Collection> ownCollection(@Nullable FactDefinition definition) {
        String id = definition == null ? null : definition.collection();
        return id == null || definition == null
                ? Optional.empty()
                : catalogues
                        .current()
                        .vocabulary()
                        .collection(id)
                        .filter(c -> c.set().equals(definition.key()));
    }

    private static Optional<String> label(@Nullable FactDefinition definition, String value, Locale locale) {
        return definition == null
                ? Optional.empty()
                : definition.choice(value).map(Choice::label).map(t -> t.in(locale));
    }
}
