package dev.shisa.server.ledger;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.jobs.LongWorks;
import dev.shisa.server.platform.jobs.WorkStage;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** Is everything as it was recorded? */
@Controller
class CheckPages {

    private static final int SHOWN_MAX = 10;

    private final CheckStore store;
    private final Checker checker;
    private final JsonMapper json;

    CheckPages(CheckStore store, Checker checker, JsonMapper json) {
        this.store = store;
        this.checker = checker;
        this.json = json;
    }

    @GetMapping("/records/check")
    @Requires(Act.READ_AUDIT)
    ModelAndView page(@ModelAttribute("ui") Ui ui) {
        List<CheckStore.Done> done = store.last(SHOWN_MAX);
        CheckStore.Done last = done.isEmpty() ? null : done.getFirst();
        WorkStage running = checker.running().orElse(null);
        return new ModelAndView("ledger/check")
                .addObject("last", last == null ? null : view(ui, last))
                .addObject(
                        "earlier",
                        done.stream().skip(1).map(check -> view(ui, check)).toList())
                .addObject("work", running == null ? null : work(ui, running))
                .addObject(
                        "failure",
                        checker.failure()
                                .or(() -> checker.brokenOff().map(off -> brokenOff(ui, off)))
                                .orElse(null));
    }

    /** Only the progress, for a page that is open; tells it to load again when the check is done. */
    @GetMapping("/records/check/progress")
    @Requires(Act.READ_AUDIT)
    Object progress(@ModelAttribute("ui") Ui ui) {
        WorkStage running = checker.running().orElse(null);
        return running == null
                ? ResponseEntity.noContent().header("HX-Refresh", "true").build()
                : new ModelAndView("ledger/check-progress").addObject("work", work(ui, running));
    }

    @PostMapping("/records/check")
    @Requires(Act.READ_AUDIT)
    String begin() {
        checker.begin(ActInterceptor.signedIn());
        return "redirect:/records/check";
    }

    @GetMapping(path = "/records/check.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Act.READ_AUDIT)
    @Recorded("take.list")
    ResponseEntity<byte[]> report() {
        return store.last()
                .map(last ->
                        RecordPages.file("shisa-check-" + last.id() + ".json", json.writeValueAsBytes(last.report())))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private static CheckView.Work work(Ui ui, WorkStage running) {
        return new CheckView.Work(ui.t("ledger.check.stage." + running.id()), running);
    }

    private static String brokenOff(Ui ui, LongWorks.BrokenOff off) {
        WorkStage at = off.stage();
        return ui.t(
                "ledger.check.broken-off",
                ui.minute(off.since()),
                at.number(),
                at.stages(),
                ui.t("ledger.check.stage." + at.id()));
    }

    private static CheckView view(Ui ui, CheckStore.Done done) {
        CheckReport report = done.report();
        return new CheckView(
                done.by().isEmpty() ? ui.t("ledger.check.by-itself") : done.by(),
                report,
                report.differences().stream()
                        .map(difference -> row(ui, difference))
                        .toList());
    }

    private static CheckView.Row row(Ui ui, Difference difference) {
        Object[] args = difference.args().toArray();
        return new CheckView.Row(
                ui.t("ledger.difference." + difference.code(), args),
                ui.t("ledger.difference." + difference.code() + ".fix", args),
                difference.place(),
                number(difference));
    }

    private static @Nullable String number(Difference difference) {
        return difference.log() == null || difference.leaf() == null
                ? null
                : difference.log() + "-" + difference.leaf();
    }
}
