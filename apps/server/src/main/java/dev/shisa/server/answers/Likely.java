package dev.shisa.server.answers;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Choice;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.product.RegisterItem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many answers are still to come. What hangs on an answer that nobody has given counts with the share of the choices
 * after which it is asked, as if all were as likely; what will be asked of the items of a list that nobody has filled counts
 * as if there were two. What is asked again counts too, and nothing is said to be done while anything is asked.
 */
final class Likely {

    /** A product has about two log-ins, packages, connections of each kind. */
    private static final List<String> UNKNOWN_ITEMS = List.of("unknown-1", "unknown-2");

    /** No question hangs on so many. */
    private static final int DEPTH_MAX = 8;

    private final Catalogue catalogue;
    private final BiPredicate<FactDefinition.Condition, Value> holds;
    private final Set<Slot> open;
    private final Map<Slot, Value> answered;
    private final Map<String, List<RegisterItem>> items;
    private final int answers;
    private final boolean guessed;

    /**
     * @param read the facts that a followed requirement reads
     * @param open what is asked now, also again
     * @param items those that the product has, of each collection
     */
    Likely(
            Catalogue catalogue,
            BiPredicate<FactDefinition.Condition, Value> holds,
            List<FactDefinition> read,
            Set<Slot> open,
            Map<Slot, Value> answered,
            Map<String, List<RegisterItem>> items) {
        this.catalogue = catalogue;
        this.holds = holds;
        this.open = open;
        this.answered = answered;
        this.items = items;
        Map<Slot, Double> shares = Stream.concat(
                        open.stream(), read.stream().flatMap(this::slots).filter(slot -> !answered.containsKey(slot)))
                .distinct()
                .collect(Collectors.toMap(slot -> slot, slot -> answered.containsKey(slot) ? 1.0 : share(slot, 0)));
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        answers = Math.max(open.isEmpty() ? 0 : 1, (int) Math.round(sum));
        guessed = shares.entrySet().stream()
                .anyMatch(each -> each.getValue() > 0 && each.getValue() < 1 || isUnknown(each.getKey()));
    }

    int answers() {
        return answers;
    }

    /** Whether any is only likely. */
    boolean guessed() {
        return guessed;
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
        List<String> known = items.getOrDefault(of, List.of()).stream()
                .map(RegisterItem::code)
                .toList();
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
            Value known = answered.get(on.getValue());
            if (known == null) {
                share *= depth == DEPTH_MAX ? 0 : share(on.getKey(), on.getValue(), depth);
            } else if (!open.contains(slot) && !holds.test(on.getKey(), known)) {
                return 0;
            }
        }
        return share;
    }

    private double share(FactDefinition.Condition condition, Slot on, int depth) {
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
