package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.settings.OrganisationName;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.start.ServerIdentity;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The first start: owner, organisation, first product; the first verdict is the product's own page. */
@Controller
class SetUpPages {

    private static final int KNOCKS_MAX = 60;
    private static final Duration KNOCKS_WINDOW = Duration.ofMinutes(10);
    private static final List<String> STEPS = List.of("owner", "organisation", "product", "verdict");

    private final Accounts accounts;
    private final OneTimeLinks links;
    private final Passwords passwords;
    private final Arrivals arrivals;
    private final Settings settings;
    private final ServerIdentity server;
    private final RateLimits limits;
    private final Audit audit;
    private final TransactionTemplate transaction;

    SetUpPages(
            Accounts accounts,
            OneTimeLinks links,
            Passwords passwords,
            Arrivals arrivals,
            Settings settings,
            ServerIdentity server,
            RateLimits limits,
            Audit audit,
            TransactionTemplate transaction) {
        this.accounts = accounts;
        this.links = links;
        this.passwords = passwords;
        this.arrivals = arrivals;
        this.settings = settings;
        this.server = server;
        this.limits = limits;
        this.audit = audit;
        this.transaction = transaction;
    }

    @GetMapping("/set-up/{secret}")
    @Requires(Act.OPEN)
    ModelAndView owner(@ModelAttribute("ui") Ui ui, @PathVariable String secret, HttpServletRequest request) {
        return ownerForm(ui, secret, link(secret, request), "", "", new Mistakes());
    }

    @PostMapping("/set-up/{secret}")
    @Requires(Act.OPEN)
    ModelAndView createOwner(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        OneTimeLinks.Link link = link(secret, request);
        String typedName = name.strip();
        String typedEmail = email.strip();
        Mistakes mistakes = new Mistakes();
        Accounts.checkName(ui, mistakes, typedName);
        Accounts.checkEmail(ui, mistakes, typedEmail);
        passwords.check(ui, mistakes, password, typedEmail);
        if (!mistakes.none()) {
            response.setStatus(422);
            return ownerForm(ui, secret, link, typedName, typedEmail, mistakes);
        }
        Person owner = accounts.createFirstOwner(secret, typedName, typedEmail, passwords.encode(password), ui.lang());
        arrivals.letIn(owner, Arrival.PASSWORD, request, response);
        return new ModelAndView("redirect:/set-up/organisation");
    }

    @GetMapping("/set-up/organisation")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView organisation(@ModelAttribute("ui") Ui ui) {
        return organisationForm(ui, settings.organisationName(), ui.lang(), new Mistakes());
    }

    @PostMapping("/set-up/organisation")
    @Requires(Act.CHANGE_SETTINGS)
    ModelAndView nameOrganisation(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String organisation,
            @RequestParam(defaultValue = "ja") String language,
            HttpServletResponse response) {
        String name = organisation.strip();
        Mistakes mistakes = new Mistakes();
        OrganisationName.check(ui, mistakes, name);
        if (!mistakes.none()) {
            response.setStatus(422);
            return organisationForm(ui, name, language, mistakes);
        }
        transaction.executeWithoutResult(status -> {
            settings.set(Settings.ORGANISATION_NAME, name);
            audit.record("settings.organisation", name, Map.of());
            Person person = ActInterceptor.signedIn();
            if (person != null && Set.of("ja", "en").contains(language)) {
                accounts.changeOwn(person, person.name(), language);
            }
        });
        PreferencePages.remember(response, "lang", language.equals("en") ? "en" : "ja");
        return new ModelAndView("redirect:/products/new?first=1");
    }

    private OneTimeLinks.Link link(String secret, HttpServletRequest request) {
        limits.knock("link", Source.of(request), KNOCKS_MAX, KNOCKS_WINDOW);
        return links.find(OneTimeLinks.Purpose.SET_UP, secret)
                .filter(link -> !accounts.isSetUp())
                .orElseThrow(() -> new Problem(410, accounts.isSetUp() ? "link.set-up.done" : "link.set-up"));
    }

    private ModelAndView ownerForm(
            Ui ui, String secret, OneTimeLinks.Link link, String name, String email, Mistakes mistakes) {
        long hours = Math.max(1, Duration.between(ui.now(), link.expiresAt()).toHours());
        return new ModelAndView("account/set-up-owner")
                .addObject("steps", steps(ui, 0))
                .addObject("hours", hours)
                .addObject("name", name)
                .addObject("email", email)
                .addObject("mistakes", mistakes)
                .addObject("action", OneTimeLinks.Purpose.SET_UP.path(secret))
                .addObject("server", server);
    }

    private ModelAndView organisationForm(Ui ui, String name, String language, Mistakes mistakes) {
        FactorPolicy policy = FactorPolicy.of(settings);
        return new ModelAndView("account/set-up-organisation")
                .addObject("factorFrom", policy.isAnnounced(ui.now()) ? ui.day(policy.from()) : "")
                .addObject("steps", steps(ui, 1))
                .addObject("organisation", name)
                .addObject("language", language)
                .addObject("mistakes", mistakes);
    }

    private static List<Parts.Step> steps(Ui ui, int now) {
        List<Parts.Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS.size(); i++) {
            Parts.Progress progress =
                    i < now ? Parts.Progress.DONE : i == now ? Parts.Progress.NOW : Parts.Progress.LATER;
            String key = "account.set-up.step." + STEPS.get(i);
            steps.add(new Parts.Step(ui.t(key), ui.t(key + ".help"), progress, null));
        }
        return steps;
    }
}
