package dev.shisa.server.verification;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** On Home: what failed and waits for its repeat, what is overdue, what only an outside provider can settle. */
@Component
class VerificationTasks implements TaskSource {

    /** More nobody reads; the plans themselves show the rest. */
    private static final int TASKS_MAX = 100;

    private static final int SERIES_MAX = 200;

    private final VerificationStore store;
    private final Verifications verifications;
    private final Environments environments;
    private final Products products;
    private final EvidenceLog log;
    private final Messages messages;
    private final InstantSource clock;

    VerificationTasks(
            VerificationStore store,
            Verifications verifications,
            Environments environments,
            Products products,
            EvidenceLog log,
            Messages messages,
            InstantSource clock) {
        this.store = store;
        this.verifications = verifications;
        this.environments = environments;
        this.products = products;
        this.log = log;
        this.messages = messages;
        this.clock = clock;
    }

    /** It names a test. */
    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.ADD_EVIDENCE)) {
            return List.of();
        }
        List<Task> tasks = new ArrayList<>();
        LocalDate today = verifications.today();
        environments.all().stream()
                .filter(e -> e.isOverdue(today))
                .forEach(e -> tasks.add(Task.of(
                                TaskKind.TEST,
                                "environment:" + e.environment(),
                                "clock",
                                messages.get(locale, "verification.task.environment", e.name()),
                                new Way(
                                        messages.get(locale, "verification.task.environment.act"),
                                        "/organisation/environments/" + e.environment()))
                        .due(e.renewOn())
                        .needs(Act.ADD_EVIDENCE)));
        Set<UUID> archived = products.archived();
        List<UUID> planned = store.series().stream()
                .filter(id -> person.sees(id) && !archived.contains(id))
                .sorted()
                .limit(SERIES_MAX)
                .toList();
        Set<UUID> pressing = new HashSet<>(store.pressing(planned, today));
        pressing.addAll(outside(planned));
        // The whole of a plan is only read where something of it may be a task.
        planned = planned.stream().filter(pressing::contains).toList();
        for (Series series : products.byIds(planned)) {
            of(series, today, locale, tasks);
            if (tasks.size() >= TASKS_MAX) {
                break;
            }
        }
        return tasks.stream().limit(TASKS_MAX).toList();
    }

    /** Those that an outside provider has to verify, as it is answered now. */
    private List<UUID> outside(List<UUID> planned) {
        List<Subject> subjects = planned.stream()
                .map(id -> new Subject(Subject.Kind.PRODUCT, id))
                .toList();
        Map<UUID, Map<Slot, FactEntry>> answers = new HashMap<>();
        Instant now = clock.instant();
        for (Slot slot : List.of(Impact.EFFECTS, Impact.INSIDE)) {
            log.entries(subjects, slot.key().value()).stream()
                    .filter(FactEntry::isStanding)
                    .collect(Collectors.groupingBy(e -> e.subject().id()))
                    .forEach((id, standing) -> FactEntry.leading(standing, now)
                            .ifPresent(leader -> answers.computeIfAbsent(id, subject -> new HashMap<>())
                                    .put(slot, leader)));
        }
        return answers.entrySet().stream()
                .filter(e -> Impact.of(e.getValue(), now).need() == Impact.Need.YES)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void of(Series series, LocalDate today, Locale locale, List<Task> tasks) {
        Whole whole = verifications.whole(series);
        String here = VerificationPages.here(series);
        for (Result failed : whole.failed()) {
            PlanItem item = whole.item(failed.item()).orElseThrow();
            tasks.add(task(TaskKind.NOT_MET, failed.id() + ":failed", "not-met", "failed", item, series, locale)
                    .due(failed.actionDue())
                    .waitsFor(null, failed.actionWho())
                    .led(
                            messages.get(locale, "verification.task.failed.act"),
                            here + "/items/" + item.item() + "?release=" + failed.releaseId()));
        }
        Release release = products.designated(series).orElse(null);
        if (release == null) {
            return;
        }
        for (PlanItem item : whole.current()) {
            LocalDate due = whole.due(item, release);
            if (due != null && due.isBefore(today) && whole.state(item, release.id()) != Whole.State.FAILED) {
                tasks.add(task(TaskKind.TEST, item.item() + ":" + release.id(), "clock", "due", item, series, locale)
                        .due(due)
                        .waitsFor(null, item.content().who()));
            }
        }
        if (whole.impact().need() == Impact.Need.YES && !whole.current().isEmpty() && !whole.isOutside(release)) {
            tasks.add(Task.of(
                            TaskKind.TEST,
                            "verification:" + series.id() + ":outside",
                            "recheck",
                            messages.get(locale, "verification.task.outside", series.name()),
                            new Way(messages.get(locale, "verification.task.outside.act"), here + "/orders"))
                    .about(series.name())
                    .of(series.id())
                    .needs(Act.ADD_EVIDENCE));
        }
    }

    private Task task(
            TaskKind kind, String key, String shape, String what, PlanItem item, Series series, Locale locale) {
        return Task.of(
                        kind,
                        "verification:" + key,
                        shape,
                        messages.get(
                                locale,
                                "verification.task." + what,
                                item.content().title()),
                        new Way(
                                messages.get(locale, "verification.task." + what + ".act"),
                                VerificationPages.here(series) + "/items/" + item.item()))
                .about(series.name())
                .of(series.id())
                .needs(Act.ADD_EVIDENCE);
    }
}
