package dev.shisa.server.platform.account;

import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.metrics.Metrics;
import dev.shisa.server.platform.start.ServerIdentity;
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

    /** A whole office behind one address may sign in within a few minutes; a machine that guesses may not. */
    private static final int ATTEMPTS_MAX = 40;

    private static final Duration ATTEMPTS_WINDOW = Duration.ofMinutes(10);

    private final SignIns signIns;
    private final Sessions sessions;
    private final Accounts accounts;
    private final SecondFactors secondFactors;
    private final Arrivals arrivals;
    private final HalfSignIns halfSignIns;
    private final RateLimits limits;
    private final CsrfTokenRepository csrfTokens;
    private final Audit audit;
    private final ServerIdentity server;
    private final Counter outcomes;

    SignInPages(
            SignIns signIns,
            Sessions sessions,
            Accounts accounts,
            SecondFactors secondFactors,
            Arrivals arrivals,
            HalfSignIns halfSignIns,
            RateLimits limits,
            CsrfTokenRepository csrfTokens,
            Audit audit,
            ServerIdentity server,
            Metrics metrics) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.accounts = accounts;
        this.secondFactors = secondFactors;
        this.arrivals = arrivals;
        this.halfSignIns = halfSignIns;
        this.limits = limits;
        this.csrfTokens = csrfTokens;
        this.audit = audit;
        this.server = server;
        this.outcomes = metrics.counter("shisa_sign_ins_total", "Attempts to sign in", "outcome");
        // From the beginning, so that the first failures are an increase.
        List.of("welcome", "wrong", "locked").forEach(outcomes::initLabelValues);
    }

    @GetMapping("/sign-in")
    @Requires(Act.OPEN)
    ModelAndView show(@ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "/") String next) {
        if (ui.signedIn()) {
            return new ModelAndView("redirect:" + LocalPath.orHome(next));
        }
        return form("", next, null);
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
        String source = request.getRemoteAddr();
        limits.knock("sign-in", source, ATTEMPTS_MAX, ATTEMPTS_WINDOW);
        if (email.isBlank() || password.isEmpty() || email.length() > Accounts.EMAIL_LENGTH_MAX) {
            response.setStatus(422);
            return form(email, next, ui.t("account.sign-in.missing"));
        }
        return switch (signIns.attempt(email, password, source)) {
            case SignIns.Outcome.Welcome(Person person) -> {
                outcomes.labelValues("welcome").inc();
                yield arrivals.in(person, next, request, response);
            }
            case SignIns.Outcome.HalfWay(Person person) -> arrivals.toSecondStep(person, next, request, response);
            case SignIns.Outcome.Wrong(int left) -> {
                outcomes.labelValues("wrong").inc();
                response.setStatus(422);
                yield form(email, next, ui.t("account.sign-in.wrong", left));
            }
            case SignIns.Outcome.Locked(java.time.Instant until) -> {
                outcomes.labelValues("locked").inc();
                response.setStatus(429);
                yield form(email, next, ui.t("account.sign-in.locked", ui.minute(until)));
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
        if (secondFactors.state(person.id()).isOn()) {
            return codeForm(next, null);
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
        String source = request.getRemoteAddr();
        limits.knock("sign-in-code", source, ATTEMPTS_MAX, ATTEMPTS_WINDOW);
        Optional<Account> present = halfSignIns.present(request);
        if (present.isEmpty()) {
            return new ModelAndView("redirect:" + Arrivals.address("/sign-in", LocalPath.orHome(next)));
        }
        Account account = present.get();
        if (!secondFactors.state(account.id()).isOn()) {
            return enrol(ui, account, code, next, request, response);
        }
        return switch (signIns.attemptCode(account, code, source)) {
            case SignIns.Outcome.Welcome(Person person) -> {
                outcomes.labelValues("welcome").inc();
                yield arrivals.in(person, next, request, response);
            }
            case SignIns.Outcome.HalfWay(Person person) -> arrivals.toSecondStep(person, next, request, response);
            case SignIns.Outcome.Wrong(int left) -> {
                outcomes.labelValues("wrong").inc();
                response.setStatus(422);
                yield codeForm(next, ui.t("second-factor.code.wrong.left", left));
            }
            case SignIns.Outcome.Locked(java.time.Instant until) -> {
                outcomes.labelValues("locked").inc();
                response.setStatus(429);
                yield codeForm(next, ui.t("account.sign-in.locked", ui.minute(until)));
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
        List<String> codes = signIns.enrol(account, code, request.getRemoteAddr());
        if (codes.isEmpty()) {
            outcomes.labelValues("wrong").inc();
            response.setStatus(422);
            return enrolForm(account.person(), next, ui.t("second-factor.code.wrong"));
        }
        outcomes.labelValues("welcome").inc();
        arrivals.letIn(account.person(), request, response);
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
        sessions.signOut(request, response);
        csrfTokens.saveToken(null, request, response);
        return new ModelAndView("redirect:/sign-in");
    }

    private static ModelAndView codeForm(String next, @Nullable String mistake) {
        return new ModelAndView("account/sign-in-code").addObject("next", next).addObject("mistake", mistake);
    }

    private ModelAndView enrolForm(Person person, String next, @Nullable String mistake) {
        return new ModelAndView("account/sign-in-enrol")
                .addObject("next", next)
                .addObject("mistake", mistake)
                .addObject("enrolment", secondFactors.pending(person).orElseGet(() -> secondFactors.begin(person)));
    }

    private ModelAndView form(String email, String next, @Nullable String mistake) {
        return new ModelAndView("account/sign-in")
                .addObject("email", email)
                .addObject("next", next)
                .addObject("mistake", mistake)
                .addObject("setUp", accounts.isSetUp())
                .addObject("server", server);
    }
}
