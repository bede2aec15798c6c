package dev.shisa.server.audience;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.Signs;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Secrets;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.settings.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The register of businesses between the maker and the users (guide 004, 指針16), whether they answered, and what is done better where
 * few did (指針17: measure and improve).
 */
@Component
class Businesses {

    static final int MOST = 5_000;
    private static final String RULES = "audience.rules";

    private final BusinessStore store;
    private final Settings settings;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final JsonMapper json;
    private final Ids ids;
    private final InstantSource clock;

    Businesses(
            BusinessStore store,
            Settings settings,
            LedgerOutbox ledger,
            Audit audit,
            JsonMapper json,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.ledger = ledger;
        this.audit = audit;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /** What somebody entered of a business. */
    record Entered(
            BusinessKind kind,
            String name,
            String contact,
            String mail,
            String language,
            boolean everySeries,
            List<UUID> series,
            String note,
            boolean active) {

        Entered {
            series = List.copyOf(series);
        }
    }

    /** What cannot be taken: the field, and the end of a message {@code audience.business.wrong.<why>}. */
    record Wrong(String field, String why) {}

    /** @param known the business that is changed, by its code; empty: a new one */
    List<Wrong> wrong(Entered entered, String known) {
        List<Wrong> wrong = new ArrayList<>();
        if (entered.name().isBlank()
                || entered.name().length() > Business.NAME_CHARS_MAX
                || isNotPlain(entered.name())) {
            wrong.add(new Wrong("name", "name"));
        }
        if (entered.contact().length() > Business.NAME_CHARS_MAX || isNotPlain(entered.contact())) {
            wrong.add(new Wrong("contact", "contact"));
        }
        if (!Subscriptions.isAddress(entered.mail())) {
            wrong.add(new Wrong("mail", "mail"));
        } else if (store.byMail(entered.mail())
                .filter(other -> !other.code().equalsIgnoreCase(known))
                .isPresent()) {
            wrong.add(new Wrong("mail", "taken"));
        }
        if (!entered.everySeries() && entered.series().isEmpty()) {
            wrong.add(new Wrong("series", "series"));
        }
        if (entered.note().length() > Business.NOTE_CHARS_MAX) {
            wrong.add(new Wrong("note", "note"));
        }
        return wrong;
    }

    private static boolean isNotPlain(String text) {
        return Signs.areHidden(text);
    }

    Business require(String code) {
        return store.byCode(code).orElseThrow(() -> new Problem(404, "audience.business.unknown", code));
    }

    /** Adds one; what was entered was looked at with {@link #wrong}. */
    @Transactional
    public Business add(Entered entered, Person person) {
        if (store.all().size() >= MOST) {
            throw new Problem(422, "audience.business.many", MOST);
        }
        Business made = business(ids.next(), ids.code("B"), 1, entered);
        write(made, person);
        audit.record(person, "audience.business-add", made.code(), Map.of("name", made.name()));
        return made;
    }

    /** Writes what it is now. */
    @Transactional
    public Business change(Business before, int seen, Entered entered, Person person) {
        if (before.version() != seen) {
            throw new Problem(409, "changed-meanwhile", before.name());
        }
        Business now = business(before.id(), before.code(), seen + 1, entered);
        write(now, person);
        if (!now.active()) {
            store.stop(now.id());
        }
        audit.record(
                person, "audience.business-change", now.code(), Map.of("name", now.name(), "active", now.active()));
        return now;
    }

    /** Takes the address and the contact out, for good; what was answered stays. */
    @Transactional
    public Business erase(Business before, Person person) {
        Business now = business(
                before.id(),
                before.code(),
                before.version() + 1,
                new Entered(
                        before.kind(),
                        before.name(),
                        "",
                        "",
                        before.language(),
                        before.everySeries(),
                        before.series(),
                        "",
                        false));
        write(now, person);
        store.eraseMails(now.id());
        audit.record(person, "audience.business-erase", now.code(), Map.of("name", now.name()));
        return now;
    }

    /** Ends mails to a business by the link in one of them. */
    @Transactional
    public void stop(UUID id) {
        Business before = store.byId(id).orElseThrow();
        if (!before.active()) {
            return;
        }
        Business now = new Business(
                before.id(),
                before.code(),
                before.kind(),
                before.name(),
                before.contact(),
                before.mail(),
                before.language(),
                before.everySeries(),
                before.series(),
                before.note(),
                false,
                before.version() + 1,
                now());
        write(now, null, "");
        store.stop(id);
        audit.record(null, "audience.business-stopped", now.code(), Map.of("name", now.name()));
    }

    private Business business(UUID id, String code, int version, Entered entered) {
        return new Business(
                id,
                code,
                entered.kind(),
                entered.name().strip(),
                entered.contact().strip(),
                Subscriptions.tidy(entered.mail()),
                entered.language(),
                entered.everySeries(),
                entered.everySeries() ? List.of() : entered.series(),
                entered.note().strip(),
                entered.active() && !entered.mail().isEmpty(),
                version,
                now());
    }

    private void write(Business business, Person person) {
        write(business, person.id(), person.name());
    }

    private void write(Business business, @Nullable UUID by, String byName) {
        BusinessStore.By who = new BusinessStore.By(by, byName, Secrets.hash(ids.secret()));
        if (!store.save(business, who)) {
            throw new Problem(409, "changed-meanwhile", business.name());
        }
        ledger.append("audience-business/1", null, body(business, who));
    }

    /** What the ledger says of it: nothing that may be personal. */
    static SortedMap<String, Object> body(Business business, BusinessStore.By by) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("active", Boolean.toString(business.active()));
        body.put("at", business.at().toString());
        UUID person = by.id();
        if (person != null) {
            body.put("by", person.toString());
        }
        body.put("byName", by.name());
        body.put("code", business.code());
        body.put("id", business.id().toString());
        body.put("kind", business.kind().id());
        body.put("sealed", by.seal(business.sealedText()));
        body.put("version", Integer.toString(business.version()));
        return body;
    }

