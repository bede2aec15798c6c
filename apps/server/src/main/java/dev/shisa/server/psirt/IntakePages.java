package dev.shisa.server.psirt;

import dev.shisa.server.document.Documents;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.People;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Reports that were kept apart; who receives reports, and how long an answer may take. */
@Controller
class IntakePages {

    private static final String KEPT = CaseWords.ALL + "/quarantine";
    static final String RULES = CaseWords.ALL + "/settings";
    private static final int TEXT_SHOWN = 2_000;
    private static final Set<String> DONE = Set.of("aside", "saved");

    private final Reports reports;
    private final Intake intake;
    private final CaseStore store;
    private final People people;
    private final Cases cases;
    private final Blobs blobs;
    private final Documents documents;

    IntakePages(
            Reports reports,
            Intake intake,
            CaseStore store,
            People people,
            Cases cases,
            Blobs blobs,
            Documents documents) {
        this.reports = reports;
        this.intake = intake;
        this.store = store;
        this.people = people;
        this.cases = cases;
        this.blobs = blobs;
        this.documents = documents;
    }

    /** Rules with the line of the audit. */
    @org.springframework.stereotype.Component
    static class Intake {

        private final CaseStore store;
        private final Audit audit;
        private final Documents documents;

        Intake(CaseStore store, Audit audit, Documents documents) {
            this.store = store;
            this.audit = audit;
            this.documents = documents;
        }

        /** False when somebody else has changed them since. */
        @Transactional
        public boolean enter(Rules rules, Person person) {
            if (!store.enter(rules)) {
                return false;
            }
            audit.record(
                    person,
                    "psirt.rules",
                    "",
                    Map.of(
                            "acknowledgeDays", rules.acknowledgeDays(),
                            "statusDays", rules.statusDays(),
                            "fixDays", rules.fixDays(),
                            "acknowledgeMail", rules.acknowledgeMail()));
            documents.follow(ResponseRules.DAYS);
            return true;
        }
    }

    // Quarantine

