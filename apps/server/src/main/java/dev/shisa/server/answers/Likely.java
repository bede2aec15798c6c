package dev.shisa.server.answers;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Choice;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How many answers are still to come. What hangs on an answer that nobody has given counts with the share of the choices
 * after which it is asked, as if all were as likely; what will be asked of the items of a list that nobody has filled counts
 * as if there were two.
 *
 * @param read the facts that a followed requirement reads
 * @param open what is asked now
 * @param answered what was answered
 * @param items the codes of those that a collection has
 */
record Likely(
        Catalogue catalogue,
        BiPredicate<FactDefinition.Condition, Value> holds,
        List<FactDefinition> read,
        Set<Slot> open,
        Function<Slot, Optional<Value>> answered,
        Function<String, List<String>> items) {

    /** A product has about two log-ins, packages, connections of each kind. */
    private static final List<String> UNKNOWN_ITEMS = List.of("unknown-1", "unknown-2");

    /** No question hangs on so many. */
    private static final int DEPTH_MAX = 8;

    Likely {
        read = List.copyOf(read);
        open = Set.copyOf(open);
    }

    double answers() {
        return coming().sum();
    }

    /** Whether any is only likely. */
    boolean guessed() {
        return coming().anyMatch(share -> share > 0 && share < 1)
                || read.stream().flatMap(this::slots).anyMatch(Likely::isUnknown);
    }

    private DoubleStream coming() {
        return read.stream()
                .flatMap(this::slots)
                .filter(slot -> answered.apply(slot).isEmpty())
                .mapToDouble(slot -> share(slot, 0));
    }

    private Stream<Slot> slots(FactDefinition fact) {
        String of = fact.of();
        if (of == null) {
            return Stream.of(new Slot(fact.key(), ""));
        }
        boolean asked = catalogue
                .vocabulary()
                .collection(of)
                .filter(list -> open.contains(new Slot(list.set(), "")))
                .isPresent();
        List<String> known = items.apply(of);
        return (asked && known.isEmpty() ? UNKNOWN_ITEMS : known).stream().map(item -> new Slot(fact.key(), item));
    }

    private static boolean isUnknown(Slot slot) {
        return UNKNOWN_ITEMS.contains(slot.item());
    }

    /** How likely it is that this is asked, from 0 to 1. */
    private double share(Slot slot, int depth) {
        Map<FactDefinition.Condition, Slot> hangsOn = catalogue.hangsOn(slot);
        if (hangsOn.isEmpty()) {
            return open.contains(slot) || isUnknown(slot) ? 1 : 0;
        }
        double share = 1;
        for (Map.Entry<FactDefinition.Condition, Slot> on : hangsOn.entrySet()) {
            share *= depth == DEPTH_MAX ? 0 : share(on.getKey(), on.getValue(), depth);
        }
        return share;
    }

    private double share(FactDefinition.Condition condition, Slot on, int depth) {
        Optional<Value> known = answered.apply(on);
        if (known.isPresent()) {
            return holds.test(condition, known.get()) ? 1 : 0;
        }
        List<Value> choices = choices(catalogue.fact(condition.fact()).orElseThrow());
        long held =
                choices.stream().filter(choice -> holds.test(condition, choice)).count();
        return held == 0 ? 0 : share(on, depth + 1) * held / choices.size();
    }

    private static List<Value> choices(FactDefinition fact) {
        Function<String, Value> value = switch (fact.type()) {
            case FLAG -> word -> Value.flag(Boolean.parseBoolean(word));
            case WORDS -> Value::words;
            default -> Value::word;
        };
        Stream<String> words = fact.type() == FactType.FLAG
                ? Stream.of("true", "false")
                : fact.choices().stream().map(Choice::value);
        return words.map(value).toList();
    }
}
