package dev.shisa.server.platform.account;

import dev.shisa.server.platform.metrics.Metrics;
import dev.shisa.server.platform.web.LocalPath;
import dev.shisa.server.platform.web.Ui;
import io.prometheus.metrics.core.metrics.Counter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Signing in with a passkey, which is two factors in one. */
@Controller
class PasskeyPages {

    /** That fail, from one address. */
    private static final int ATTEMPTS_MAX = 40;

    /** Challenges for one address: a whole office may be behind it, and a page asks for one before anybody chooses a passkey. */
    private static final int ASKED_MAX = 400;

    private static final Duration ATTEMPTS_WINDOW = Duration.ofMinutes(10);

    private final Passkeys passkeys;
    private final SignIns signIns;
    private final SignInPolicy policy;
    private final HalfSignIns halfSignIns;
    private final Arrivals arrivals;
    private final SignInForm form;
    private final RateLimits limits;
    private final Counter outcomes;

    PasskeyPages(
            Passkeys passkeys,
            SignIns signIns,
            SignInPolicy policy,
            HalfSignIns halfSignIns,
            Arrivals arrivals,
            SignInForm form,
            RateLimits limits,
            Metrics metrics) {
        this.passkeys = passkeys;
        this.signIns = signIns;
        this.policy = policy;
        this.halfSignIns = halfSignIns;
        this.arrivals = arrivals;
        this.form = form;
        this.limits = limits;
        this.outcomes =
                metrics.counter("shisa_passkey_sign_ins_total", "Attempts to sign in with a passkey", "outcome");
        outcomes.initLabelValues("welcome");
        outcomes.initLabelValues("refused");
    }

    /** What the browser asks authenticators with. */
    @PostMapping("/sign-in/passkey/options")
    @Requires(Act.OPEN)
    ResponseEntity<String> options(@ModelAttribute("ui") Ui ui, HttpServletRequest request) {
        limits.knock("passkey-options", Source.of(request), ASKED_MAX, ATTEMPTS_WINDOW);
        try {
            return json(200, passkeys.signIn());
        } catch (Passkeys.Refused e) {
            return json(422, "{}");
        }
    }

    @PostMapping("/sign-in/passkey")
    @Requires(Act.OPEN)
    ModelAndView signIn(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(defaultValue = "/") String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        Source source = Source.of(request);
        limits.knock("passkey", source, ATTEMPTS_MAX, ATTEMPTS_WINDOW);
        try {
            Account account = passkeys.authenticate(credential);
            // As the second step of who came from a provider, it is no way in of its own.
            Arrival first = half(account, request).orElse(null);
            if (first == null && !policy.takesOwnWays(account)) {
                throw new Passkeys.Refused("providers");
            }
            limits.forgive("passkey", source);
            outcomes.labelValues("welcome").inc();
            if (first == null) {
                signIns.welcomeBy(account, Arrival.PASSKEY, Map.of("source", source.address()));
                return arrivals.in(account.person(), Arrival.PASSKEY, next, request, response);
            }
            signIns.welcomeBy(account, first, Map.of("source", source.address(), "second-factor", "passkey"));
            return arrivals.in(account.person(), first, next, request, response);
        } catch (Passkeys.Refused e) {
            outcomes.labelValues("refused").inc();
            response.setStatus(422);
            return form.page("", LocalPath.orHome(next), null, ui.t("passkey.refused." + e.code()), request);
        }
    }

    /** How the same person came to the second step in this browser, from a provider. */
    private Optional<Arrival> half(Account account, HttpServletRequest request) {
        return halfSignIns
                .present(request)
                .filter(half -> half.id().equals(account.id()))
                .map(half -> halfSignIns.arrival(request))
                .filter(how -> how.provider() != null);
    }

    static ResponseEntity<String> json(int status, String body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .body(body);
    }
}
