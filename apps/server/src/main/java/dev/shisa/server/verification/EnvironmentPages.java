package dev.shisa.server.verification;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.verification.VerificationView.EnvironmentForm;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where, and with which versions of which tools, does the organisation verify its products? */
@Controller
class EnvironmentPages {

    static final String HERE = "/organisation/environments";
    private static final Set<String> DONE = Set.of("added", "revised", "retired", "issued");

    private final Environments environments;
    private final Verifications verifications;

    EnvironmentPages(Environments environments, Verifications verifications) {
        this.environments = environments;
        this.verifications = verifications;
    }

    @GetMapping(HERE)
    @Requires(Act.VIEW)
    ModelAndView list(@RequestParam(defaultValue = "") String done, @ModelAttribute("ui") Ui ui) {
        return list(new EnvironmentForm("", "own", "", "", "", 0, ""), new Mistakes(), done, ui);
    }

    private ModelAndView list(EnvironmentForm form, Mistakes mistakes, String done, Ui ui) {
        List<Environment> all = environments.all();
        long live = all.stream().filter(e -> !e.retired()).count();
        long overdue =
                all.stream().filter(e -> e.isOverdue(verifications.today())).count();
        return new ModelAndView("verification/environments")
                .addObject(
                        "title",
                        live == 0
                                ? ui.t("verification.environments.title.none")
                                : overdue > 0
                                        ? ui.t("verification.environments.title.overdue", live, overdue)
                                        : ui.t("verification.environments.title", live))
                .addObject("rows", all.stream().map(e -> row(e, ui)).toList())
                .addObject("any", live > 0)
                .addObject("form", form)
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    private VerificationView.EnvironmentRow row(Environment environment, Ui ui) {
        LocalDate today = verifications.today();
        LocalDate renew = environment.renewOn();
        return new VerificationView.EnvironmentRow(
                environment.name(),
                HERE + "/" + environment.environment(),
                ui.t("verification.place." + environment.place()),
                environment.version(),
                environment.tools().lines().toList(),
                renew == null ? "" : renew.toString(),
                environment.retired() ? "not-applicable" : environment.isOverdue(today) ? "recheck" : "info",
                ui.t(
                        environment.retired()
                                ? "verification.environment.retired"
                                : environment.isOverdue(today)
                                        ? "verification.environment.overdue"
                                        : "verification.environment.live"));
    }

    @GetMapping(HERE + ".{format}")
    @Requires(Act.VIEW)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(@PathVariable String format, @ModelAttribute("ui") Ui ui) {
        return TableFile.of(format, "verification-environments", ui)
                .column("name", "verification.environment.name")
                .column("place", "verification.place")
                .column("version", "verification.environment.version")
                .column("tools", "verification.environment.tools")
                .column("renew", "verification.environment.renew")
                .column("state", "verification.state")
                .download(environments.all().stream()
                        .map(e -> row(e, ui))
                        .map(r -> List.of(
                                r.name(), r.place(), r.version(), String.join("\n", r.tools()), r.renewOn(), r.word()))
                        .toList());
    }

    @PostMapping(HERE)
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView add(
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        EnvironmentForm form = form(fields);
        Mistakes mistakes = new Mistakes();
        Environments.Told told = told(form, mistakes, ui);
        if (mistakes.none()) {
            environments.add(told, person, "page");
            return new ModelAndView("redirect:" + HERE + "?done=added");
        }
        response.setStatus(422);
        return list(form, mistakes, "", ui);
    }

    private static EnvironmentForm form(Map<String, String> fields) {
        String number = fields.getOrDefault("number", "");
        return new EnvironmentForm(
                fields.getOrDefault("name", ""),
                fields.getOrDefault("place", ""),
                fields.getOrDefault("version", ""),
                fields.getOrDefault("tools", ""),
                fields.getOrDefault("renewOn", ""),
                number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : 0,
                fields.getOrDefault("reason", ""));
    }

    private Environments.Told told(EnvironmentForm form, Mistakes mistakes, Ui ui) {
        Environments.Told told = new Environments.Told(
                form.name(),
                form.place(),
                form.version(),
                form.tools(),
                VerificationPages.day("renewOn", form.renewOn(), mistakes, ui));
        VerificationPages.note(environments.wrong(told), mistakes, ui);
        return told;
    }

    @PostMapping(HERE + "/record")
    @Requires(Act.ADD_EVIDENCE)
    String issue(@AuthenticationPrincipal Person person) {
        environments.issue(person, "page");
        return "redirect:" + HERE + "?done=issued";
    }

    @GetMapping(HERE + "/{environment}")
    @Requires(Act.VIEW)
    ModelAndView one(
            @PathVariable UUID environment, @RequestParam(defaultValue = "") String done, @ModelAttribute("ui") Ui ui) {
        Environment present = environments.require(environment);
        EnvironmentForm form = new EnvironmentForm(
                present.name(),
                present.place(),
                present.version(),
                present.tools(),
                present.renewOn() == null ? "" : present.renewOn().toString(),
                present.number(),
                "");
        return one(present, form, new Mistakes(), done, ui);
    }

    private ModelAndView one(Environment present, EnvironmentForm form, Mistakes mistakes, String done, Ui ui) {
        return new ModelAndView("verification/environment")
                .addObject("row", row(present, ui))
                .addObject("retired", present.retired())
                .addObject("number", present.number())
                .addObject("form", form)
                .addObject(
                        "revisions",
                        environments.revisions().stream()
                                .filter(e -> e.environment().equals(present.environment()))
                                .map(e -> new VerificationView.Revision(
                                        ui.minute(e.changedAt()) + " " + e.changedName(),
                                        e.retired()
                                                ? ui.t("verification.environment.retired")
                                                : e.words() + "\n" + e.tools(),
                                        e.reason()))
                                .toList())
                .addObject("mistakes", mistakes)
                .addObject("done", DONE.contains(done) ? done : "");
    }

    @PostMapping(HERE + "/{environment}")
    @Requires(Act.ADD_EVIDENCE)
    ModelAndView revise(
            @PathVariable UUID environment,
            @RequestParam Map<String, String> fields,
            @AuthenticationPrincipal Person person,
            @ModelAttribute("ui") Ui ui,
            HttpServletResponse response) {
        Environment present = environments.require(environment);
        EnvironmentForm form = form(fields);
        Mistakes mistakes = new Mistakes();
        Environments.Told told = told(form, mistakes, ui);
        if (form.reason().isBlank()) {
            mistakes.add("reason", ui.t("verification.wrong.missing"));
        }
        if (mistakes.none()) {
            environments.revise(environment, form.number(), told, form.reason(), person, "page");
            return new ModelAndView("redirect:" + HERE + "/" + environment + "?done=revised");
        }
        response.setStatus(422);
        return one(present, form, mistakes, "", ui);
    }

    @PostMapping(HERE + "/{environment}/retire")
    @Requires(Act.RESOLVE)
    String retire(
            @PathVariable UUID environment,
            @RequestParam(defaultValue = "0") int number,
            @RequestParam(defaultValue = "") String why,
            @AuthenticationPrincipal Person person) {
        environments.retire(environment, number, why, person, "page");
        return "redirect:" + HERE + "?done=retired";
    }
}
