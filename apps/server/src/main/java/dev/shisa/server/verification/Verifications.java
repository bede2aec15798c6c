package dev.shisa.server.verification;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactsChanged;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.DesignatedReleaseChanged;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.scan.ScanWithdrawn;
import dev.shisa.server.scan.WithdrawnScans;
import dev.shisa.server.verification.VerificationStore.Edition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The verification plan of a series: its items, what came of them for each release, orders to providers outside, and what the
 * whole comes to. Facts come only when the plan of the designated release is wholly settled; whatever changes that takes them
 * back first, so nothing said earlier stands for what nobody has verified ({@link Conclusions}).
 */
@Service
@Transactional
class Verifications {

    static final int TITLE_CHARS_MAX = 120;
    static final int LINE_CHARS_MAX = 200;
    static final int TEXT_CHARS_MAX = 2_000;
    static final int MONTHS_MAX = 60;
    static final int ITEMS_MAX = 200;

    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

    private final VerificationStore store;
    private final Environments environments;
    private final Reviews reviews;
    private final Conclusions conclusions;
    private final Papers papers;
    private final Products products;
    private final Answers answers;
    private final EvidenceLog log;
    private final Blobs blobs;
    private final WithdrawnScans withdrawnScans;
    private final Messages messages;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final Ids ids;
    private final InstantSource clock;

