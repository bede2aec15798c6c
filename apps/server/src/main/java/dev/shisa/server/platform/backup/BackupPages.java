package dev.shisa.server.platform.backup;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.age.AgeIdentity;
import dev.shisa.server.platform.age.AgeRecipient;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.jobs.WorkStage;
import dev.shisa.server.platform.transaction.Effects;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 設定 › バックアップ: are there backups that can be restored, and what makes them by itself? */
@Controller
class BackupPages {

    private static final int RUNS_SHOWN = 20;
    private static final int SECRET_LENGTH_MAX = 1_000;
    private static final String PATH = "/settings/backup";

    private final BackupPlans plans;
    private final BackupRunner runner;
    private final BackupSchedule schedule;
    private final RunStore runs;
    private final Audit audit;
    private final Messages messages;

    BackupPages(
            BackupPlans plans,
            BackupRunner runner,
            BackupSchedule schedule,
            RunStore runs,
            Audit audit,
            Messages messages) {
        this.plans = plans;
        this.runner = runner;
        this.schedule = schedule;
        this.runs = runs;
        this.audit = audit;
        this.messages = messages;
    }

    @GetMapping(PATH)
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView show(@ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String done) {
        BackupForm form = plans.get().map(BackupForm::of).orElseGet(BackupForm::empty);
        return page(ui, form, plans.version(), new Mistakes(), false, done);
    }

    /** Only the progress, for a page that is open; tells it to load again when the run is over. */
    @GetMapping(PATH + "/progress")
    @Requires(Act.CHANGE_SETTINGS)
    Object progress(@ModelAttribute("ui") Ui ui) {
        BackupRunner.Running running = runner.running().orElse(null);
        return running == null
                ? ResponseEntity.noContent().header("HX-Refresh", "true").build()
                : new ModelAndView("backup/now").addObject("now", now(ui, new Words(messages, ui.locale()), running));
    }

    @GetMapping(PATH + "/runs.{format}")
    @Requires(Act.CHANGE_SETTINGS)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(@PathVariable String format, @ModelAttribute("ui") Ui ui) {
        Words words = new Words(messages, ui.locale());
        return TableFile.of(format, "shisa-backups-" + ui.day(ui.now()), ui)
                .column("at", "backup.when")
                .column("what", "backup.file.what")
                .column("outcome", "backup.outcome")
                .column("result", "backup.result")
                .column("took", "backup.file.took")
                .download((most, lines) -> runs.latest(most).stream()
                        .map(run -> row(ui, words, run))
                        .forEach(row -> lines.accept(
                                List.of(row.when(), row.what(), row.outcome(), row.result(), row.took()))));
    }

    @PostMapping(PATH)
    @Requires(Act.CHANGE_SETTINGS)
    @Transactional
    ModelAndView save(
            @ModelAttribute("ui") Ui ui,
            @ModelAttribute BackupForm form,
            @RequestParam(defaultValue = "0") int version,
            HttpServletResponse response) {
        Mistakes mistakes = new Mistakes();
        Optional<BackupPlan> plan = read(ui, form, mistakes);
        if (plan.isEmpty()) {
            response.setStatus(422);
            return page(ui, form, version, mistakes, false, "");
        }
        if (!plans.put(version, plan)) {
            response.setStatus(409);
            return page(ui, form, plans.version(), mistakes, true, "");
        }
        boolean drills = form.withPassphrase() || !form.identity().isEmpty() || keptIdentityFits(plan.get());
        Effects.afterCommit(() -> keepSecrets(form, plan.get()));
        schedule.planned(plan, drills);
        audit.record(
                "settings.backup",
                plan.get().folder(),
                Map.of(
                        "hour", plan.get().hour(),
                        "keep", plan.get().retention().toString(),
                        "key",
                                plan.get().withPassphrase()
                                        ? "passphrase"
                                        : plan.get().recipient()));
        return new ModelAndView("redirect:" + PATH + "?done=saved");
    }

    @PostMapping(PATH + "/stop")
    @Requires(Act.CHANGE_SETTINGS)
    @Transactional
    ModelAndView stop(@RequestParam(defaultValue = "0") int version) {
        BackupPlan plan = plan();
        if (!plans.put(version, Optional.empty())) {
            throw new Problem(409, "parameter.changed-meanwhile");
        }
        schedule.planned(Optional.empty(), false);
        audit.record("settings.backup-stop", plan.folder(), Map.of());
        return new ModelAndView("redirect:" + PATH + "?done=stopped");
    }