    // Rules

    /** As they stand, and how often they were changed. */
    record Set(AudienceRules rules, int version) {}

    Set rules() {
        return settings.versioned(RULES)
                .map(stored -> new Set(json.readValue(stored.value(), AudienceRules.class), stored.version()))
                .orElseGet(() -> new Set(AudienceRules.USUAL, 0));
    }

    @Transactional
    public void change(AudienceRules to, int seen, Person person) {
        if (!to.isSound()) {
            throw new Problem(422, "audience.rules", AudienceRules.DAYS_MAX);
        }
        if (!settings.change(RULES, seen, json.writeValueAsString(to))) {
            throw new Problem(409, "changed-meanwhile", "");
        }
        audit.record(
                person,
                "audience.rules",
                "",
                Map.of(
                        "acknowledgeDays", to.acknowledgeDays(),
                        "readDays", to.readDays(),
                        "readPercent", to.readPercent()));
    }

    // Improving

    /** Notes what is done better next time, which settles that few have read or answered. */
    @Transactional
    public void improve(UserNotice notice, String text, Person person) {
        if (text.isBlank() || text.length() > Business.NOTE_CHARS_MAX) {
            throw new Problem(422, "audience.improvement", Business.NOTE_CHARS_MAX);
        }
        byte[] salt = Secrets.hash(ids.secret());
        BusinessStore.Improvement made = new BusinessStore.Improvement(
                ids.next(), notice.id(), text.replace("\r\n", "\n").strip(), person.id(), person.name(), now());
        store.insert(made, salt);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", made.at().toString());
        body.put("by", made.by().toString());
        body.put("byName", made.byName());
        body.put("id", made.id().toString());
        body.put("notice", made.notice().toString());
        body.put("sealed", BusinessStore.seal(salt, made.text()));
        ledger.append("audience-improvement/1", notice.id(), body);
        audit.record(person, "audience.improve", notice.code(), Map.of());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
