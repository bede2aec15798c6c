package dev.shisa.server.notice;

import dev.shisa.server.application.LabelDue;
import dev.shisa.server.platform.doctor.Doctor;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.vulnerability.KnownVulnerabilities;
import dev.shisa.server.vulnerability.OverdueFindings;
import dev.shisa.server.vulnerability.SourceState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks for what becomes so by the passing of time, which no event says: what is overdue, too old, or not well. */
@Component
class NoticeWatch {

    private static final String SOURCE = "source:";
    private static final String CHECK = "check:";

    /** Findings that became overdue longer ago are no news. */
    private static final int OVERDUE_DAYS = 31;

    /** Checks whose failing endangers what is stored. */
    private static final Set<String> DANGEROUS = Set.of("backup", "restore-proof", "outbox", "disk", "database");

    /** What the doctor says of the sources, and of the way of notices, is told in its own words or would go round in circles. */
    private static final Set<String> TOLD_OTHERWISE = Set.of("feeds");

    private final Notices notices;
    private final NoticeStore store;
    private final OverdueFindings overdue;
    private final LabelDue labels;
    private final KnownVulnerabilities known;
    private final Doctor doctor;
    private final Products products;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    NoticeWatch(
            Notices notices,
            NoticeStore store,
            OverdueFindings overdue,
            LabelDue labels,
            KnownVulnerabilities known,
            Doctor doctor,
            Products products,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.notices = notices;
        this.store = store;
        this.overdue = overdue;
        this.labels = labels;
        this.known = known;
        this.doctor = doctor;
        this.products = products;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 900_000, initialDelay = 120_000)
    void look() {
        List<Doctor.Result> bad = doctor.lately().bad();
        transaction.executeWithoutResult(status -> {
            findings();
            labels();
            sources();
            health(bad);
        });
    }

    private void findings() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        Set<UUID> archived = products.archived();
        List<OverdueFindings.Overdue> late = overdue.between(today.minusDays(OVERDUE_DAYS), today).stream()
                .filter(one -> !archived.contains(one.seriesId()))
                .toList();
        Map<UUID, Series> series =
                products
                        .byIds(late.stream()
                                .map(OverdueFindings.Overdue::seriesId)
                                .distinct()
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(Series::id, Function.identity()));
        for (OverdueFindings.Overdue one : late) {
            Series of = series.get(one.seriesId());
            String release =
                    products.release(one.releaseId()).map(r -> r.name()).orElse("");
            if (of != null) {
                notices.tell(new Happening(
                        NoticeKind.FINDINGS_LATE,
                        "findings-late:" + one.releaseId() + ":" + one.due(),
                        one.seriesId(),
                        one.releaseId().toString(),
                        null,
                        false,
                        one.count(),
                        true,
                        List.of(release, one.vulnerability(), one.due().toString()),
                        "/products/" + NoticeEvents.encoded(of.code()) + "/vulnerabilities?only=late&release="
                                + one.releaseId()));
            }
        }
    }

    /** Each reminder once for a label. */
    private void labels() {
        for (LabelDue.Due due : labels.now()) {
            notices.tell(new Happening(
                    NoticeKind.LABEL,
                    "label:" + due.series().id() + ":" + due.until() + ":" + due.what(),
                    due.series().id(),
                    due.until().toString(),
                    null,
                    false,
                    1,
                    due.isUrgent(),
                    List.of(due.what(), due.number(), due.until().toString()),
                    due.href()));
        }
    }

    private void sources() {
        List<String> old = known.sources().stream()
                .filter(SourceState::tooOld)
                .map(state -> state.source().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        begun(SOURCE, old)
                .forEach(id -> notices.tell(new Happening(
                        NoticeKind.SOURCE_OLD,
                        SOURCE + id + ":" + now(),
                        null,
                        id,
                        null,
                        false,
                        1,
                        false,
                        List.of(id),
                        "/vulnerabilities/sources/" + id)));
    }

    private void health(List<Doctor.Result> found) {
        Map<String, List<String>> bad = new TreeMap<>();
        found.stream()
                .filter(result -> !TOLD_OTHERWISE.contains(result.id()))
                .forEach(result -> bad.put(
                        result.id() + "/" + result.finding().code(),
                        Stream.concat(
                                        Stream.of(result.id(), result.finding().code()),
                                        result.finding().args().stream().map(String::valueOf))
                                .toList()));
        begun(CHECK, List.copyOf(bad.keySet())).forEach(key -> {
            List<String> words = bad.getOrDefault(key, List.of());
            String id = words.getFirst();
            notices.tell(new Happening(
                    NoticeKind.HEALTH,
                    CHECK + key + ":" + now(),
                    null,
                    id,
                    null,
                    false,
                    1,
                    DANGEROUS.contains(id),
                    words,
                    "/doctor#" + id));
        });
    }

    /** Those that were well at the last look. */
    private List<String> begun(String start, List<String> present) {
        store.endAllBut(start, present.stream().map(id -> start + id).toList());
        return present.stream().filter(id -> store.begins(start + id, now())).toList();
    }

    private Instant now() {
        return clock.instant();
    }
}
