package dev.shisa.server.portal;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where, by the facts that stand, users can read what S1.1-05 and S1.1-16 ask for: addresses in answers, in evidence, in documents. */
@Component
class StatedPlaces {

    /** What is asked to be published, in the order of the criteria. */
    static final List<String> KEYS = List.of(
            "disclosure.published",
            "disclosure.parts",
            "guide.safe",
            "guide.update",
            "guide.disclaimer",
            "guide.support",
            "guide.disposal");

    /** Answers that nothing is published. */
    private static final Set<String> NOWHERE = Set.of("none", "internal");

    private static final int PER_FACT_MAX = 10;
    private static final int ADDRESS_CHARS_MAX = 1_000;

    /** Ends at blanks and at the brackets and stops of both languages, which people write behind addresses. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)https?://[^\\s<>\"'`{}|\\\\^()\\[\\]、。，．「」『』（）【】〈〉；：！？]{1,2000}");

    private final EvidenceLog log;
    private final Products products;
    private final PlaceStore store;
    private final InstantSource clock;

    StatedPlaces(EvidenceLog log, Products products, PlaceStore store, InstantSource clock) {
        this.log = log;
        this.products = products;
        this.store = store;
        this.clock = clock;
    }

    /**
     * A fact that states something to be published.
     *
     * @param series null: it is about the company
     * @param addresses empty: nobody said where on the web
     */
    record Stated(FactEntry entry, @Nullable Series series, Set<String> addresses) {

        Stated {
            addresses = Set.copyOf(addresses);
        }

        Subject subject() {
            return entry.subject();
        }

        Slot slot() {
            return entry.fact().slot();
        }

        Value value() {
            return entry.fact().value();
        }
    }

    /** All, in the order of the criteria and then of the series. */
    List<Stated> all() {
        Map<Subject, Series> subjects = new HashMap<>();
        Set<UUID> archived = products.archived();
        products.every().stream()
                .filter(series -> !archived.contains(series.id()))
                .forEach(series -> subjects.put(new Subject(Subject.Kind.PRODUCT, series.id()), series));
        List<Subject> asked = new ArrayList<>(subjects.keySet());
        asked.add(products.organisation());
        List<FactEntry> entries = new ArrayList<>();
        KEYS.forEach(key -> entries.addAll(log.entries(asked, key)));
        return stated(entries, subjects);
    }

    /** Those of one slot. */
    List<Stated> of(Subject subject, Slot slot) {
        Map<Subject, Series> subjects = new HashMap<>();
        products.byId(subject.id()).ifPresent(series -> subjects.put(subject, series));
        return stated(log.history(subject, slot), subjects);
    }

    private List<Stated> stated(Collection<FactEntry> entries, Map<Subject, Series> subjects) {
        Set<UUID> own = new HashSet<>(store.evidence());
        Instant now = clock.instant();
        List<FactEntry> standing = entries.stream()
                .filter(entry ->
                        entry.isStanding() && !own.contains(entry.fact().evidence()))
                .filter(entry -> !entry.isExpired(now) && publishes(entry.fact().value()))
                .toList();
        Map<UUID, EvidenceSummary> evidence = log.summaries(standing.stream()
                .map(entry -> entry.fact().evidence())
                .distinct()
                .toList());
        Comparator<Stated> order = Comparator.comparingInt(
                        (Stated one) -> KEYS.indexOf(one.slot().key().value()))
                .thenComparing(one -> one.series() == null ? "" : one.series().code())
                .thenComparing(one -> one.entry().id());
        return standing.stream()
                .map(entry -> new Stated(
                        entry,
                        subjects.get(entry.subject()),
                        addresses(entry, evidence.get(entry.fact().evidence()))))
                .sorted(order)
                .toList();
    }

    private static boolean publishes(Value value) {
        return switch (value) {
            case Value.Word word -> !NOWHERE.contains(word.value());
            case Value.Words words -> words.value().stream().anyMatch(word -> !NOWHERE.contains(word));
            default -> false;
        };
    }

    private static Set<String> addresses(FactEntry entry, @Nullable EvidenceSummary evidence) {
        Set<String> found = new LinkedHashSet<>(in(entry.detail()));
        if (evidence != null) {
            found.addAll(in(evidence.place()));
            String copied = evidence.url();
            if (evidence.kind() == EvidenceKind.PAGE && copied != null) {
                found.addAll(in(copied));
            }
        }
        return found;
    }

    /** The web addresses in a text, without what follows {@code #}: that is a place in a page. */
    static Set<String> in(String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = ADDRESS.matcher(text);
        while (matcher.find() && found.size() < PER_FACT_MAX) {
            String address = matcher.group().replaceFirst("#.*", "").replaceFirst("[.,;:!?]+$", "");
            if (address.length() <= ADDRESS_CHARS_MAX) {
                found.add(address);
            }
        }
        return found;
    }
}
