package dev.shisa.server.application;

import dev.shisa.server.calendar.Dated;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.TaskKind;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Days of applications and labels on Home: corrections to be answered, fees to be paid, labels to be renewed, notices to be sent. */
@Component
class ApplicationTasks implements TaskSource, Dated {

    private static final int TASKS_MAX = 100;

    private final EntryStore store;
    private final Products products;
    private final Schemes schemes;
    private final Messages messages;
    private final InstantSource clock;

    ApplicationTasks(EntryStore store, Products products, Schemes schemes, Messages messages, InstantSource clock) {
        this.store = store;
        this.products = products;
        this.schemes = schemes;
        this.messages = messages;
        this.clock = clock;
    }

    /** Of the end of the label, {@link LabelDue}. */
    @Override
    public Reminded reminded(Task task) {
        return task.href().contains("/steps/corrections") ? Reminded.BY_NOTHING : Reminded.BY_ITSELF;
    }

    @Override
    public List<Task> tasks(Person person, Locale locale) {
        if (!person.can(Act.PREPARE_APPLICATION)) {
            return List.of();
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        Set<UUID> archived = products.archived();
        List<UUID> ids = store.withEntries().stream()
                .filter(id -> person.sees(id) && !archived.contains(id))
                .toList();
        List<Task> tasks = new ArrayList<>();
        for (Series series : products.byIds(ids)) {
            if (tasks.size() >= TASKS_MAX) {
                break;
            }
            of(series, store.of(series.id()), today, locale, tasks);
        }
        return tasks;
    }

    /** The last days of labels. */
    @Override
    public List<Dated.Day> days(Person person, Locale locale, LocalDate until) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        Set<UUID> archived = products.archived();
        List<Dated.Day> days = new ArrayList<>();
        for (Series series : products.byIds(store.withEntries().stream()
                .filter(id -> person.sees(id) && !archived.contains(id))
                .limit(TASKS_MAX)
                .toList())) {
            LocalDate end = store.of(series.id())
                    .clock(today, schemes.current().renewalMonths())
                    .until();
            if (end != null) {
                days.add(new Dated.Day(
                        "label " + series.id(),
                        end,
                        messages.get(locale, "calendar.label", series.name()),
                        StepPages.here(series) + "/steps/label"));
            }
        }
        return days;
    }

    private void of(Series series, Journal journal, LocalDate today, Locale locale, List<Task> tasks) {
        String here = StepPages.here(series);
        int round = journal.round();
        for (Entry correction : journal.of(round, EntryKind.CORRECTION)) {
            if (journal.state(correction) == Journal.CorrectionState.OPEN) {
                tasks.add(Task.of(
                                TaskKind.CORRECTION,
                                "application:" + correction.id(),
                                "not-met",
                                messages.get(locale, "application.task.correction", correction.value("place")),
                                new Way(
                                        messages.get(locale, "application.task.correction.act"),
                                        here + "/steps/corrections#entry-" + correction.id()))
                        .due(correction.day("due"))
                        .about(series.name())
                        .of(series.id())
                        .needs(Act.PREPARE_APPLICATION));
            }
        }
        boolean unpaid = journal.last(round, EntryKind.ACCEPTED).isPresent()
                && journal.last(round, EntryKind.PAID).isEmpty()
                && journal.last(round, EntryKind.LABEL).isEmpty();
        if (unpaid) {
            tasks.add(task(series, "clock", "fee", null, here + "/steps/accepted", locale));
        }
        for (Entry notice :
                journal.standing().filter(e -> e.kind() == EntryKind.NOTICE).toList()) {
            if (journal.noticeState(notice) == Journal.NoticeState.DRAFT) {
                tasks.add(task(series, "recheck", "notice", null, here + "/changes#notices", locale));
            }
        }
        boolean checked = journal.last(round, EntryKind.CHECKED).isPresent();
        if (journal.last(round, EntryKind.LABEL).isPresent() && !checked) {
            tasks.add(task(series, "unknown", "check", null, here + "/steps/label", locale));
        }
        clock(series, journal, today, here, locale, tasks);
    }

    private void clock(Series series, Journal journal, LocalDate today, String here, Locale locale, List<Task> tasks) {
        LabelClock label = journal.clock(today, schemes.current().renewalMonths());
        boolean renewing =
                journal.label().filter(e -> e.round() < journal.round()).isPresent();
        switch (label.state()) {
            case OPEN_ENDED -> tasks.add(task(series, "recheck", "until", null, here + "/steps/label", locale));
            case RENEW ->
                tasks.add(task(
                        series,
                        "clock",
                        renewing ? "renewing" : "renew",
                        label.until(),
                        here + (renewing ? "" : "/steps/renewal"),
                        locale,
                        String.valueOf(label.until())));
            case EXPIRED ->
                tasks.add(task(
                        series,
                        "not-met",
                        "expired",
                        label.until(),
                        here + (renewing ? "" : "/steps/renewal"),
                        locale,
                        String.valueOf(label.until())));
            case NONE, VALID -> {}
        }
    }

    private Task task(
            Series series,
            String shape,
            String what,
            @Nullable LocalDate due,
            String href,
            Locale locale,
            Object... args) {
        return Task.of(
                        what.equals("expired") ? TaskKind.EXPIRED : TaskKind.APPLICATION,
                        "application:" + series.id() + ":" + what,
                        shape,
                        messages.get(locale, "application.task." + what, args),
                        new Way(messages.get(locale, "application.task." + what + ".act"), href))
                .due(due)
                .about(series.name())
                .of(series.id())
                .needs(Act.PREPARE_APPLICATION);
    }
}
