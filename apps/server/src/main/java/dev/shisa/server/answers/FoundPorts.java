package dev.shisa.server.answers;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Ports that a test found open outside of the list, and what follows from that, however little else the test saw:
 * {@code service.open} says it of each port, {@code network.found} names all that were ever found, and the list that lacks
 * them is contradicted at its own strength. None of these facts ever makes anything green.
 *
 * <p>Where nobody has listed ports yet nothing is outside of the list, and nothing follows.
 */
@Component
public class FoundPorts {

    private static final String SERVICE = "service";
    private static final Slot LIST = Slot.of("network.services");
    private static final Slot FOUND = Slot.of("network.found");

    private final Products products;
    private final Answers answers;
    private final EvidenceLog evidence;
    private final Messages messages;

    FoundPorts(Products products, Answers answers, EvidenceLog evidence, Messages messages) {
        this.products = products;
        this.answers = answers;
        this.evidence = evidence;
        this.messages = messages;
    }

    /**
     * Facts to be recorded.
     *
     * @param open {@code service.open} of each port, at the strength of the test
     * @param found {@code network.found}, at {@link Strength#TESTED} whatever the test, so that each can add to the other's;
     *     null: it stays as it is
     * @param list the list with what it lacked, at {@code listed}; null: it lacked nothing
     */
    public record Facts(
            List<NewFact> open,
            @Nullable NewFact found,
            @Nullable NewFact list,
            Strength listed) {

        private static final Facts NONE = new Facts(List.of(), null, null, Strength.DECLARED);

        public Facts {
            open = List.copyOf(open);
        }
    }

    /** Whether an item stands in the register only because a test found it: nobody has said yet what it is for. */
    public static boolean isOnlyFound(Map<Slot, FactEntry> present, String item) {
        return items(present.get(FOUND)).contains(item) && !present.containsKey(Slot.of("service.need", item));
    }

    /**
     * Adds a port to the register.
     *
     * @param port such as {@code 23/tcp}
     * @param says makes a fact of what the test says
     * @param facts is given what is known of it
     * @return its code
     */
    public String register(
            Series series, String port, BiFunction<Slot, Value, NewFact> says, List<NewFact> facts, Person person) {
        Locale locale = Locale.forLanguageTag(person.language());
        String code = products.addItem(
                        series,
                        SERVICE,
                        messages.get(locale, "register.found", port),
                        messages.get(locale, "register.found.note"),
                        person)
                .code();
        int slash = port.indexOf('/');
        facts.add(says.apply(Slot.of("service.place", code), Value.word("device")));
        facts.add(says.apply(Slot.of("service.protocol", code), Value.word(port.substring(slash + 1))));
        facts.add(says.apply(Slot.of("service.port", code), Value.whole(Long.parseLong(port.substring(0, slash)))));
        return code;
    }

    /**
     * What a test of a release says of ports outside of the list.
     *
     * @param outside codes of the ports that it saw open and nobody had listed
     * @param isClosed whether it shows that another one, which was found before, is closed now
     * @param says makes a fact of what the test says
     */
    public Facts of(
            Series series,
            Release release,
            SortedSet<String> outside,
            Predicate<String> isClosed,
            Strength strength,
            BiFunction<Slot, Value, NewFact> says) {
        Map<Slot, FactEntry> present = answers.present(series);
        FactEntry list = present.get(LIST);
        if (list == null) {
            return Facts.NONE;
        }
        Subject subject = new Subject(Subject.Kind.RELEASE, release.id());
        List<NewFact> open = new ArrayList<>();
        outside.forEach(item -> open.add(says.apply(open(item), Value.flag(true))));
        SortedSet<String> ever = new TreeSet<>(items(present.get(FOUND)));
        ever.stream()
                .filter(item -> !outside.contains(item) && isClosed.test(item))
                .forEach(item -> open.add(says.apply(open(item), Value.flag(false))));
        ever.addAll(outside);
        boolean isNamed = Optional.ofNullable(present.get(FOUND))
                .filter(f -> f.subject().equals(subject) && items(f).equals(ever))
                .isPresent();
        NewFact found = open.isEmpty() || isNamed
                ? null
                : new NewFact(
                        subject, FOUND, Value.words(ever), "", evidence.replaceable(subject, FOUND, Strength.TESTED));
        SortedSet<String> listed = new TreeSet<>(items(list));
        boolean isLacking = listed.addAll(outside);
        Strength own = list.fact().strength();
        return new Facts(
                open,
                found,
                isLacking ? NewFact.of(subject, LIST, Value.words(listed), "") : null,
                own.isAtLeast(strength) ? strength : own);
    }

    /** Where it stands whether a port is open. */
    public static Slot open(String item) {
        return Slot.of("service.open", item);
    }

    private static SortedSet<String> items(@Nullable FactEntry list) {
        return list != null && list.fact().value() instanceof Value.Words(SortedSet<String> items)
                ? items
                : new TreeSet<>();
    }
}
