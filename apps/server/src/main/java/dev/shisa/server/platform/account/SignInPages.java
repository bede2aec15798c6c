package dev.shisa.server.platform.account;

import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.metrics.Metrics;
import dev.shisa.server.platform.web.LocalPath;
import dev.shisa.server.platform.web.Ui;
import io.prometheus.metrics.core.metrics.Counter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Signing in, with the second step where one is asked for, and out. */
@Controller
class SignInPages {

    /** That fail: a whole office behind one address may sign in within a few minutes; a machine that guesses may not. */
    private static final int ATTEMPTS_MAX = 40;

    private static final Duration ATTEMPTS_WINDOW = Duration.ofMinutes(10);

    private final SignIns signIns;
    private final Sessions sessions;
    private final SignInForm form;
    private final Passkeys passkeys;
    private final IdentityProviderStore providers;
    private final OidcClient oidc;
    private final SignInAddress address;
    private final SecondFactors secondFactors;
    private final Arrivals arrivals;
    private final HalfSignIns halfSignIns;
    private final RateLimits limits;
    private final CsrfTokenRepository csrfTokens;
    private final Audit audit;
    private final Counter outcomes;

    SignInPages(
            SignIns signIns,
            Sessions sessions,
            SignInForm form,
            Passkeys passkeys,
            IdentityProviderStore providers,
            OidcClient oidc,
            SignInAddress address,
            SecondFactors secondFactors,
            Arrivals arrivals,
            HalfSignIns halfSignIns,
            RateLimits limits,
            CsrfTokenRepository csrfTokens,
            Audit audit,
            Metrics metrics) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.form = form;
        this.passkeys = passkeys;
        this.providers = providers;
        this.oidc = oidc;
        this.address = address;
        this.secondFactors = secondFactors;
        this.arrivals = arrivals;
        this.halfSignIns = halfSignIns;
        this.limits = limits;
        this.csrfTokens = csrfTokens;
        this.audit = audit;
        this.outcomes = metrics.counter("shisa_sign_ins_total", "Attempts to sign in", "outcome");
        // From the beginning, so that the first failures are an increase.
        List.of("welcome", "wrong", "locked").forEach(outcomes::initLabelValues);
    }

    @GetMapping("/sign-in")
    @Requires(Act.OPEN)
    ModelAndView show(
            @ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "/") String next, HttpServletRequest request) {
        if (ui.signedIn()) {
            return new ModelAndView("redirect:" + LocalPath.orHome(next));
        }
        return form("", next, null, request);
    }

    @PostMapping("/sign-in")
    @Requires(Act.OPEN)
    ModelAndView signIn(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "/") String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        Source source = Source.of(request);
        limits.knock("sign-in", source, ATTEMPTS_MAX, ATTEMPTS_WINDOW);
        if (email.isBlank() || password.isEmpty() || email.length() > Accounts.EMAIL_LENGTH_MAX) {
            response.setStatus(422);
            return form(email, next, ui.t("account.sign-in.missing"), request);
        }
        return switch (signIns.attempt(email, password, source.address())) {
            case SignIns.Outcome.Welcome(Person person) -> {
                limits.forgive("sign-in", source);
                outcomes.labelValues("welcome").inc();
                yield arrivals.in(person, Arrival.PASSWORD, next, request, response);
            }
            case SignIns.Outcome.HalfWay(Person person) -> {
                limits.forgive("sign-in", source);
                yield arrivals.toSecondStep(person, Arrival.PASSWORD, next, request, response);
            }
            case SignIns.Outcome.Wrong(int left) -> {
                outcomes.labelValues("wrong").inc();
                response.setStatus(422);
                yield form(email, next, ui.t("account.sign-in.wrong", left), request);
            }
            case SignIns.Outcome.Locked(java.time.Instant until) -> {
                outcomes.labelValues("locked").inc();
                response.setStatus(429);
                yield form(email, next, ui.t("account.sign-in.locked", ui.minute(until)), request);
            }
        };
    }

    @GetMapping("/sign-in/code")
    @Requires(Act.OPEN)
    ModelAndView secondStep(@RequestParam(defaultValue = "/") String next, HttpServletRequest request) {
        Optional<Account> present = halfSignIns.present(request);
        if (present.isEmpty()) {
            return new ModelAndView("redirect:" + Arrivals.address("/sign-in", LocalPath.orHome(next)));
        }
        Person person = present.get().person();
        if (asksForWhatIsThere(person)) {
            return codeForm(person, next, null);
        }
        return enrolForm(person, next, null);
    }

    @PostMapping("/sign-in/code")
    @Requires(Act.OPEN)
    ModelAndView takeCode(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "/") String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        Source source = Source.of(request);
        limits.knock("sign-in-code", source, ATTEMPTS_MAX, ATTEMPTS_WINDOW);
        Optional<Account> present = halfSignIns.present(request);
        if (present.isEmpty()) {
            return new ModelAndView("redirect:" + Arrivals.address("/sign-in", LocalPath.orHome(next)));
        }
        Account account = present.get();
        if (!asksForWhatIsThere(account.person())) {
            return enrol(ui, account, code, next, request, response);
        }
        Arrival how = halfSignIns.arrival(request);
        return switch (signIns.attemptCode(account, how, code, source.address())) {
            case SignIns.Outcome.Welcome(Person person) -> {
                limits.forgive("sign-in-code", source);
                outcomes.labelValues("welcome").inc();
                yield arrivals.in(person, how, next, request, response);
            }
            case SignIns.Outcome.HalfWay(Person person) -> arrivals.toSecondStep(person, how, next, request, response);
            case SignIns.Outcome.Wrong(int left) -> {
                outcomes.labelValues("wrong").inc();
                response.setStatus(422);
                yield codeForm(account.person(), next, ui.t("second-factor.code.wrong.left", left));
            }
            case SignIns.Outcome.Locked(java.time.Instant until) -> {
                outcomes.labelValues("locked").inc();
                response.setStatus(429);
                yield codeForm(account.person(), next, ui.t("account.sign-in.locked", ui.minute(until)));
            }
        };
    }

    /** Everybody has to have an app here, and this person has none yet. */
    private ModelAndView enrol(
            Ui ui,
            Account account,
            String code,
            String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        Arrival how = halfSignIns.arrival(request);
        List<String> codes = signIns.enrol(account, how, code, request.getRemoteAddr());
        if (codes.isEmpty()) {
            outcomes.labelValues("wrong").inc();
            response.setStatus(422);
            return enrolForm(account.person(), next, ui.t("second-factor.code.wrong"));
        }
        outcomes.labelValues("welcome").inc();
        arrivals.letIn(account.person(), how, request, response);
        return new ModelAndView("account/sign-in-codes")
                .addObject("codes", codes)
                .addObject("onward", arrivals.onward(account.person(), next));
    }

    @PostMapping("/sign-out")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView signOut(HttpServletRequest request, HttpServletResponse response) {
        Person person = ActInterceptor.signedIn();
        if (person != null) {
            audit.record(person, "sign-out", person.email(), Map.of());
        }
        Optional<Arrival> how = sessions.arrival(request);
        sessions.signOut(request, response);
        csrfTokens.saveToken(null, request, response);
        // Here it is over. A link leads on to the provider, since a form may not: the policy of our pages keeps forms
        // here.
        Optional<IdentityProvider> provider = how.map(Arrival::provider).flatMap(providers::byId);
        return provider.flatMap(by -> oidc.endSession(by, how.orElseThrow().token(), address.base() + "/sign-in"))
                .map(there -> new ModelAndView("account/signed-out")
                        .addObject("provider", provider.orElseThrow().name())
                        .addObject("there", there.toString()))
                .orElseGet(() -> new ModelAndView("redirect:/sign-in"));
    }

    /** Whether the second step asks for something that the person has, and need not set an app up. */
    private boolean asksForWhatIsThere(Person person) {
        return secondFactors.state(person.id()).isOn() || passkeys.count(person.id()) > 0;
    }

    private ModelAndView codeForm(Person person, String next, @Nullable String mistake) {
        return new ModelAndView("account/sign-in-code")
                .addObject("next", next)
                .addObject("mistake", mistake)
                .addObject("app", secondFactors.state(person.id()).isOn())
                .addObject("passkey", passkeys.count(person.id()) > 0);
    }

    private ModelAndView enrolForm(Person person, String next, @Nullable String mistake) {
        return new ModelAndView("account/sign-in-enrol")
                .addObject("next", next)
                .addObject("mistake", mistake)
                .addObject("enrolment", secondFactors.pending(person).orElseGet(() -> secondFactors.begin(person)));
    }

    private ModelAndView form(String email, String next, @Nullable String mistake, HttpServletRequest request) {
        return form.page(email, next, mistake, null, request);
    }
}
