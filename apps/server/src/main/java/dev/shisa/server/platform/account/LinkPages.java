package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.start.ServerIdentity;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What a colleague opens with an invitation or a reset link: choosing a password, then in, or to the second step. */
@Controller
class LinkPages {

    private static final int KNOCKS_MAX = 60;
    private static final Duration KNOCKS_WINDOW = Duration.ofMinutes(10);

    private final Accounts accounts;
    private final Passwords passwords;
    private final SecondFactors secondFactors;
    private final Arrivals arrivals;
    private final RateLimits limits;
    private final SignInPolicy policy;
    private final IdentityProviderStore providers;
    private final OidcFlow flow;
    private final SignInAddress address;
    private final ServerIdentity server;

    LinkPages(
            Accounts accounts,
            Passwords passwords,
            SecondFactors secondFactors,
            Arrivals arrivals,
            RateLimits limits,
            SignInPolicy policy,
            IdentityProviderStore providers,
            OidcFlow flow,
            SignInAddress address,
            ServerIdentity server) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.secondFactors = secondFactors;
        this.arrivals = arrivals;
        this.limits = limits;
        this.policy = policy;
        this.providers = providers;
        this.flow = flow;
        this.address = address;
        this.server = server;
    }

    @GetMapping("/invitation/{secret}")
    @Requires(Act.OPEN)
    ModelAndView invitation(@PathVariable String secret, HttpServletRequest request) {
        return form(OneTimeLinks.Purpose.INVITATION, secret, new Mistakes(), request);
    }

    @PostMapping("/invitation/{secret}")
    @Requires(Act.OPEN)
    ModelAndView join(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return choose(ui, OneTimeLinks.Purpose.INVITATION, secret, password, request, response);
    }

    @GetMapping("/reset/{secret}")
    @Requires(Act.OPEN)
    ModelAndView reset(@PathVariable String secret, HttpServletRequest request) {
        return form(OneTimeLinks.Purpose.RESET, secret, new Mistakes(), request);
    }

    @PostMapping("/reset/{secret}")
    @Requires(Act.OPEN)
    ModelAndView renew(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String secret,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return choose(ui, OneTimeLinks.Purpose.RESET, secret, password, request, response);
    }

    private ModelAndView choose(
            Ui ui,
            OneTimeLinks.Purpose purpose,
            String secret,
            String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        Account account = holder(purpose, secret, request);
        if (!takesPassword(purpose, account)) {
            throw new Problem(409, "sign-in.providers-only");
        }
        Mistakes mistakes = new Mistakes();
        passwords.check(ui, mistakes, password, account.email(), account.name());
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(purpose, secret, account, mistakes, request);
        }
        Person person = accounts.choosePassword(purpose, secret, passwords.encode(password));
        return secondFactors.isAskedOf(person.id())
                ? arrivals.toSecondStep(person, Arrival.PASSWORD, "/", request, response)
                : arrivals.in(person, Arrival.PASSWORD, "/", request, response);
    }

    /** Takes an invitation up by signing in at a provider. */
    @GetMapping("/invitation/{secret}/with/{provider}")
    @Requires(Act.OPEN)
    ModelAndView joinByProvider(
            @ModelAttribute("ui") Ui ui,
            @PathVariable String secret,
            @PathVariable UUID provider,
            HttpServletRequest request,
            HttpServletResponse response) {
        Account account = holder(OneTimeLinks.Purpose.INVITATION, secret, request);
        IdentityProvider by = providers
                .byId(provider)
                .filter(IdentityProvider::enabled)
                .orElseThrow(() -> new Problem(404, "not-found"));
        try {
            return new ModelAndView("redirect:"
                    + flow.begin(by, OidcRequests.Purpose.INVITATION, account.id(), secret, "/", request, response));
        } catch (OidcFailure e) {
            response.setStatus(503);
            Mistakes mistakes = new Mistakes().add("providers", ui.t("oidc.person.away", by.name()));
            return page(OneTimeLinks.Purpose.INVITATION, secret, account, mistakes, request);
        }
    }

    /** Where people come in by a provider only, an invitation is taken up there; a new password is for who has the machine. */
    private boolean takesPassword(OneTimeLinks.Purpose purpose, Account account) {
        return purpose == OneTimeLinks.Purpose.RESET || policy.takesOwnWays(account);
    }

    private ModelAndView form(
            OneTimeLinks.Purpose purpose, String secret, Mistakes mistakes, HttpServletRequest request) {
        return page(purpose, secret, holder(purpose, secret, request), mistakes, request);
    }

    private ModelAndView page(
            OneTimeLinks.Purpose purpose,
            String secret,
            Account account,
            Mistakes mistakes,
            HttpServletRequest request) {
        List<SignInView.Button> buttons = purpose == OneTimeLinks.Purpose.INVITATION
                ? providers.enabled().stream()
                        .map(by -> new SignInView.Button(by.name(), purpose.path(secret) + "/with/" + by.id()))
                        .toList()
                : List.of();
        return new ModelAndView("account/choose-password")
                .addObject("purpose", purpose.id())
                .addObject("action", purpose.path(secret))
                .addObject("account", account.person())
                .addObject("mistakes", mistakes)
                .addObject("providers", buttons)
                .addObject("takesPassword", takesPassword(purpose, account))
                .addObject("elsewhere", address.isElsewhere(request) ? address.base() : "")
                .addObject("server", server);
    }

    private Account holder(OneTimeLinks.Purpose purpose, String secret, HttpServletRequest request) {
        limits.knock("link", Source.of(request), KNOCKS_MAX, KNOCKS_WINDOW);
        return accounts.holder(purpose, secret).orElseThrow(() -> new Problem(410, "link.used"));
    }
}
