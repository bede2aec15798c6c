package dev.shisa.server.organisation;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EndedFacts;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.organisation.RegisterStore.Statement;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes what {@link Stated} says into the facts, in the transaction of the change. A statement replaces every answer that was
 * given before to the same question, since from then on the register knows. When what it rests on falls away, an answer behind
 * it would come back with a mere withdrawal; so the register then says that it was so until now and is not known to be any more,
 * which asks to look again. What ends by itself, on the last day of what it rests on, stays as it is and is stale.
 */
@Component
class Statements {

    /** What the evidence of a policy from elsewhere says itself: the register adds to it and replaces nothing. */
    private static final Set<String> OF_POLICY = Set.of("policy.contents", "policy.spread");

    private final RegisterStore store;
    private final Products products;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final EndedFacts endings;
    private final Messages messages;
    private final InstantSource clock;

    Statements(
            RegisterStore store,
            Products products,
            EvidenceLog log,
            Blobs blobs,
            EndedFacts endings,
            Messages messages,
            InstantSource clock) {
        this.store = store;
        this.products = products;
        this.log = log;
        this.blobs = blobs;
        this.endings = endings;
        this.messages = messages;
        this.clock = clock;
    }

    /** Makes the facts those of the company as it is now. */
    void renew(Company company, Person person, String via) {
        Map<String, Statement> before =
                store.statements().stream().collect(Collectors.toMap(Statement::topic, s -> s, (a, b) -> b));
        List<Stated.Statement> now = Stated.of(company);
        Locale locale = Locale.forLanguageTag(person.language());
        Set<String> topics = now.stream().map(Stated.Statement::key).collect(Collectors.toSet());
        before.values().stream()
                .filter(s -> !topics.contains(s.topic()))
                .forEach(s -> fall(s, company, person, via, locale));
        for (Stated.Statement statement : now) {
            String signature = hash(statement.basis());
            Statement old = before.get(statement.key());
            if (old != null && old.signature().equals(signature)) {
                continue;
            }
            List<FactEntry> said = old == null ? List.of() : facts(old);
            state(statement, signature, said, company, person, via, locale);
            if (old != null) {
                store.forget(List.of(old.evidence()));
                Set<Slot> again =
                        statement.facts().stream().map(Statements::slot).collect(Collectors.toSet());
                said.stream().filter(f -> again.contains(f.fact().slot())).forEach(f -> withdraw(f, person, locale));
                end(
                        old,
                        said.stream()
                                .filter(f -> !again.contains(f.fact().slot()))
                                .toList(),
                        company,
                        person,
                        via,
                        locale);
            }
        }
    }

    private static Slot slot(Stated.Finding finding) {
        return Slot.of(finding.key(), "");
    }

    /** What a statement said, without what a person took back. */
    private List<FactEntry> facts(Statement statement) {
        return log.byId(statement.evidence()).map(EvidenceDetails::facts).orElse(List.of()).stream()
                .filter(fact -> !fact.isWithdrawn())
                .toList();
    }

    private void withdraw(FactEntry fact, Person person, Locale locale) {
        log.withdraw(fact.id(), person, messages.get(locale, "organisation.taken-back"));
    }

    /** What a statement rested on is no more. */
    private void fall(Statement statement, Company company, Person person, String via, Locale locale) {
        List<FactEntry> said = facts(statement);
        boolean over = !said.isEmpty() && said.stream().allMatch(f -> f.isExpired(clock.instant()));
        if (!over) {
            store.forget(List.of(statement.evidence()));
        }
        end(statement, said, company, person, via, locale);
    }

    /** Of facts that hold no more: those with nothing behind them are withdrawn, and of the others it is said that they ended. */
    private void end(
            Statement statement, List<FactEntry> said, Company company, Person person, String via, Locale locale) {
        boolean all = !OF_POLICY.contains(statement.topic())
                || company.policy().state() == Policy.State.APPROVED
                || company.policy().state() == Policy.State.DRAFT;
        List<NewFact> ended = new ArrayList<>();
        for (FactEntry fact : said) {
            boolean over = fact.isExpired(clock.instant());
            Set<UUID> behind = behind(fact, all, over);
            if (behind.isEmpty()) {
                if (!over) {
                    withdraw(fact, person, locale);
                }
            } else {
                behind.add(fact.id());
                ended.add(new NewFact(
                        fact.subject(), fact.fact().slot(), fact.fact().value(), fact.detail(), behind));
            }
        }
        if (ended.isEmpty()) {
            return;
        }
        endings.end(
                messages.get(locale, "organisation.ended"),
                messages.get(locale, "organisation.ended.text"),
                "register-ended.txt",
                null,
                ended,
                person,
                via);
    }