    Verifications(
            VerificationStore store,
            Environments environments,
            Reviews reviews,
            Conclusions conclusions,
            Papers papers,
            Products products,
            Answers answers,
            EvidenceLog log,
            Blobs blobs,
            WithdrawnScans withdrawnScans,
            Messages messages,
            Audit audit,
            LedgerOutbox ledger,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.environments = environments;
        this.reviews = reviews;
        this.conclusions = conclusions;
        this.papers = papers;
        this.products = products;
        this.answers = answers;
        this.log = log;
        this.blobs = blobs;
        this.withdrawnScans = withdrawnScans;
        this.messages = messages;
        this.audit = audit;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A field that cannot be taken.
     *
     * @param why end of the message key {@code verification.wrong.<why>}
     */
    record Wrong(String field, String why, List<Object> args) {

        Wrong {
            args = List.copyOf(args);
        }

        static Wrong of(String field, String why, Object... args) {
            return new Wrong(field, why, List.of(args));
        }
    }

    /** Everything that is known of the verification of a series. */
    @Transactional(readOnly = true)
    public Whole whole(Series series) {
        List<PlanItem> revisions = store.items(series.id());
        Map<UUID, PlanItem> latest = new LinkedHashMap<>();
        Map<UUID, PlanItem> byId = new HashMap<>();
        for (PlanItem item : revisions) {
            byId.put(item.id(), item);
            latest.merge(item.item(), item, (a, b) -> a.number() > b.number() ? a : b);
        }
        List<Result> results = store.results(series.id()).stream()
                .filter(r -> r.withdrawn() == null)
                .toList();
        Map<UUID, ReleaseKind> kinds = new HashMap<>();
        store.kinds(series.id()).forEach(kind -> kinds.put(kind.releaseId(), kind));
        return new Whole(
                List.copyOf(latest.values()),
                byId,
                results,
                products.releases(series.id()),
                kinds,
                store.orders(series.id()).stream()
                        .filter(o -> o.cancelled() == null)
                        .toList(),
                gone(results),
                Impact.of(answers.present(series), now()));
    }

    /** The evidence of these results that does not stand any more. */
    private Set<UUID> gone(List<Result> results) {
        Set<UUID> all =
                results.stream().map(Result::evidence).filter(Objects::nonNull).collect(Collectors.toSet());
        Set<UUID> gone = new HashSet<>(all);
        log.byIds(all).stream().filter(this::stands).map(EvidenceDetails::id).forEach(gone::remove);
        gone.addAll(withdrawnScans.among(all));
        return gone;
    }

    private boolean stands(EvidenceDetails evidence) {
        return !evidence.summary().isExpired(now())
                && (evidence.facts().isEmpty() || evidence.facts().stream().anyMatch(f -> !f.isWithdrawn()));
    }

    @Transactional(readOnly = true)
    public PlanItem item(Whole whole, UUID item) {
        return whole.item(item).orElseThrow(() -> new Problem(404, "verification.item.unknown"));
    }

    // Items

    /** What is wrong with an item. */
    @Transactional(readOnly = true)
    public List<Wrong> wrong(Series series, PlanItem.Content content) {
        List<Wrong> wrong = new ArrayList<>();
        text(wrong, "title", content.title(), TITLE_CHARS_MAX, true);
        text(wrong, "method", content.method(), TEXT_CHARS_MAX, true);
        text(wrong, "who", content.who(), LINE_CHARS_MAX, false);
        text(wrong, "ground", content.ground(), TEXT_CHARS_MAX, false);
        boolean regular = content.applies() == Applies.REGULAR;
        if (regular != (content.phase() == Phase.AFTER_RELEASE)) {
            wrong.add(Wrong.of("applies", "applies"));
        }
        if (regular && (content.months() < 1 || content.months() > MONTHS_MAX)) {
            wrong.add(Wrong.of("months", "months", MONTHS_MAX));
        }
        boolean one = content.applies() == Applies.RELEASE;
        boolean known = products.releases(series.id()).stream().anyMatch(r -> r.id().equals(content.release()));
        if (one && !known) {
            wrong.add(Wrong.of("release", "release"));
        }
        if (!content.checklist().isEmpty() && reviews.find(content.checklist()).isEmpty()) {
            wrong.add(Wrong.of("checklist", "checklist"));
        }
        return wrong;
    }

    private static void text(List<Wrong> wrong, String field, String text, int charsMax, boolean required) {
        if (required && text.isBlank()) {
            wrong.add(Wrong.of(field, "missing"));
        } else if (text.length() > charsMax) {
            wrong.add(Wrong.of(field, "long", text.length(), charsMax));
        }
    }

    /** Adds an item that is not {@link #wrong}. */
    public PlanItem add(Series series, PlanItem.Content content, Person person, String via) {
        products.lock(series.id());
        if (whole(series).current().size() >= ITEMS_MAX) {
            throw new Problem(422, "verification.items.many", ITEMS_MAX);
        }
        UUID id = ids.next();
        PlanItem item = new PlanItem(id, id, 1, series.id(), content(content), false, "", person.name(), now());
        put(item, person);
        audit.record(
                person,
                "verification.add",
                series.code(),
                Map.of("title", content.title(), "phase", content.phase().id()));
        conclusions.renew(series, whole(series), person, via);
        return item;
    }

    /**
     * Changes an item.
     *
     * @param number of the revision that was seen
     * @throws Problem 409 when somebody else changed it since
     */
    public PlanItem revise(
            Series series, UUID item, int number, PlanItem.Content content, String reason, Person person, String via) {
        return change(series, item, number, content(content), false, reason, "verification.revise", person, via);
    }

    /** Takes an item out of the plan; while it has failed for a release, it stays. With the last one goes the plan itself. */
    public PlanItem remove(Series series, UUID item, int number, String reason, Person person, String via) {
        Whole whole = whole(series);
        PlanItem present = item(whole, item);
        if (whole.failed().stream().anyMatch(r -> r.item().equals(item))) {
            throw new Problem(409, "verification.item.failed", present.content().title());
        }
        PlanItem removed =
                change(series, item, number, present.content(), true, reason, "verification.remove", person, via);
        if (whole(series).current().isEmpty()) {
            store.editions(series.id()).stream()
                    .flatMap(edition ->
                            log.byId(edition.evidence()).map(EvidenceDetails::facts).orElse(List.of()).stream())
                    .filter(fact -> !fact.isWithdrawn())
                    .forEach(fact -> log.withdraw(fact.id(), person, removed.reason()));
        }
        return removed;
    }

    private PlanItem change(
            Series series,
            UUID item,
            int number,
            PlanItem.Content content,
            boolean removed,
            String reason,
            String act,
            Person person,
            String via) {
        products.lock(series.id());
        PlanItem present = item(whole(series), item);
        if (reason.isBlank()) {
            throw new Problem(422, "verification.reason");
        }
        limit(reason);
        PlanItem next = new PlanItem(
                ids.next(), item, number + 1, series.id(), content, removed, reason.strip(), person.name(), now());
        if (present.removed() || present.number() != number || !put(next, person)) {
            throw new Problem(409, "verification.stale", present.content().title());
        }
        audit.record(person, act, series.code(), Map.of("title", content.title(), "reason", reason.strip()));
        conclusions.renew(series, whole(series), person, via);
        return next;
    }

    /** Stores a revision, and says so in the ledger; false when there is one of this number already. */
    boolean put(PlanItem item, Person person) {
        if (!store.insert(item, person)) {
            return false;
        }
        PlanItem.Content content = item.content();
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("applies", content.applies().id());
        body.put("at", item.changedAt().toString());
        body.put("by", person.id().toString());
        body.put("byName", item.changedName());
        body.put("checklist", content.checklist());
        if (content.due() != null) {
            body.put("due", content.due().toString());
        }
        body.put("ground", content.ground());
        body.put("id", item.id().toString());
        body.put("item", item.item().toString());
        body.put("kind", content.kind().id());
        body.put("method", content.method());
        body.put("months", Integer.toString(content.months()));
        body.put("number", Integer.toString(item.number()));
        body.put("phase", content.phase().id());
        body.put("reason", item.reason());
        if (content.release() != null) {
            body.put("release", content.release().toString());
        }
        body.put("removed", Boolean.toString(item.removed()));
        body.put("series", item.seriesId().toString());
        body.put("title", content.title());
        body.put("who", content.who());
        ledger.append("verification-item/1", item.seriesId(), body);
        return true;
    }

    private static PlanItem.Content content(PlanItem.Content given) {
        return new PlanItem.Content(
                given.phase(),
                given.kind(),
                given.title().strip(),
                given.method().strip(),
                given.who().strip(),
                given.applies() == Applies.REGULAR ? null : given.due(),
                given.applies(),
                given.applies() == Applies.RELEASE ? given.release() : null,
                given.applies() == Applies.REGULAR ? given.months() : 0,
                given.checklist(),
                given.ground().strip());
    }

    // Results

    /**
     * What a person says of a verification.
     *
     * @param outcome null: the judgements of the checklist say it
     * @param environment revision; null: none was named
     * @param evidence code of evidence that is there; empty: a file, or the judgements
     * @param judged by point of the item's checklist; empty: the outcome was given
     */
    record Told(
            Release release,
            @Nullable Outcome outcome,
            String examined,
            @Nullable LocalDate performedOn,
            String performedBy,
            @Nullable UUID environment,
            String evidence,
            @Nullable StoredFile file,
            Map<String, Reviews.Judged> judged,
            String remarks,
            String action,
            String actionWho,
            @Nullable LocalDate actionDue) {

        Told {
            judged = Map.copyOf(judged);
        }
    }

    /** What is wrong with a result; nothing: it can be recorded. */
    @Transactional(readOnly = true)
    public List<Wrong> wrong(Series series, PlanItem item, Told told) {
        List<Wrong> wrong = new ArrayList<>();
        boolean omitted = told.outcome() == Outcome.OMITTED;
        Reviews.Checklist checklist = reviews.find(item.content().checklist()).orElse(null);
        boolean byList = checklist != null && !omitted;
        if (told.outcome() == null && !byList) {
            wrong.add(Wrong.of("outcome", "outcome"));
        }
        if (checklist != null && byList) {
            for (Reviews.Point point : checklist.points()) {
                Reviews.Judged judged = told.judged().get(point.id());
                if (judged == null) {
                    wrong.add(Wrong.of("point-" + point.id(), "point"));
                } else if (judged.judgement() != Reviews.Judgement.MET
                        && judged.note().isBlank()) {
                    wrong.add(Wrong.of("point-" + point.id(), "note"));
                } else if (judged.note().length() > TEXT_CHARS_MAX) {
                    wrong.add(Wrong.of(
                            "point-" + point.id(), "long", judged.note().length(), TEXT_CHARS_MAX));
                }
            }
            boolean anything = told.judged().values().stream()
                    .anyMatch(judged -> judged.judgement() != Reviews.Judgement.INAPPLICABLE);
            if (wrong.isEmpty() && !anything) {
                wrong.add(Wrong.of("outcome", "nothing"));
            }
        }
        Outcome outcome = outcome(item, told);
        text(wrong, "examined", told.examined(), LINE_CHARS_MAX, !omitted);
        text(wrong, "by", told.performedBy(), LINE_CHARS_MAX, true);
        LocalDate on = told.performedOn();
        if (on == null) {
            wrong.add(Wrong.of("on", "day"));
        } else if (on.isBefore(FIRST_DAY) || on.isAfter(today())) {
            wrong.add(Wrong.of("on", "day.past"));
        }
        text(wrong, "remarks", told.remarks(), TEXT_CHARS_MAX, omitted || (outcome == Outcome.FAILED && !byList));
        if (outcome == Outcome.FAILED) {
            text(wrong, "action", told.action(), TEXT_CHARS_MAX, true);
            text(wrong, "actionWho", told.actionWho(), LINE_CHARS_MAX, true);
            if (told.actionDue() == null) {
                wrong.add(Wrong.of("actionDue", "day"));
            }
        }
        if (!omitted) {
            environment(told, on, wrong);
            if (!byList) {
                evidence(series, told, wrong);
            }
        }
        return wrong;
    }

    private void environment(Told told, @Nullable LocalDate on, List<Wrong> wrong) {
        Environment environment = told.environment() == null
                ? null
                : environments.revision(told.environment()).orElse(null);
        if (environment == null) {
            wrong.add(Wrong.of("environment", "environment"));
        } else if (on != null && environments.isRetiredOn(environment, on)) {
            wrong.add(Wrong.of("environment", "environment.retired", environment.name()));
        }
    }

    private void evidence(Series series, Told told, List<Wrong> wrong) {
        if (told.evidence().isBlank()) {
            if (told.file() == null) {
                wrong.add(Wrong.of("evidence", "evidence"));
            } else if (products.models(series.id()).isEmpty()) {
                wrong.add(Wrong.of("evidence", "models"));
            }
            return;
        }
        EvidenceDetails found = log.byCode(told.evidence().strip())
                .filter(e -> series.id().equals(e.summary().seriesId()))
                .orElse(null);
        if (found == null) {
            wrong.add(Wrong.of("evidence", "evidence.unknown", told.evidence().strip()));
        } else if (!told.release().id().equals(found.releaseId())) {
            wrong.add(Wrong.of(
                    "evidence", "evidence.release", found.code(), told.release().name()));
        } else if (!stands(found) || !withdrawnScans.among(Set.of(found.id())).isEmpty()) {
            wrong.add(Wrong.of("evidence", "evidence.gone", found.code()));
        }
    }

    /** What came of it: for a review by its checklist, what the judgements say. */
    private @Nullable Outcome outcome(PlanItem item, Told told) {
        if (told.outcome() == Outcome.OMITTED || item.content().checklist().isEmpty()) {
            return told.outcome();
        }
        return told.judged().values().stream().anyMatch(j -> j.judgement() == Reviews.Judgement.FINDING)
                ? Outcome.FAILED
                : Outcome.PASSED;
    }

    /**
     * Records a result that is not {@link #wrong}.
     *
     * @throws Problem 409 when the item was removed, when it has failed and is to be left out, or when an outside provider's
     *     result has no order
     */
    public Result record(Series series, UUID itemId, Told told, Person person, String via) {
        products.lock(series.id());
        Whole whole = whole(series);
        PlanItem item = item(whole, itemId);
        Outcome outcome = Objects.requireNonNull(outcome(item, told));
        if (item.removed()) {
            throw new Problem(409, "verification.item.removed", item.content().title());
        }
        if (outcome == Outcome.OMITTED) {
            if (whole.state(item, told.release().id()) == Whole.State.FAILED) {
                throw new Problem(
                        409, "verification.omit.failed", item.content().title());
            }
        } else if (item.content().kind() == Kind.OUTSIDE
                && whole.orders().stream()
                        .noneMatch(o -> o.releaseId().equals(told.release().id()))) {
            throw new Problem(409, "verification.order.missing", told.release().name());
        }
        Environment environment = outcome == Outcome.OMITTED
                ? null
                : environments
                        .revision(Objects.requireNonNull(told.environment()))
                        .orElseThrow();
        UUID evidence = environment == null ? null : evidence(series, item, told, outcome, environment, person, via);
        Result result = new Result(
                ids.next(),
                series.id(),
                item.item(),
                item.id(),
                told.release().id(),
                outcome,
                told.examined().strip(),
                Objects.requireNonNull(told.performedOn()),
                told.performedBy().strip(),
                environment == null ? null : environment.id(),
                evidence,
                told.remarks().strip(),
                outcome == Outcome.FAILED ? told.action().strip() : "",
                outcome == Outcome.FAILED ? told.actionWho().strip() : "",
                outcome == Outcome.FAILED ? told.actionDue() : null,
                person.name(),
                now(),
                null);
        put(result, person);
        audit.record(
                person,
                "verification.record",
                series.code() + " " + told.release().name(),
                Map.of("title", item.content().title(), "outcome", outcome.id()));
        conclusions.renew(series, whole(series), person, via);
        return result;
    }

    private UUID evidence(
            Series series,
            PlanItem item,
            Told told,
            Outcome outcome,
            Environment environment,
            Person person,
            String via) {
        if (told.judged().isEmpty() && !told.evidence().isBlank()) {
            return log.byCode(told.evidence().strip()).orElseThrow().id();
        }
        Locale locale = Locale.forLanguageTag(person.language());
        LocalDate on = Objects.requireNonNull(told.performedOn());
        StoredFile file = told.file();
        Reviews.Checklist checklist = reviews.find(item.content().checklist()).orElse(null);
        if (checklist != null) {
            file = store(
                    "review-" + checklist.id() + "-" + series.code() + ".txt",
                    papers.review(series, item, told, checklist, environment, locale));
        }
        String seen = messages.get(locale, "verification.outcome." + outcome.id())
                + (told.remarks().isBlank() ? "" : ". " + told.remarks().strip());
        Map<String, String> record = new LinkedHashMap<>();
        record.put(
                "model",
                Cut.to(
                        products.models(series.id()).stream().map(Model::number).collect(Collectors.joining(", ")),
                        TEXT_CHARS_MAX));
        record.put("firmware", told.release().name());
        record.put("environment", environment.words());
        record.put("procedure", item.content().title() + "\n" + item.content().method() + "\n" + told.examined());
        record.put("observed", seen);
        record.put("performed-by", told.performedBy().strip());
        record.put("performed-on", on.toString());
        record.put("tool", Cut.to(environment.tools(), TEXT_CHARS_MAX));
        return log.record(
                        new NewEvidence(
                                EvidenceKind.TEST,
                                Strength.TESTED,
                                Cut.to(
                                        item.content().title() + " "
                                                + told.release().name(),
                                        EvidenceLog.TITLE_CHARS_MAX),
                                told.remarks().strip(),
                                "",
                                series.id(),
                                told.release().id(),
                                null,
                                Objects.requireNonNull(file),
                                record,
                                endOf(on),
                                null,
                                person,
                                person.name(),
                                via,
                                null),
                        List.of())
                .evidence();
    }

    void put(Result result, Person person) {
        store.insert(result, person);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("action", result.action());
        if (result.actionDue() != null) {
            body.put("actionDue", result.actionDue().toString());
        }
        body.put("actionWho", result.actionWho());
        body.put("at", result.recordedAt().toString());
        body.put("by", person.id().toString());
        body.put("byName", result.recordedName());
        if (result.environment() != null) {
            body.put("environment", result.environment().toString());
        }
        if (result.evidence() != null) {
            body.put("evidence", result.evidence().toString());
        }
        body.put("examined", result.examined());
        body.put("id", result.id().toString());
        body.put("item", result.item().toString());
        body.put("outcome", result.outcome().id());
        body.put("performedBy", result.performedBy());
        body.put("performedOn", result.performedOn().toString());
        body.put("release", result.releaseId().toString());
        body.put("remarks", result.remarks());
        body.put("revision", result.revision().toString());
        ledger.append("verification-result/1", result.seriesId(), body);
    }

    /** Takes a result back with a reason; the one before it counts again. */
    public void withdraw(Series series, UUID id, String reason, Person person, String via) {
        products.lock(series.id());
        Result result =
                store.result(series.id(), id).orElseThrow(() -> new Problem(404, "verification.result.unknown"));
        reason(reason);
        if (!withdraw(result, person, new Result.Withdrawn(person.name(), now(), reason.strip()))) {
            throw new Problem(409, "verification.withdrawn");
        }
        audit.record(
                person,
                "verification.withdraw",
                series.code(),
                Map.of("outcome", result.outcome().id(), "reason", reason.strip()));
        conclusions.renew(series, whole(series), person, via);
    }

    boolean withdraw(Result result, Person person, Result.Withdrawn how) {
        if (!store.withdraw(result.id(), person, how)) {
            return false;
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", how.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", how.name());
        body.put("id", result.id().toString());
        body.put("reason", how.reason());
        ledger.append("verification-withdrawn/1", result.seriesId(), body);
        return true;
    }

    // Releases

    /** Says whether a release is a major one. The first of a series always is; without a predecessor it counts as the first. */
    public void declare(Series series, Release release, boolean major, String reason, Person person, String via) {
        products.lock(series.id());
        if (!major && release.predecessor() == null) {
            throw new Problem(422, "verification.first", release.name());
        }
        reason(reason);
        ReleaseKind kind = new ReleaseKind(ids.next(), release.id(), major, reason.strip(), person.name(), now());
        put(series, kind, person);
        audit.record(
                person,
                "verification.declare",
                series.code() + " " + release.name(),
                Map.of("major", major, "reason", kind.reason()));
        conclusions.renew(series, whole(series), person, via);
    }

    void put(Series series, ReleaseKind kind, Person person) {
        store.insert(series.id(), kind, person);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", kind.declaredAt().toString());
        body.put("by", person.id().toString());
        body.put("byName", kind.declaredName());
        body.put("id", kind.id().toString());
        body.put("major", Boolean.toString(kind.major()));
        body.put("reason", kind.reason());
        body.put("release", kind.releaseId().toString());
        ledger.append("verification-release/1", series.id(), body);
    }

    // Orders

    /**
     * An order to a provider outside.
     *
     * @param contract null: none is attached
     */
    record NewOrder(
            Release release,
            String provider,
            @Nullable LocalDate listedOn,
            String handling,
            String secrecy,
            String content,
            @Nullable LocalDate orderedOn,
            @Nullable StoredFile contract) {}

    /** What is wrong with an order; that something was not agreed is not. */
    List<Wrong> wrong(NewOrder given) {
        List<Wrong> wrong = new ArrayList<>();
        text(wrong, "provider", given.provider(), LINE_CHARS_MAX, true);
        text(wrong, "handling", given.handling(), TEXT_CHARS_MAX, false);
        text(wrong, "secrecy", given.secrecy(), TEXT_CHARS_MAX, false);
        text(wrong, "content", given.content(), TEXT_CHARS_MAX, false);
        LocalDate on = given.orderedOn();
        if (on == null) {
            wrong.add(Wrong.of("orderedOn", "day"));
        } else if (on.isBefore(FIRST_DAY) || on.isAfter(today())) {
            wrong.add(Wrong.of("orderedOn", "day.past"));
        }
        LocalDate listed = given.listedOn();
        if (listed != null && (listed.isBefore(FIRST_DAY) || listed.isAfter(today()))) {
            wrong.add(Wrong.of("listedOn", "day.past"));
        }
        return wrong;
    }

    /** Records an order that is not {@link #wrong}. */
    public Order order(Series series, NewOrder given, Person person, String via) {
        products.lock(series.id());
        Locale locale = Locale.forLanguageTag(person.language());
        LocalDate on = Objects.requireNonNull(given.orderedOn());
        UUID contract = given.contract() == null
                ? null
                : log.record(
                                document(
                                        series,
                                        given.release(),
                                        messages.get(
                                                locale,
                                                "verification.order.evidence",
                                                given.provider().strip()),
                                        given.contract(),
                                        endOf(on),
                                        person,
                                        via),
                                List.of())
                        .evidence();
        Order order = new Order(
                ids.next(),
                series.id(),
                given.release().id(),
                given.provider().strip(),
                given.listedOn(),
                given.handling().strip(),
                given.secrecy().strip(),
                given.content().strip(),
                on,
                contract,
                person.name(),
                now(),
                null);
        put(order, person);
        audit.record(
                person,
                "verification.order",
                series.code() + " " + given.release().name(),
                Map.of("name", order.provider()));
        conclusions.renew(series, whole(series), person, via);
        return order;
    }

    void put(Order order, Person person) {
        store.insert(order, person);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", order.recordedAt().toString());
        body.put("by", person.id().toString());
        body.put("byName", order.recordedName());
        body.put("content", order.content());
        if (order.evidence() != null) {
            body.put("evidence", order.evidence().toString());
        }
        body.put("handling", order.handling());
        body.put("id", order.id().toString());
        if (order.listedOn() != null) {
            body.put("listedOn", order.listedOn().toString());
        }
        body.put("orderedOn", order.orderedOn().toString());
        body.put("provider", order.provider());
        body.put("release", order.releaseId().toString());
        body.put("secrecy", order.secrecy());
        ledger.append("verification-order/1", order.seriesId(), body);
    }

    /** Takes an order back with a reason; one that has a result stays. */
    public void cancel(Series series, UUID id, String reason, Person person) {
        products.lock(series.id());
        Whole whole = whole(series);
        Order order = store.orders(series.id()).stream()
                .filter(o -> o.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(404, "verification.order.unknown"));
        reason(reason);
        boolean used = whole.results().stream()
                .anyMatch(r -> r.releaseId().equals(order.releaseId())
                        && r.outcome() != Outcome.OMITTED
                        && whole.item(r.item())
                                .filter(i -> i.content().kind() == Kind.OUTSIDE)
                                .isPresent());
        boolean other =
                whole.orders().stream().anyMatch(o -> o.releaseId().equals(order.releaseId()) && !o.id().equals(id));
        if (used && !other) {
            throw new Problem(409, "verification.order.used", order.provider());
        }
        if (!cancel(order, person, new Order.Cancelled(person.name(), now(), reason.strip()))) {
            throw new Problem(409, "verification.order.cancelled", order.provider());
        }
        audit.record(
                person,
                "verification.cancel",
                series.code(),
                Map.of("name", order.provider(), "reason", reason.strip()));
        conclusions.renew(series, whole(series), person, "page");
    }

    boolean cancel(Order order, Person person, Order.Cancelled how) {
        if (!store.cancel(order.id(), person, how)) {
            return false;
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("at", how.at().toString());
        body.put("by", person.id().toString());
        body.put("byName", how.name());
        body.put("id", order.id().toString());
        body.put("reason", how.reason());
        ledger.append("verification-cancelled/1", order.seriesId(), body);
        return true;
    }

    // The plan as a document

    /**
     * Puts the plan down as a document, which proves that there is one.
     *
     * @return code of the evidence
     * @throws Problem 409 when the plan does not reach from design or development to verification, or is as it was
     */
    public String issue(Series series, Person person, String via) {
        products.lock(series.id());
        Whole whole = whole(series);
        Set<Phase> phases =
                whole.current().stream().map(i -> i.content().phase()).collect(Collectors.toSet());
        if (!phases.contains(Phase.VERIFICATION)
                || !(phases.contains(Phase.DESIGN) || phases.contains(Phase.DEVELOPMENT))) {
            throw new Problem(409, "verification.plan.short");
        }
        String signature = Conclusions.hash(papers.signature(whole.current()));
        Edition before = store.edition(series.id());
        if (before != null && before.signature().equals(signature)) {
            throw new Problem(409, "verification.plan.same", before.number());
        }
        int number = before == null ? 1 : before.number() + 1;
        Locale locale = Locale.forLanguageTag(person.language());
        String title = messages.get(locale, "verification.edition", series.code(), number);
        StoredFile file = store(
                "verification-plan-" + series.code() + "-" + number + ".txt",
                papers.plan(series, whole, title, locale));
        Subject subject = new Subject(Subject.Kind.PRODUCT, series.id());
        Slot slot = Slot.of("verification.plan", "");
        Set<UUID> earlier =
                store.editions(series.id()).stream().map(Edition::evidence).collect(Collectors.toSet());
        Set<UUID> replaced = log.history(subject, slot).stream()
                .filter(f -> f.isStanding() && earlier.contains(f.fact().evidence()))
                .map(FactEntry::id)
                .collect(Collectors.toSet());
        var recorded = log.record(
                document(series, null, title, file, now(), person, via),
                List.of(new NewFact(subject, slot, dev.shisa.conformity.Value.word("documented"), title, replaced)));
        store.insert(series.id(), new Edition(recorded.evidence(), number, signature));
        audit.record(
                person,
                "verification.issue",
                series.code(),
                Map.of("number", number, "items", whole.current().size()));
        return recorded.code();
    }

    /** Whether the plan has changed since it was put down last; the number of that edition, 0: never. */
    @Transactional(readOnly = true)
    public Issued issued(Series series, Whole whole) {
        Edition edition = store.edition(series.id());
        return edition == null
                ? new Issued(0, true, "")
                : new Issued(
                        edition.number(),
                        !edition.signature().equals(Conclusions.hash(papers.signature(whole.current()))),
                        log.byId(edition.evidence()).map(EvidenceDetails::code).orElse(""));
    }

    /**
     * The last edition of a plan.
     *
     * @param number 0: there is none
     * @param evidence code
     */
    record Issued(int number, boolean changed, String evidence) {}

    // What others do

    @EventListener
    void on(DesignatedReleaseChanged event) {
        products.byId(event.seriesId()).ifPresent(series -> conclusions.loosen(series, () -> whole(series)));
    }

    @EventListener
    void on(ScanWithdrawn event) {
        products.byId(event.seriesId()).ifPresent(series -> conclusions.loosen(series, () -> whole(series)));
    }

    @EventListener
    void on(FactsChanged event) {
        if (event.cause().equals("fact.withdrawn")) {
            event.slots().stream()
                    .map(slot -> slot.subject())
                    .filter(subject -> subject.kind() != Subject.Kind.ORGANISATION)
                    .distinct()
                    .flatMap(subject -> seriesOf(subject).stream())
                    .forEach(series -> conclusions.loosen(series, () -> whole(series)));
        }
    }

    private java.util.Optional<Series> seriesOf(Subject subject) {
        return subject.kind() == Subject.Kind.PRODUCT
                ? products.byId(subject.id())
                : products.release(subject.id()).flatMap(r -> products.byId(r.seriesId()));
    }

    // Words

    private StoredFile store(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return blobs.store(bytes, name);
    }

    private static NewEvidence document(
            Series series,
            @Nullable Release release,
            String title,
            StoredFile file,
            Instant observed,
            Person person,
            String via) {
        return new NewEvidence(
                EvidenceKind.DOCUMENT,
                Strength.DOCUMENTED,
                Cut.to(title, EvidenceLog.TITLE_CHARS_MAX),
                "",
                "",
                series.id(),
                release == null ? null : release.id(),
                null,
                file,
                Map.of(),
                observed,
                null,
                person,
                person.name(),
                via,
                null);
    }

    private static void reason(String reason) {
        if (reason.isBlank()) {
            throw new Problem(422, "verification.reason");
        }
        limit(reason);
    }

    private static void limit(String text) {
        if (text.length() > TEXT_CHARS_MAX) {
            throw new Problem(422, "evidence.text.long", text.length(), TEXT_CHARS_MAX);
        }
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    /** The end of a day, or now if that is still to come. */
    private Instant endOf(LocalDate day) {
        Instant end = day.plusDays(1).atStartOfDay(Ui.ZONE).toInstant();
        Instant now = now();
        return end.isAfter(now) ? now : end;
    }

    /** Stored times have microseconds; finer ones would differ after reading. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
