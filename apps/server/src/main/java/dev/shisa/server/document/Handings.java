package dev.shisa.server.document;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.Recorded;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A guide for businesses, handed to them by a link without an account, and their receipts. For which work they were told
 * follows from the receipts: a work counts when everybody who was handed the version in force for it has received it.
 */
@Service
@Transactional
class Handings {

    static final int DAYS = 30;
    static final int DAYS_MAX = 180;
    static final int HANDINGS_MAX = 500;
    static final int NAME_CHARS_MAX = 200;

    private static final Slot TOLD = Slot.of("guide.partners", "");

    private final HandingStore store;
    private final DocumentStore documents;
    private final Products products;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final Messages messages;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final Ids ids;
    private final InstantSource clock;

    Handings(
            HandingStore store,
            DocumentStore documents,
            Products products,
            EvidenceLog log,
            Blobs blobs,
            Messages messages,
            Audit audit,
            LedgerOutbox ledger,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.documents = documents;
        this.products = products;
        this.log = log;
        this.blobs = blobs;
        this.messages = messages;
        this.audit = audit;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /** A handing with the secret of its link, of which only a hash is kept. */
    record Made(Handing handing, String secret) {}

    /** What somebody with a link sees. */
    record Opened(Handing handing, Document document, Version version) {}

    @Transactional(readOnly = true)
    public List<Handing> of(Version version) {
        return store.of(version.id());
    }

    /** Hands the version in force to a business. */
    public Made hand(
            Document document,
            Version version,
            Handing.Work work,
            String business,
            String recipient,
            int days,
            Person person) {
        Series series = series(document);
        if (version.state() != State.IN_FORCE || document.kind() != DocumentKind.PARTNER_GUIDE) {
            throw new Problem(409, "document.state");
        }
        documents.lock(document.id());
        if (store.of(version.id()).size() >= HANDINGS_MAX) {
            throw new Problem(422, "document.many", HANDINGS_MAX);
        }
        String secret = ids.secret();
        Instant now = now();
        Handing handing = new Handing(
                ids.next(),
                version.id(),
                work,
                business,
                recipient,
                person.name(),
                now,
                now.plus(Duration.ofDays(days)),
                null,
                "",
                null);
        store.insert(handing, Secrets.hash(secret), person);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", now.toString());
        body.put("business", business);
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("id", handing.id().toString());
        body.put("recipient", recipient);
        body.put("version", version.id().toString());
        body.put("work", work.id());
        ledger.append("document-handing/1", series.id(), body);
        audit.record(
                person,
                "document.hand",
                document.code(),
                Map.of(
                        "version",
                        version.number(),
                        "recipient",
                        business,
                        "expires",
                        handing.expiresAt().toString()));
        // Somebody who has not received it was not told yet.
        settle(document, version, person, person.name(), "page");
        return new Made(handing, secret);
    }

    /** From now on the link opens nothing; what was received stays so. */
    public void revoke(Document document, Version version, UUID id, Person person) {
        series(document);
        Handing handing = store.of(version.id()).stream()
                .filter(h -> h.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "document.handing.unknown"));
        documents.lock(document.id());
        if (store.revoke(handing.id(), now())) {
            audit.record(
                    person,
                    "document.hand-revoke",
                    document.code(),
                    Map.of("version", version.number(), "recipient", handing.business()));
            settle(document, version, person, person.name(), "page");
        }
    }

    /** What a secret opens; empty: nothing, or it has ended. A version that is not in force any more is not shown. */
    @Transactional(readOnly = true)
    public Optional<Opened> open(String secret) {
        return store.byToken(Secrets.hash(secret))
                .filter(h -> h.isOpen(now()))
                .flatMap(h -> documents
                        .version(h.versionId())
                        .filter(v -> v.state() == State.IN_FORCE)
                        .flatMap(v -> documents.document(v.documentId()).map(d -> new Opened(h, d, v))));
    }

