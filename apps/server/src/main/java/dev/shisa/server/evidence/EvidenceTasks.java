package dev.shisa.server.evidence;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.HomeSide;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchSource;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What evidence puts on Home and into the search: confirmations that wait for the person, evidence that runs out. */
@Component
class EvidenceTasks implements TaskSource, HomeSide, SearchSource {

    /** More waiting confirmations than this become one task. */
    private static final int ROWS_MAX = 3;

    private static final int EXPIRY_DAYS = 30;
    private static final int SIDE_DAYS = 90;
    private static final int EXPIRING_MAX = 10;

    private final EvidenceLog log;
    private final Products products;
    private final Messages messages;
    private final InstantSource clock;

    EvidenceTasks(EvidenceLog log, Products products, Messages messages, InstantSource clock) {
        this.log = log;
        this.products = products;
        this.messages = messages;
        this.clock = clock;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        List<Task> tasks = new ArrayList<>();
        if (person.can(Act.CONFIRM)) {
            List<EvidenceSummary> waiting = log.waitingFor(person);
            if (waiting.size() > ROWS_MAX) {
                tasks.add(new Task(
                        "user",
                        messages.get(locale, "evidence.task.confirm-many", waiting.size()),
                        null,
                        person.name(),
                        messages.get(locale, "evidence.task.confirm-many.about"),
                        messages.get(locale, "evidence.task.confirm.act"),
                        "/confirm"));
            } else {
                waiting.forEach(e -> tasks.add(new Task(
                        "user",
                        messages.get(locale, "evidence.task.confirm", e.title()),
                        null,
                        person.name(),
                        about(e, locale),
                        messages.get(locale, "evidence.task.confirm.act"),
                        "/evidence/" + e.code())));
            }
        }
        if (person.can(Act.ADD_EVIDENCE)) {
            for (EvidenceSummary e : expiring(person, EXPIRY_DAYS)) {
                tasks.add(new Task(
                        "clock",
                        messages.get(locale, "evidence.task.expiring", e.title()),
                        lastDay(e),
                        e.submittedName(),
                        about(e, locale),
                        messages.get(locale, "evidence.task.expiring.act"),
                        "/evidence/" + e.code()));
            }
        }
        return tasks;
    }

    @Override
    public Block block() {
        return Block.DUE;
    }

    @Override
    public List<Row> rows(Person person, Locale locale) {
        List<Row> rows = new ArrayList<>();
        for (EvidenceSummary e : expiring(person, SIDE_DAYS)) {
            Instant until = e.validUntil();
            LocalDate day = lastDay(e);
            if (until != null && day != null) {
                boolean urgent = until.isBefore(clock.instant().plus(java.time.Duration.ofDays(EXPIRY_DAYS)));
                rows.add(new Row("", e.title(), "/evidence/" + e.code(), day.toString(), urgent, until));
            }
        }
        return rows;
    }

    @Override
    public int position() {
        return 30;
    }

    @Override
    public String id() {
        return "evidence";
    }

    @Override
    public List<Hit> search(String query, Person person, Locale locale, int atMost) {
        EvidenceFilter filter = new EvidenceFilter(
                person.series(),
                null,
                query,
                null,
                null,
                null,
                null,
                EvidenceFilter.Sort.RECORDED,
                true,
                0,
                Math.clamp(atMost, 1, 100));
        return log.search(filter).stream()
                .map(e -> new Hit(e.title(), about(e, locale), "/evidence/" + e.code()))
                .toList();
    }

    private List<EvidenceSummary> expiring(Person person, int days) {
        return log
                .search(new EvidenceFilter(
                        person.series(),
                        null,
                        "",
                        null,
                        null,
                        days,
                        null,
                        EvidenceFilter.Sort.EXPIRY,
                        false,
                        0,
                        EXPIRING_MAX))
                .stream()
                .filter(e -> e.standing() > 0)
                .toList();
    }

    private String about(EvidenceSummary e, Locale locale) {
        String product = e.seriesId() == null
                ? messages.get(locale, "evidence.organisation")
                : products.byId(e.seriesId()).map(Series::name).orElse("");
        return messages.get(locale, "evidence.task.about", product, e.code());
    }

    private static @Nullable LocalDate lastDay(EvidenceSummary e) {
        Instant until = e.validUntil();
        return until == null ? null : until.minusMillis(1).atZone(Ui.ZONE).toLocalDate();
    }
}