    @PostMapping(PATH + "/run")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView run() {
        runner.start(plan(), Run.Kind.BACKUP, Run.Cause.PAGE, done -> {});
        return new ModelAndView("redirect:" + PATH);
    }

    @PostMapping(PATH + "/drill")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView drill() {
        BackupPlan plan = plan();
        if (!plans.canDrill(plan)) {
            throw new Problem(409, "backup.no-drill-key");
        }
        runner.start(plan, Run.Kind.DRILL, Run.Cause.PAGE, done -> {});
        return new ModelAndView("redirect:" + PATH);
    }

    private BackupPlan plan() {
        return plans.get().orElseThrow(() -> new Problem(409, "backup.no-plan"));
    }

    // ---- the form --------------------------------------------------------------------------------

    private Optional<BackupPlan> read(Ui ui, BackupForm form, Mistakes mistakes) {
        checkFolder(ui, form.folder(), mistakes);
        if (form.withPassphrase()) {
            int length = form.passphrase().length();
            boolean none = length == 0 && !plans.hasPassphrase();
            boolean wrong = length > 0 && (length < BackupKey.PASSPHRASE_LENGTH_MIN || length > SECRET_LENGTH_MAX);
            if (none || wrong || form.passphrase().contains("\n")) {
                mistakes.add(
                        "passphrase", ui.t("backup.form.passphrase.wrong", length, BackupKey.PASSPHRASE_LENGTH_MIN));
            }
        } else {
            Optional<AgeRecipient> recipient = AgeRecipient.parse(form.recipient());
            if (recipient.isEmpty()) {
                mistakes.add("recipient", ui.t("backup.form.recipient.wrong"));
            }
            if (!form.identity().isEmpty()) {
                Optional<AgeIdentity> identity = AgeIdentity.parse(form.identity());
                if (identity.isEmpty()) {
                    mistakes.add("identity", ui.t("backup.form.identity.wrong"));
                } else if (recipient.isPresent() && !identity.get().recipient().equals(recipient.get())) {
                    mistakes.add("identity", ui.t("backup.form.identity.other"));
                }
            }
        }
        int hour = number(ui, mistakes, "hour", form.hour(), 0, 23);
        int daily = number(ui, mistakes, "daily", form.daily(), 1, Retention.MAX);
        int weekly = number(ui, mistakes, "weekly", form.weekly(), 0, Retention.MAX);
        int monthly = number(ui, mistakes, "monthly", form.monthly(), 0, Retention.MAX);
        return mistakes.none()
                ? Optional.of(new BackupPlan(
                        Path.of(form.folder()).normalize().toString(),
                        form.withPassphrase() ? "" : form.recipient(),
                        hour,
                        daily,
                        weekly,
                        monthly))
                : Optional.empty();
    }