    @GetMapping(KEPT)
    @Requires(Act.RUN_PSIRT)
    ModelAndView kept(
            @RequestParam(defaultValue = "1") String page,
            @RequestParam(defaultValue = "") String done,
            @ModelAttribute("ui") Ui ui) {
        int total = store.waiting();
        ListPage leaf = ListPage.of(total, page);
        return new ModelAndView("psirt/quarantine")
                .addObject("title", total == 0 ? ui.t("psirt.kept.none") : ui.t("psirt.kept.title", total))
                .addObject(
                        "rows",
                        store.kept(leaf.from(), ListPage.ROWS).stream()
                                .map(k -> row(k, files(k, ui), ui))
                                .toList())
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private List<CaseView.FileRow> files(CaseStore.Kept kept, Ui ui) {
        return store.keptFiles(kept.id()).stream()
                .map(f -> new CaseView.FileRow(
                        f.file().fileName(),
                        KEPT + "/" + kept.id() + "/files/" + f.id(),
                        CasePages.size(f.file().sizeBytes(), ui),
                        ui.minute(f.at()),
                        ""))
                .toList();
    }

    /** A file of a report that is kept apart, hostile or not: handed out as bytes, to those only who look through these. */
    @GetMapping(KEPT + "/{id}/files/{file}")
    @Requires(Act.RUN_PSIRT)
    @Recorded("psirt.kept-file")
    ResponseEntity<Resource> file(@PathVariable UUID id, @PathVariable UUID file) {
        return CasePages.download(store.keptFiles(id), file, blobs);
    }

    private static CaseView.Kept row(CaseStore.Kept kept, List<CaseView.FileRow> files, Ui ui) {
        String text = kept.values().getOrDefault("text", "");
        return new CaseView.Kept(
                kept.id().toString(),
                ui.t("psirt.kept.why." + kept.why()),
                kept.values().getOrDefault("title", ""),
                text.length() > TEXT_SHOWN ? text.substring(0, TEXT_SHOWN) + "…" : text,
                (kept.values().getOrDefault("reporter", "") + " "
                                + kept.values().getOrDefault("contact", ""))
                        .strip(),
                kept.times() == 1 ? "" : ui.t("psirt.kept.times", kept.times()),
                ui.minute(kept.firstAt()),
                kept.values().getOrDefault("encrypted", "").equals("yes"),
                files);
    }

    @PostMapping(KEPT + "/{id}/admit")
    @Requires(Act.RUN_PSIRT)
    ModelAndView admit(@PathVariable UUID id, @AuthenticationPrincipal Person person) {
        return new ModelAndView("redirect:" + CaseWords.here(reports.admit(id, person)) + "?done=opened");
    }

    @PostMapping(KEPT + "/aside")
    @Requires(Act.RUN_PSIRT)
    ModelAndView aside(
            @RequestParam(required = false) @Nullable List<UUID> pick, @AuthenticationPrincipal Person person) {
        reports.aside(pick == null ? List.of() : pick, person);
        return new ModelAndView("redirect:" + KEPT + "?done=aside");
    }

    // Rules

    @GetMapping(RULES)
    @Requires(Act.RUN_PSIRT)
    ModelAndView rules(
            @RequestParam(defaultValue = "") String done, @ModelAttribute("ui") Ui ui, HttpServletRequest request) {
        Rules rules = store.rules();
        return rules(
                Map.of(
                        "acknowledge", "" + rules.acknowledgeDays(),
                        "status", "" + rules.statusDays(),
                        "fix", "" + rules.fixDays(),
                        "mail", rules.acknowledgeMail() ? "1" : "0"),
                rules.onDuty().stream().map(UUID::toString).collect(Collectors.toSet()),
                new Mistakes(),
                done,
                ui,
                request);
    }

    /** What documents in force promise of what is decided here, and whether it is the same. */
    private List<CaseView.Promised> promised(Ui ui) {
        return documents.promised(ResponseRules.DAYS).stream()
                .map(p -> new CaseView.Promised(
                        ui.t("document.known." + p.key()),
                        p.version().revision().content().title(ui.locale()),
                        "/documents/" + p.document().id(),
                        p.said(),
                        p.kept() ? "met" : "recheck",
                        ui.t(p.kept() ? "psirt.rules.promised.same" : "psirt.rules.promised.other")))
                .toList();
    }

    private ModelAndView rules(
            Map<String, String> values,
            Set<String> duty,
            Mistakes mistakes,
            String done,
            Ui ui,
            HttpServletRequest request) {
        return new ModelAndView("psirt/settings")
                .addObject("values", new TreeMap<>(values))
                .addObject("duty", duty)
                .addObject(
                        "people",
                        people.all().stream()
                                .filter(p -> p.can(Act.HANDLE_CASES))
                                .sorted(java.util.Comparator.comparing(Person::name))
                                .map(p -> new Parts.Choice(p.id().toString(), p.name()))
                                .toList())
                .addObject(
                        "now",
                        cases.onDuty().stream().map(Person::name).sorted().toList())
                .addObject("promised", promised(ui))
                .addObject("link", PublicAddress.link(request, PublicReportPages.HERE))
                .addObject("seen", store.rules().version())
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    @PostMapping(RULES)
    @Requires(Act.RUN_PSIRT)
    ModelAndView enter(
            @RequestParam Map<String, String> sent,
            @RequestParam(required = false) @Nullable List<UUID> duty,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletRequest request,
            HttpServletResponse response) {
        Mistakes mistakes = new Mistakes();
        List<UUID> chosen = duty == null ? List.of() : duty.stream().limit(200).toList();
        int acknowledge = days("acknowledge", sent, mistakes, ui);
        int status = days("status", sent, mistakes, ui);
        int fix = days("fix", sent, mistakes, ui);
        String seen = sent.getOrDefault("seen", "0");
        if (mistakes.none()) {
            if (intake.enter(
                    new Rules(
                            acknowledge,
                            status,
                            fix,
                            chosen,
                            // Where the form does not ask, as before.
                            sent.getOrDefault("mail", store.rules().acknowledgeMail() ? "1" : "0")
                                    .equals("1"),
                            seen.matches("\\d{1,9}") ? Integer.parseInt(seen) : 0),
                    person)) {
                return new ModelAndView("redirect:" + RULES + "?done=saved");
            }
            mistakes.add("acknowledge", ui.t("psirt.mistake.changed"));
        }
        response.setStatus(422);
        return rules(sent, chosen.stream().map(UUID::toString).collect(Collectors.toSet()), mistakes, "", ui, request);
    }

    private static int days(String field, Map<String, String> sent, Mistakes mistakes, Ui ui) {
        String typed = sent.getOrDefault(field, "").strip();
        if (typed.matches("\\d{1,3}") && Integer.parseInt(typed) >= 1 && Integer.parseInt(typed) <= Rules.DAYS_MAX) {
            return Integer.parseInt(typed);
        }
        mistakes.add(field, ui.t("psirt.mistake.days", Rules.DAYS_MAX));
        return 1;
    }
}