    /** Somebody outside says under their name that it was received. */
    public void receive(Opened opened, String name) {
        Document document = opened.document();
        Version version = opened.version();
        Series series = series(document);
        documents.lock(document.id());
        requireOpen(opened);
        UUID id = ids.next();
        Instant now = now();
        if (!store.receive(id, opened.handing().id(), name, now)) {
            return;
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", now.toString());
        body.put("handing", opened.handing().id().toString());
        body.put("id", id.toString());
        body.put("name", name);
        ledger.append("document-receipt/1", series.id(), body);
        audit.record(
                "document.receive",
                document.code(),
                Map.of(
                        "version",
                        version.number(),
                        "recipient",
                        opened.handing().business(),
                        "by",
                        name));
        settle(document, version, null, name, "link");
    }

    /** The document is held: the link may have been revoked, or the version replaced, since its page was asked for. */
    private void requireOpen(Opened opened) {
        boolean inForce = documents
                .version(opened.version().id())
                .filter(v -> v.state() == State.IN_FORCE)
                .isPresent();
        if (!inForce
                || store.of(opened.version().id()).stream()
                        .noneMatch(h -> h.id().equals(opened.handing().id()) && h.isOpen(now()))) {
            throw new Problem(404, "document.handing.ended");
        }
    }

    private Series series(Document document) {
        UUID seriesId = document.seriesId();
        Series series = seriesId == null ? null : products.byId(seriesId).orElse(null);
        if (series == null) {
            throw new Problem(404, "document.unknown");
        }
        if (products.isArchived(series.id())) {
            throw new Problem(409, "series.archived", series.name());
        }
        return series;
    }

    /** The work for which everybody has received it. */
    static SortedSet<String> told(List<Handing> handings) {
        Map<Handing.Work, List<Handing>> byWork =
                handings.stream().filter(Handing::stands).collect(Collectors.groupingBy(Handing::work));
        SortedSet<String> told = new TreeSet<>();
        byWork.forEach((work, all) -> {
            if (all.stream().allMatch(h -> h.receivedAt() != null)) {
                told.add(work.id());
            }
        });
        return told;
    }

    /** Says what the receipts say now, and takes back what they said before. */
    private void settle(Document document, Version version, @Nullable Person person, String name, String via) {
        Series series = series(document);
        List<Handing> handings = store.of(version.id());
        SortedSet<String> told = told(handings);
        List<FactEntry> own = documents.evidence(Set.of(version.id())).stream()
                .flatMap(id -> log.byId(id).map(EvidenceDetails::facts).orElse(List.of()).stream())
                .filter(f -> f.isStanding() && f.fact().slot().equals(TOLD))
                .toList();
        Value value = Value.words(told);
        if (told.isEmpty()
                ? own.isEmpty()
                : own.stream().anyMatch(f -> f.fact().value().equals(value))) {
            return;
        }
        Locale locale = Locale.forLanguageTag(person == null ? "ja" : person.language());
        if (told.isEmpty()) {
            own.forEach(f -> log.withdraw(f.id(), require(person), messages.get(locale, "document.handing.waits")));
            return;
        }
        Subject subject = products.subject(series, Subject.Kind.PRODUCT);
        Set<UUID> replaced = new java.util.HashSet<>(log.replaceable(subject, TOLD, Strength.DOCUMENTED));
        own.forEach(f -> replaced.add(f.id()));
        String title = Cut.to(
                messages.get(
                        locale,
                        "document.handing.evidence",
                        version.revision().content().title(locale),
                        version.number()),
                EvidenceLog.TITLE_CHARS_MAX);
        byte[] list = list(title, handings, locale).getBytes(StandardCharsets.UTF_8);
        StoredFile file = blobs.store(
                new ByteArrayInputStream(list),
                document.code() + "-receipts-" + version.number() + ".txt",
                list.length);
        Recorded recorded = log.record(
                new NewEvidence(
                        EvidenceKind.DOCUMENT,
                        Strength.DOCUMENTED,
                        title,
                        "",
                        messages.get(locale, "document.handing.place"),
                        series.id(),
                        null,
                        null,
                        file,
                        Map.of(),
                        now(),
                        version.revision()
                                .about()
                                .reviewBy()
                                .plusDays(1)
                                .atStartOfDay(Ui.ZONE)
                                .toInstant(),
                        person,
                        name,
                        via,
                        null),
                List.of(new NewFact(
                        subject, TOLD, value, Cut.to(receivers(handings), EvidenceLog.TEXT_CHARS_MAX), replaced)));
        documents.link(recorded.evidence(), version.id());
    }

    /** To whom and when, as the question asks; the evidence itself says by what. */
    private static String receivers(List<Handing> handings) {
        return handings.stream()
                .filter(Handing::stands)
                .flatMap(h -> Stream.ofNullable(h.receivedAt())
                        .map(at -> h.business() + " " + LocalDate.ofInstant(at, Ui.ZONE)))
                .collect(Collectors.joining(", "));
    }

    /** Receipts only add to what was told; what shrinks it is an act of somebody of the house. */
    private static Person require(@Nullable Person person) {
        if (person == null) {
            throw new IllegalStateException("a receipt took something back");
        }
        return person;
    }

    private String list(String title, List<Handing> handings, Locale locale) {
        StringBuilder text = new StringBuilder(title).append("\n\n");
        for (Handing h : handings) {
            if (h.stands()) {
                text.append("- ")
                        .append(messages.get(locale, "document.work." + h.work().id()))
                        .append(": ")
                        .append(h.business())
                        .append(" / ")
                        .append(
                                h.receivedAt() == null
                                        ? messages.get(locale, "document.handing.open")
                                        : h.receivedName() + " " + h.receivedAt())
                        .append('\n');
            }
        }
        return text.toString();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