    /**
     * What would decide if a fact of the register were only withdrawn.
     *
     * @param all also what stands beside it and was not replaced by it
     * @param over whether it has ended by itself: then what it replaced stays out, and what was answered afterwards counts
     */
    private Set<UUID> behind(FactEntry own, boolean all, boolean over) {
        Instant until = own.fact().validUntil();
        return log.history(own.subject(), own.fact().slot()).stream()
                .filter(e -> !e.id().equals(own.id()) && !e.isWithdrawn())
                .filter(e -> (!over && own.id().equals(e.supersededBy())) || (all && e.isStanding()))
                .filter(e -> !over || until == null || e.fact().observedAt().isBefore(until))
                .filter(e -> own.fact().strength().isAtLeast(e.fact().strength()))
                .map(FactEntry::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void state(
            Stated.Statement statement,
            String signature,
            List<FactEntry> said,
            Company company,
            Person person,
            String via,
            Locale locale) {
        UUID series = statement.series();
        Subject subject = series == null ? products.organisation() : new Subject(Subject.Kind.PRODUCT, series);
        String title = messages.get(locale, "organisation.statement." + statement.topic());
        StringBuilder text = new StringBuilder(title).append("\n\n");
        statement
                .lines()
                .forEach(line -> text.append("- ")
                        .append(line.label().in(locale))
                        .append(": ")
                        .append(line.value())
                        .append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        StoredFile file = blobs.store(bytes, statement.topic().replace('.', '-') + ".txt");
        boolean adds = OF_POLICY.contains(statement.topic()) && company.policy().state() == Policy.State.ELSEWHERE;
        Instant observed = observed(statement.on());
        // What tells of something later than a record without an end stays beside it.
        Instant last = statement.on() == null || statement.until() != null ? clock.instant() : observed;
        List<NewFact> facts = statement.facts().stream()
                .map(f -> new NewFact(
                        subject,
                        slot(f),
                        f.value(),
                        f.detail(),
                        adds ? Set.of() : replaced(subject, slot(f), said, last)))
                .toList();
        UUID evidence = record(title, file, observed, until(statement.until()), facts, person, via);
        store.state(new Statement(evidence, statement.key(), signature));
    }

    private UUID record(
            String title,
            StoredFile file,
            Instant observed,
            @Nullable Instant until,
            List<NewFact> facts,
            Person person,
            String via) {
        return log.record(
                        new NewEvidence(
                                EvidenceKind.DOCUMENT,
                                Strength.DOCUMENTED,
                                title,
                                "",
                                "",
                                null,
                                null,
                                null,
                                file,
                                Map.of(),
                                observed,
                                until,
                                person,
                                person.name(),
                                via,
                                null),
                        facts)
                .evidence();
    }

    /** What a statement takes the place of: what it said itself before, what that had replaced, and the answers up to a day. */
    private Set<UUID> replaced(Subject subject, Slot slot, List<FactEntry> said, Instant last) {
        Set<UUID> own = said.stream().map(FactEntry::id).collect(Collectors.toSet());
        return log.history(subject, slot).stream()
                .filter(e -> !e.isWithdrawn()
                        && Strength.DOCUMENTED.isAtLeast(e.fact().strength()))
                .filter(e -> own.contains(e.id())
                        || (e.supersededBy() != null && own.contains(e.supersededBy()))
                        || (e.isStanding() && !e.fact().observedAt().isAfter(last)))
                .map(FactEntry::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Instant observed(@Nullable LocalDate day) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (day == null) {
            return now;
        }
        Instant end = day.plusDays(1).atStartOfDay(Ui.ZONE).toInstant();
        return end.isAfter(now) ? now : end;
    }

    private static @Nullable Instant until(@Nullable LocalDate day) {
        return day == null ? null : day.plusDays(1).atStartOfDay(Ui.ZONE).toInstant();
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
