package dev.shisa.server.organisation;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.organisation.RegisterStore.Statement;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
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
 * Writes what {@link Stated} says into the facts, in the transaction of the change: what is stated no more, or otherwise, is
 * withdrawn first, so that no earlier statement comes back behind a later one.
 */
@Component
class Statements {

    private final RegisterStore store;
    private final Products products;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final Messages messages;
    private final InstantSource clock;

    Statements(
            RegisterStore store,
            Products products,
            EvidenceLog log,
            Blobs blobs,
            Messages messages,
            InstantSource clock) {
        this.store = store;
        this.products = products;
        this.log = log;
        this.blobs = blobs;
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
        before.values().stream().filter(s -> !topics.contains(s.topic())).forEach(s -> takeBack(s, person, locale));
        for (Stated.Statement statement : now) {
            String signature = hash(statement.basis());
            Statement old = before.get(statement.key());
            if (old != null && old.signature().equals(signature)) {
                continue;
            }
            if (old != null) {
                takeBack(old, person, locale);
            }
            state(statement, signature, person, via, locale);
        }
    }

    private void takeBack(Statement statement, Person person, Locale locale) {
        store.forget(List.of(statement.evidence()));
        String reason = messages.get(locale, "organisation.taken-back");
        log.byId(statement.evidence()).map(EvidenceDetails::facts).orElse(List.of()).stream()
                .filter(fact -> !fact.isWithdrawn())
                .forEach(fact -> log.withdraw(fact.id(), person, reason));
    }

    private void state(Stated.Statement statement, String signature, Person person, String via, Locale locale) {
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
        StoredFile file = blobs.store(
                new ByteArrayInputStream(bytes), statement.topic().replace('.', '-') + ".txt", bytes.length);
        UUID evidence = log.record(
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
                                observed(statement.on()),
                                until(statement.until()),
                                person,
                                person.name(),
                                via,
                                null),
                        statement.facts().stream()
                                .map(f -> NewFact.of(subject, Slot.of(f.key(), ""), f.value(), f.detail()))
                                .toList())
                .evidence();
        store.state(new Statement(evidence, statement.key(), signature));
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
