package dev.shisa.server.verification;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.verification.Gate.Why;
import dev.shisa.server.verification.VerificationStore.Conclusion;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * From a plan that is wholly settled to facts, the one place. They are about the product with its designated release, and
 * stated only when every item for it is settled, each phase has something that passed, and no failure waits for a repeat: a
 * part of a plan would say "not done" of what is only not done yet. Whether a provider outside is needed is decided by the
 * catalogue's own rule, so its absence keeps the gate closed but not these facts back.
 */
@Component
class Conclusions {

    private static final Set<Why> OTHERS = Set.of(Why.IMPACT_UNKNOWN, Why.IMPACT_UNCONFIRMED, Why.OUTSIDE_MISSING);

    private final VerificationStore store;
    private final Papers papers;
    private final Products products;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final People people;
    private final Messages messages;
    private final InstantSource clock;

    Conclusions(
            VerificationStore store,
            Papers papers,
            Products products,
            EvidenceLog log,
            Blobs blobs,
            People people,
            Messages messages,
            InstantSource clock) {
        this.store = store;
        this.papers = papers;
        this.products = products;
        this.log = log;
        this.blobs = blobs;
        this.people = people;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * Whether nothing but the question of an outside provider keeps the gate closed, and nothing failed either for the major
     * release that this one was made from.
     */
    static boolean isSettled(Whole whole, Release release) {
        Release major = whole.majorOf(release);
        return whole.gate(release).obstacles().stream().map(Gate.Obstacle::why).allMatch(OTHERS::contains)
                && whole.failed().stream().noneMatch(r -> r.releaseId().equals(major.id()));
    }

    /**
     * Takes back what was concluded and concludes anew, where what it rests on has changed.
     *
     * @param whole as it is now
     */
    void renew(Series series, Whole whole, Person person, String via) {
        Release release = settled(series, whole);
        String signature = release == null ? "" : hash(basis(whole, release));
        List<Conclusion> before = store.conclusions(series.id());
        if (before.stream().anyMatch(c -> c.signature().equals(signature))) {
            return;
        }
        Locale locale = Locale.forLanguageTag(person.language());
        takeBack(before, person, locale);
        if (release != null) {
            conclude(series, release, whole, signature, person, via, locale);
        }
    }

    /**
     * Takes over what was concluded in another installation of a plan that came along whole; what does not hold of it here is taken
     * back.
     */
    void adopt(Series series, Whole whole, List<UUID> evidence, Person person) {
        Release release = settled(series, whole);
        String signature = release == null ? "" : hash(basis(whole, release));
        evidence.forEach(id -> store.conclude(series.id(), new Conclusion(id, signature)));
        if (release == null) {
            takeBack(store.conclusions(series.id()), person, Locale.forLanguageTag(person.language()));
        }
    }

    /** Takes back what was concluded and does not hold any more, when something outside of the plan has changed. */
    void loosen(Series series, Supplier<Whole> now) {
        List<Conclusion> before = store.conclusions(series.id());
        if (before.isEmpty()) {
            return;
        }
        Whole whole = now.get();
        Release release = settled(series, whole);
        String signature = release == null ? "" : hash(basis(whole, release));
        if (before.stream().anyMatch(c -> c.signature().equals(signature))) {
            return;
        }
        person(before).ifPresent(who -> takeBack(before, who, Locale.forLanguageTag(who.language())));
    }

    /** The designated release, if its plan is settled; otherwise null. */
    private @Nullable Release settled(Series series, Whole whole) {
        return products.byId(series.id())
                .flatMap(products::designated)
                .filter(release -> isSettled(whole, release))
                .orElse(null);
    }

    /** Whoever acts; where nobody does, whoever concluded. */
    private Optional<Person> person(List<Conclusion> before) {
        Person acting = ActInterceptor.signedIn();
        return acting != null
                ? Optional.of(acting)
                : log.byIds(before.stream().map(Conclusion::evidence).toList()).stream()
                        .flatMap(e -> Optional.ofNullable(e.summary().submittedBy()).stream())
                        .findFirst()
                        .flatMap(people::find);
    }

    private void takeBack(List<Conclusion> before, Person person, Locale locale) {
        // First the rows: what is withdrawn below is heard here again.
        store.forget(before.stream().map(Conclusion::evidence).toList());
        String reason = messages.get(locale, "verification.taken-back");
        log.byIds(before.stream().map(Conclusion::evidence).toList()).stream()
                .flatMap(evidence -> evidence.facts().stream())
                .filter(fact -> !fact.isWithdrawn())
                .forEach(fact -> log.withdraw(fact.id(), person, reason));
    }

    /** The results that stand for a release, item by item. */
    static Map<PlanItem, Result> results(Whole whole, Release release) {
        Map<PlanItem, Result> results = new LinkedHashMap<>();
        for (PlanItem item : whole.current()) {
            Release from = whole.standsFor(item, release);
            Result last = whole.last(item, from.id());
            if (item.content().applies() != Applies.REGULAR
                    && whole.isFor(item, from)
                    && last != null
                    && whole.state(item, last).isSettled()) {
                results.put(item, last);
            }
        }
        return results;
    }

    /** All that a conclusion rests on, in words: another basis, another conclusion. */
    private static String basis(Whole whole, Release release) {
        StringBuilder basis = new StringBuilder(release.id().toString());
        results(whole, release)
                .forEach((item, result) ->
                        basis.append('\n').append(item.item()).append(' ').append(result.id()));
        Result outside = whole.outside(release);
        if (outside != null) {
            basis.append("\noutside ").append(outside.id());
            whole.orders().forEach(order -> basis.append('\n').append(order.id()));
        }
        basis.append("\nmajor ").append(eachMajor(whole));
        return basis.toString();
    }

    /** Whether there were major releases after the first, all said to be one or not, and each of them wholly verified. */
    private static boolean eachMajor(Whole whole) {
        List<Release> later =
                whole.releases().stream().filter(r -> r.predecessor() != null).toList();
        List<Release> major = later.stream().filter(whole::isMajor).toList();
        return later.stream().allMatch(r -> whole.kinds().containsKey(r.id()))
                && !major.isEmpty()
                && major.stream().allMatch(r -> isSettled(whole, r));
    }

    private void conclude(
            Series series, Release release, Whole whole, String signature, Person person, String via, Locale locale) {
        Map<PlanItem, Result> results = results(whole, release);
        List<NewFact> facts = facts(series, release, whole, results, locale);
        LocalDate last = results.values().stream()
                .map(Result::performedOn)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        byte[] text = papers.conclusion(series, release, whole, results, locale).getBytes(StandardCharsets.UTF_8);
        StoredFile file = blobs.store(
                new ByteArrayInputStream(text),
                "verification-" + series.code() + "-" + release.name() + ".txt",
                text.length);
        Map<String, String> record = new LinkedHashMap<>();
        record.put(
                "model",
                Cut.to(
                        products.models(series.id()).stream().map(Model::number).collect(Collectors.joining(", ")),
                        Verifications.TEXT_CHARS_MAX));
        record.put("firmware", release.name());
        record.put("procedure", messages.get(locale, "verification.conclusion.procedure", results.size()));
        record.put("observed", messages.get(locale, "verification.conclusion.observed"));
        record.put(
                "performed-by",
                Cut.to(
                        results.values().stream()
                                .map(Result::performedBy)
                                .distinct()
                                .collect(Collectors.joining(", ")),
                        Verifications.TEXT_CHARS_MAX));
        record.put("performed-on", last.toString());
        UUID evidence = log.record(
                        new NewEvidence(
                                EvidenceKind.TEST,
                                Strength.TESTED,
                                Cut.to(
                                        messages.get(locale, "verification.conclusion", release.name()),
                                        EvidenceLog.TITLE_CHARS_MAX),
                                "",
                                "",
                                series.id(),
                                release.id(),
                                null,
                                file,
                                record,
                                observed(last),
                                null,
                                person,
                                person.name(),
                                via,
                                null),
                        facts)
                .evidence();
        store.conclude(series.id(), new Conclusion(evidence, signature));
    }

    private Instant observed(LocalDate day) {
        Instant end = day.plusDays(1).atStartOfDay(Ui.ZONE).toInstant();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return end.isAfter(now) ? now : end;
    }

    private List<NewFact> facts(
            Series series, Release release, Whole whole, Map<PlanItem, Result> results, Locale locale) {
        Subject subject = new Subject(Subject.Kind.PRODUCT, series.id());
        List<NewFact> facts = new ArrayList<>();
        Set<String> done = new TreeSet<>();
        Set<String> rejected = new TreeSet<>();
        List<String> why = new ArrayList<>();
        results.forEach((item, result) -> {
            String word = item.content().kind().word();
            if (word != null && result.outcome() == Outcome.PASSED) {
                done.add(word);
            } else if (word != null && item.content().kind().isOptional()) {
                rejected.add(word);
                why.add(item.content().title() + ": " + result.remarks());
            }
        });
        // What passed in one form was not decided against in another.
        rejected.removeAll(done);
        facts.add(fact(subject, "verification.done", Value.words(done.isEmpty() ? Set.of("none") : done), ""));
        if (!rejected.isEmpty()) {
            facts.add(fact(
                    subject,
                    "verification.rejected",
                    Value.words(rejected),
                    Cut.to(String.join("\n", why), EvidenceLog.TEXT_CHARS_MAX)));
        }
        facts.add(fact(subject, "verification.improved", Value.word("closed"), ""));
        passed(results, Kind.CONNECTED)
                .ifPresent(r -> facts.add(fact(subject, "verification.connected", Value.word("recorded"), "")));
        passed(results, Kind.EVALUATED)
                .ifPresent(r -> facts.add(fact(subject, "verification.evaluated", Value.word("recorded"), "")));
        results.entrySet().stream()
                .filter(e -> e.getKey().content().kind() == Kind.DOCUMENTS
                        && e.getKey().content().phase() == Phase.DESIGN
                        && e.getValue().outcome() == Outcome.PASSED)
                .findFirst()
                .ifPresent(e -> facts.add(fact(subject, "design.review", Value.word("recorded"), "")));
        passed(results, Kind.CODING_RULES)
                .ifPresent(r -> facts.add(fact(subject, "coding.rules", Value.word("documented"), r.examined())));
        Result outside = whole.outside(release);
        if (outside != null) {
            facts.add(fact(subject, "verification.outside", Value.word("done"), ""));
            Set<String> agreed = whole.orders().stream()
                    .filter(o -> o.releaseId().equals(outside.releaseId()))
                    .findFirst()
                    .map(Conclusions::agreed)
                    .orElse(Set.of());
            facts.add(
                    fact(subject, "verification.agreed", Value.words(agreed.isEmpty() ? Set.of("none") : agreed), ""));
        }
        if (eachMajor(whole)) {
            facts.add(fact(
                    subject,
                    "verification.major",
                    Value.word("each"),
                    messages.get(locale, "verification.conclusion", release.name())));
        }
        return facts;
    }

    private static Optional<Result> passed(Map<PlanItem, Result> results, Kind kind) {
        return results.entrySet().stream()
                .filter(e -> e.getKey().content().kind() == kind && e.getValue().outcome() == Outcome.PASSED)
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** What was agreed with a provider, in the words of the fact. */
    static Set<String> agreed(Order order) {
        Set<String> agreed = new TreeSet<>();
        if (!order.handling().isEmpty()) {
            agreed.add("handling");
        }
        if (!order.secrecy().isEmpty()) {
            agreed.add("secrecy");
        }
        if (!order.content().isEmpty()) {
            agreed.add("content");
        }
        return agreed;
    }

    private static NewFact fact(Subject subject, String key, Value value, String detail) {
        return NewFact.of(subject, Slot.of(key, ""), value, detail);
    }

    /** Hex of SHA-256. */
    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