    /** Only what can be seen without the key: the first run tells the rest. */
    private void checkFolder(Ui ui, String text, Mistakes mistakes) {
        Path folder;
        try {
            folder = Path.of(text).normalize();
        } catch (InvalidPathException e) {
            mistakes.add("folder", ui.t("backup.form.folder.wrong"));
            return;
        }
        if (text.isEmpty() || !folder.isAbsolute()) {
            mistakes.add("folder", ui.t("backup.form.folder.wrong"));
        } else if (folder.startsWith(plans.data())) {
            mistakes.add("folder", ui.t("backup.form.folder.inside", plans.data()));
        } else {
            Path there = folder;
            while (there != null && !Files.exists(there)) {
                there = there.getParent();
            }
            if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
                mistakes.add("folder", ui.t("backup.form.folder.not-writable", String.valueOf(there)));
            }
        }
    }

    private static int number(Ui ui, Mistakes mistakes, String field, String text, int least, int most) {
        if (text.matches("[0-9]{1,6}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        mistakes.add(field, ui.t("backup.form.number", text, least, most));
        return least;
    }

    /** The new one first: when the disk has no room for it, the one before is still there. */
    private void keepSecrets(BackupForm form, BackupPlan plan) {
        if (plan.withPassphrase()) {
            if (!form.passphrase().isEmpty()) {
                plans.keep(plans.passphraseFile(), form.passphrase());
            }
            plans.forget(plans.identityFile());
        } else {
            if (!form.identity().isEmpty()) {
                plans.keep(plans.identityFile(), form.identity());
            } else if (!keptIdentityFits(plan)) {
                plans.forget(plans.identityFile());
            }
            plans.forget(plans.passphraseFile());
        }
    }

    private boolean keptIdentityFits(BackupPlan plan) {
        return plans.hasIdentity()
                && BackupKey.identityFile(plans.identityFile()) instanceof BackupKey.Identities kept
                && kept.identities().getFirst().recipient().toString().equals(plan.recipient());
    }

    // ---- the page --------------------------------------------------------------------------------

    private ModelAndView page(Ui ui, BackupForm form, int version, Mistakes mistakes, boolean stale, String done) {
        Words words = new Words(messages, ui.locale());
        Optional<BackupPlan> plan = plans.get();
        List<Run> latest = runs.latest(RUNS_SHOWN);
        return new ModelAndView("backup/backup")
                .addObject("title", title(ui, plan))
                .addObject("lead", lead(ui))
                .addObject("planned", plan.isPresent())
                .addObject("next", schedule.next().map(ui::minute).orElse(""))
                .addObject("nextDrill", schedule.nextDrill().map(ui::minute).orElse(""))
                .addObject("canDrill", plan.map(plans::canDrill).orElse(false))
                .addObject("form", form)
                .addObject("hasPassphrase", plans.hasPassphrase())
                .addObject("hasIdentity", plans.hasIdentity())
                .addObject("version", version)
                .addObject("stale", stale)
                .addObject("done", done)
                .addObject("mistakes", mistakes)
                .addObject(
                        "runs", latest.stream().map(run -> row(ui, words, run)).toList())
                .addObject(
                        "now", runner.running().map(now -> now(ui, words, now)).orElse(null));
    }

    private String title(Ui ui, Optional<BackupPlan> plan) {
        Optional<Run> made = runs.lastMade();
        if (made.isPresent()) {
            return ui.t("backup.title.last", ui.minute(made.get().finishedAt()));
        }
        return ui.t(plan.isPresent() ? "backup.title.none-yet" : "backup.title.none");
    }

    private String lead(Ui ui) {
        return runs.lastProven()
                .map(run -> ui.t("backup.lead.proven", ui.minute(run.finishedAt()), run.backup()))
                .orElseGet(() -> ui.t("backup.lead.not-proven"));
    }

    private static BackupView.Now now(Ui ui, Words words, BackupRunner.Running running) {
        return new BackupView.Now(
                ui.t("backup.now." + running.kind().id()), words.stage(running.stage()), running.stage());
    }

    private static BackupView.RunRow row(Ui ui, Words words, Run run) {
        String state = switch (run.outcome()) {
            case OK -> "met";
            case INCOMPLETE -> "recheck";
            case FAILED -> "not-met";
        };
        return new BackupView.RunRow(
                ui.minute(run.finishedAt()),
                ui.t("backup.kind." + run.kind().id())
                        + ui.t("backup.cause." + run.cause().id()),
                state,
                ui.t("backup.outcome." + run.outcome().id()),
                result(ui, words, run),
                ui.t("backup.took", run.duration().toSeconds()));
    }

    private static String result(Ui ui, Words words, Run run) {
        if (run.outcome() == Run.Outcome.FAILED) {
            return words.problem(run.text("code"), run.names("args"));
        }
        String counts = ui.t(
                "backup.counts",
                run.backup(),
                run.count("tables"),
                run.count("rows"),
                run.count("files"),
                WorkStage.size(run.count("bytes")));
        String written = run.kind() == Run.Kind.BACKUP
                ? " "
                        + ui.t(
                                "backup.counts.new",
                                run.count("newFiles"),
                                WorkStage.size(run.count("newBytes") + run.count("stateBytes")))
                : "";
        String gaps = run.outcome() == Run.Outcome.INCOMPLETE
                ? " "
                        + ui.t(
                                "backup.counts.gaps",
                                run.names("missing").size()
                                        + run.names("damaged").size())
                : "";
        return counts + written + gaps;
    }
}
