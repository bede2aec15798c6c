package dev.shisa.server.psirt;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.advisory.Issuer;
import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.advisory.OpenPgpReceiver;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The register of the window at JPCERT/CC, and what it says as a fact: {@code current} until a year after somebody saw that it is
 * right, {@code outdated} as soon as the maker's own contact is another than the one that JPCERT/CC was told. An empty register says
 * nothing.
 */
@Service
class Windows {

    /** The maker's own contact: the names of its fields are {@code psirt.window.own.<field>}. */
    static final List<String> OWN = List.of("name", "mail", "phone", "key", "duty");

    static final String KEY = "jpcert.registered";

    private final WindowStore store;
    private final Issuers issuers;
    private final Cases cases;
    private final Products products;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final People people;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final Messages messages;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final InstantSource clock;

    Windows(
            WindowStore store,
            Issuers issuers,
            Cases cases,
            Products products,
            EvidenceLog log,
            Blobs blobs,
            People people,
            LedgerOutbox ledger,
            Audit audit,
            Messages messages,
            TransactionTemplate transaction,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.issuers = issuers;
        this.cases = cases;
        this.products = products;
        this.log = log;
        this.blobs = blobs;
        this.people = people;
        this.ledger = ledger;
        this.audit = audit;
        this.messages = messages;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    Optional<Window> last() {
        return store.last();
    }

    List<Window> all() {
        return store.all();
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    /** The maker's own contact now. */
    Map<String, String> own() {
        Issuer issuer = issuers.issuer();
        Map<String, String> own = new HashMap<>();
        own.put("name", issuer.nameJa());
        own.put("mail", issuer.mail());
        own.put("phone", issuer.phone());
        own.put(
                "key",
                OpenPgpReceiver.read(issuer.reportKey(), clock.instant())
                        .map(OpenPgpReceiver::fingerprint)
                        .orElse(issuer.reportKey().isEmpty() ? "" : "?"));
        own.put(
                "duty",
                cases.onDuty().stream().map(p -> p.id().toString()).sorted().collect(Collectors.joining(" ")));
        return own;
    }

    /** What of the own contact changed since JPCERT/CC was told; empty: nothing, or nothing was told. */
    List<String> changed() {
        Map<String, String> own = own();
        return store.last().map(w -> w.changed(own)).orElse(List.of());
    }

    /** How it stands: {@code none}, {@code current}, {@code outdated}, {@code overdue}. */
    String standing() {
        Window last = store.last().orElse(null);
        return last == null
                ? "none"
                : !last.changed(own()).isEmpty() ? "outdated" : today().isAfter(last.until()) ? "overdue" : "current";
    }

    /**
     * Writes down what JPCERT/CC was told, or that it was seen to be right.
     *
     * @param values organisation, contact, mail, phone, fingerprint
     * @param seen the row that the person saw; null: there was none
     */
    @Transactional
    public Window enter(
            Map<String, String> values,
            LocalDate since,
            LocalDate confirmed,
            @Nullable UUID seen,
            Person person,
            String via) {
        store.lock();
        UUID present = store.last().map(Window::id).orElse(null);
        if (!Objects.equals(present, seen)) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        Window window = new Window(
                ids.next(),
                values.getOrDefault("organisation", ""),
                values.getOrDefault("contact", ""),
                values.getOrDefault("mail", ""),
                values.getOrDefault("phone", ""),
                values.getOrDefault("fingerprint", ""),
                since,
                confirmed,
                own(),
                person.id(),
                person.name(),
                now());
        store.insert(window);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", window.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("confirmed", confirmed.toString());
        body.put("contact", window.contact());
        body.put("fingerprint", window.fingerprint());
        body.put("id", window.id().toString());
        body.put("mail", window.mail());
        body.put("organisation", window.organisation());
        body.put("own", store.own(window.own()));
        body.put("phone", window.phone());
        body.put("since", since.toString());
        ledger.append("psirt-window/1", null, body);
        audit.record(person, "psirt.window", window.organisation(), Map.of("confirmed", confirmed.toString()));
        say(window, person, via);
        return window;
    }

    /** Says as a fact how it stands, if that is another than what was said. */
    private void say(Window window, Person person, String via) {
        List<String> changed = window.changed(own());
        String value = changed.isEmpty() ? "current" : "outdated";
        String signature = window.id() + " " + value + " " + changed;
        if (store.said().filter(s -> s.signature().equals(signature)).isPresent()) {
            return;
        }
        Subject company = products.organisation();
        Slot slot = Slot.of(KEY, "");
        Locale locale = Locale.forLanguageTag(person.language());
        String title = messages.get(locale, "psirt.window.evidence");
        // What changed after JPCERT/CC was told is so from now on, however long ago it was confirmed.
        Instant confirmed = window.confirmed().plusDays(1).atStartOfDay(Ui.ZONE).toInstant();
        Instant observed = value.equals("current") && confirmed.isBefore(now()) ? confirmed : now();
        Instant until = value.equals("current")
                ? window.until().plusDays(1).atStartOfDay(Ui.ZONE).toInstant()
                : null;
        if (until != null && !until.isAfter(observed)) {
            return;
        }
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
                                paper(window, changed, title, locale),
                                Map.of(),
                                observed,
                                until,
                                person,
                                person.name(),
                                via,
                                null),
                        List.of(new NewFact(
                                company,
                                slot,
                                Value.word(value),
                                "",
                                log.replaceable(company, slot, Strength.DOCUMENTED))))
                .evidence();
        store.say(new WindowStore.Said(evidence, signature));
    }

    private StoredFile paper(Window window, List<String> changed, String title, Locale locale) {
        StringBuilder text = new StringBuilder(title).append("\n\n");
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("organisation", window.organisation());
        lines.put("contact", window.contact());
        lines.put("mail", window.mail());
        lines.put("phone", window.phone());
        lines.put("fingerprint", window.fingerprint());
        lines.put("since", window.since().toString());
        lines.put("confirmed", window.confirmed().toString());
        lines.forEach((field, value) -> text.append("- ")
                .append(messages.get(locale, "psirt.window." + field))
                .append(": ")
                .append(value)
                .append('\n'));
        changed.forEach(field -> text.append("- ")
                .append(messages.get(locale, "psirt.window.changed", messages.get(locale, "psirt.window.own." + field)))
                .append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return blobs.store(bytes, "jpcert-window.txt");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The own contact may change without anybody thinking of JPCERT/CC. */
    @Scheduled(fixedDelay = 3_600_000, initialDelay = 240_000)
    void look() {
        transaction.executeWithoutResult(_ -> store.last()
                .ifPresent(window -> people.find(window.byId()).ifPresent(person -> say(window, person, "page"))));
    }
}
