package dev.shisa.server.tracker;

import dev.shisa.server.inbox.Inbox;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.record.Cell;
import dev.shisa.server.platform.record.Table;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.TaskSource;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.platform.web.Ui;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 要対応 › 外に送ったもの: what is worked on in a tracker, and how does it stand there? */
@Controller
class IssuePages {

    private static final int FILE_MAX = 10_000;

    private final Issues issues;
    private final Trackers trackers;
    private final Inbox inbox;
    private final IssueWords words;

    IssuePages(Issues issues, Trackers trackers, Inbox inbox, IssueWords words) {
        this.issues = issues;
        this.trackers = trackers;
        this.inbox = inbox;
        this.words = words;
    }

    @GetMapping(Issues.HERE)
    @Requires(Act.VIEW)
    ModelAndView list(
            @RequestParam(defaultValue = "1") String page,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui) {
        int total = issues.count(person);
        ListPage leaf = ListPage.of(total, page);
        return new ModelAndView("tracker/sent")
                .addObject("table", table(ui).shown(rows(ui, person, leaf.from(), ListPage.ROWS), Issues.HERE + ".csv"))
                .addObject("total", total)
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", Query.of(Issues.HERE).pageHref());
    }

    @GetMapping(Issues.HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        return table(ui).download(format, "shisa-sent-" + ui.day(ui.now()), rows(ui, person, 0, FILE_MAX));
    }

    private List<TrackerView.One> rows(Ui ui, Person person, int from, int most) {
        Map<UUID, String> names = new HashMap<>();
        return issues.page(person, from, most).stream()
                .map(one -> view(
                        ui,
                        one,
                        names.computeIfAbsent(
                                one.issue().tracker(),
                                id -> trackers.byId(id).map(Tracker::name).orElse(""))))
                .toList();
    }

    private static Table<TrackerView.One> table(Ui ui) {
        return Table.<TrackerView.One>of(ui, ui.t("tracker.sent"))
                .column("title", "tracker.sent.title", one -> Cell.link(one.title(), Issues.HERE + "/" + one.id()))
                .text("tracker", "tracker.word", TrackerView.One::tracker)
                .text("key", "tracker.sent.key", TrackerView.One::key)
                .column("state", "tracker.sent.state", one -> Cell.of(one.words()))
                .text("assignee", "tracker.sent.assignee", TrackerView.One::assignee)
                .text("sent", "tracker.sent.by", TrackerView.One::sent);
    }

    @GetMapping(Issues.ONE)
    @Requires(Act.VIEW)
    ModelAndView one(@PathVariable String issue, @AuthenticationPrincipal Person person, @ModelAttribute("ui") Ui ui) {
        Issues.Seen seen = Typed.id(issue)
                .map(id -> issues.require(id, person))
                .orElseThrow(() -> new Problem(404, "tracker.issue.unknown"));
        Optional<Tracker> tracker = trackers.byId(seen.issue().tracker());
        String name = tracker.map(Tracker::name).orElse("");
        Optional<TaskSource.Task> task = inbox.one(
                        TaskSource.Task.mark(seen.issue().task()), person, ui.locale())
                .map(Inbox.Entry::task);
        boolean may = person.can(Act.TALK) && seen.issue().end() == null;
        Issue.Step step = seen.stand().step();
        return new ModelAndView("tracker/issue")
                .addObject("one", view(ui, seen, name))
                .addObject(
                        "acts",
                        new TrackerView.Acts(
                                may && seen.stand().news(),
                                may
                                        && tracker.filter(one -> !one.removed()).isPresent()
                                        && (step == Issue.Step.UNCLEAR || step == Issue.Step.FAILED),
                                may && step != Issue.Step.GOING,
                                task.map(one -> "/tasks/" + TaskSource.Task.mark(one.key()))
                                        .orElse(null),
                                task.map(one -> changed(ui, seen.issue(), one)).orElse("")));
    }

    /** What has changed here since; a tracker is told only what a person sends. */
    private static String changed(Ui ui, Issue sent, TaskSource.Task now) {
        LocalDate due = now.due();
        List<String> changes = new ArrayList<>();
        if (!Objects.equals(sent.due(), due)) {
            changes.add(ui.t(
                    "tracker.changed.due",
                    sent.due() == null ? ui.t("tracker.changed.none") : ui.dayInWords(sent.due()),
                    due == null ? ui.t("tracker.changed.none") : ui.dayInWords(due)));
        }
        return String.join(" ", changes);
    }

    private TrackerView.One view(Ui ui, Issues.Seen one, String tracker) {
        Issue.Stand stand = one.stand();
        Instant seen = stand.seen();
        return new TrackerView.One(
                one.issue().id().toString(),
                one.issue().title(),
                tracker,
                stand.there().key(),
                stand.there().url(),
                IssueWords.shape(stand),
                words.stand(ui.locale(), stand, tracker),
                stand.there().assignee(),
                ui.t(
                        "monitoring.made.by",
                        ui.minute(one.issue().made().at()),
                        one.issue().made().byName()),
                seen == null ? null : ui.minute(seen));
    }
}
