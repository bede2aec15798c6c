package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.metrics.Metrics;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import io.prometheus.metrics.core.metrics.Counter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Signing in by a provider: there, back, and confirming an account that seems to be one's own. */
@Controller
class OidcPages {

    /** That fail, from one address. */
    private static final int ATTEMPTS_MAX = 40;

    /** Ways to a provider that are begun, from one address: a whole office may be behind it. */
    private static final int BEGUN_MAX = 400;

    private static final Duration ATTEMPTS_WINDOW = Duration.ofMinutes(10);

    private final IdentityProviderStore store;
    private final OidcFlow flow;
    private final OidcRequests requests;
    private final PersonStore people;
    private final ProviderTrial trial;
    private final SignIns signIns;
    private final SecondFactors secondFactors;
    private final Arrivals arrivals;
    private final SignInForm form;
    private final SignInAddress address;
    private final RateLimits limits;
    private final Audit audit;
    private final Counter outcomes;

    OidcPages(
            IdentityProviderStore store,
            OidcFlow flow,
            OidcRequests requests,
            PersonStore people,
            ProviderTrial trial,
            SignIns signIns,
            SecondFactors secondFactors,
            Arrivals arrivals,
            SignInForm form,
            SignInAddress address,
            RateLimits limits,
            Audit audit,
            Metrics metrics) {
        this.store = store;
        this.flow = flow;
        this.requests = requests;
        this.people = people;
        this.trial = trial;
        this.signIns = signIns;
        this.secondFactors = secondFactors;
        this.arrivals = arrivals;
        this.form = form;
        this.address = address;
        this.limits = limits;
        this.audit = audit;
        this.outcomes =
                metrics.counter("shisa_provider_sign_ins_total", "Attempts to sign in by a provider", "outcome");
        outcomes.initLabelValues("welcome");
        outcomes.initLabelValues("failed");
    }

    @GetMapping("/sign-in/with/{id}")
    @Requires(Act.OPEN)
    ModelAndView go(
            @ModelAttribute("ui") Ui ui,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "/") String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        limits.knock("sign-in-provider-begin", Source.of(request), BEGUN_MAX, ATTEMPTS_WINDOW);
        IdentityProvider provider =
                store.byId(id).filter(IdentityProvider::enabled).orElseThrow(() -> new Problem(404, "not-found"));
        if (address.isElsewhere(request)) {
            // The cookie of the way would lie under another name than the one to which the provider sends people back.
            return new ModelAndView("redirect:" + address.base() + Arrivals.address("/sign-in/with/" + id, next));
        }
        try {
            return new ModelAndView("redirect:"
                    + flow.begin(provider, OidcRequests.Purpose.SIGN_IN, null, null, next, request, response));
        } catch (OidcFailure e) {
            return failed(ui, provider, next, e, request, response);
        }
    }

    /** Where the provider sends people back, with {@code code} or {@code error} (RFC 6749, section 4.1.2). */
    @GetMapping("/sign-in/with/{id}/back")
    @Requires(Act.OPEN)
    ModelAndView back(
            @ModelAttribute("ui") Ui ui,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String error,
            @RequestParam(name = "iss", defaultValue = "") String issuer,
            HttpServletRequest request,
            HttpServletResponse response) {
        limits.knock("sign-in-provider", Source.of(request), ATTEMPTS_MAX, ATTEMPTS_WINDOW);
        IdentityProvider provider = store.byId(id).orElseThrow(() -> new Problem(404, "not-found"));
        Optional<OidcRequests.Pending> taken = requests.take(id, state, request);
        if (taken.isEmpty()) {
            return failed(ui, provider, "/", new OidcFailure("request"), request, response);
        }
        OidcRequests.Pending pending = taken.get();
        if (pending.purpose() == OidcRequests.Purpose.TRIAL) {
            return trial(ui, provider, pending, code, error, issuer);
        }
        if (!provider.enabled()) {
            throw new Problem(404, "not-found");
        }
        try {
            OidcIdentity identity = flow.identity(provider, pending, code, error, issuer);
            limits.forgive("sign-in-provider", Source.of(request));
            return switch (pending.purpose()) {
                case SIGN_IN -> signIn(ui, provider, identity, pending.next(), request, response);
                case INVITATION ->
                    enter(
                            flow.join(provider, identity, String.valueOf(pending.invitation())),
                            provider,
                            pending.next(),
                            request,
                            response);
                case LINK -> link(provider, pending, identity);
                case TRIAL -> throw new IllegalStateException("a trial is done already");
            };
        } catch (OidcFailure e) {
            // Only of who was sent there and came back: what a stranger asks for does not fill the audit.
            audit.record(
                    null,
                    "sign-in.provider-failed",
                    provider.name(),
                    Map.of("code", e.code(), "source", request.getRemoteAddr()));
            return failed(ui, provider, pending.next(), e, request, response);
        }
    }

    private ModelAndView signIn(
            Ui ui,
            IdentityProvider provider,
            OidcIdentity identity,
            String next,
            HttpServletRequest request,
            HttpServletResponse response)
            throws OidcFailure {
        return switch (flow.signIn(provider, identity, ui.lang())) {
            case OidcFlow.Result.Known known -> enter(known, provider, next, request, response);
            case OidcFlow.Result.Unlinked(Account account) -> {
                requests.keepUnlinked(identity, provider.id(), account.id(), next, request);
                yield new ModelAndView("redirect:/sign-in/link");
            }
        };
    }

    private ModelAndView enter(
            OidcFlow.Result.Known known,
            IdentityProvider provider,
            String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        Account account = known.account();
        if (secondFactors.isAskedOf(account.id()) && !provider.trustsFactors()) {
            return arrivals.toSecondStep(account.person(), known.how(), next, request, response);
        }
        outcomes.labelValues("welcome").inc();
        signIns.welcomeBy(account, known.how(), Map.of("source", request.getRemoteAddr(), "provider", provider.name()));
        return arrivals.in(account.person(), known.how(), next, request, response);
    }

    private ModelAndView link(IdentityProvider provider, OidcRequests.Pending pending, OidcIdentity identity)
            throws OidcFailure {
        Person person = ActInterceptor.signedIn();
        if (person == null || !person.id().equals(pending.person())) {
            throw new OidcFailure("request");
        }
        Account own = people.byId(person.id()).orElseThrow(() -> new Problem(401, "signed-out"));
        flow.link(provider, identity.issuer(), identity.subject(), identity.email(), own);
        return new ModelAndView("redirect:/account/sign-ins?done=linked");
    }

    private ModelAndView trial(
            Ui ui, IdentityProvider provider, OidcRequests.Pending pending, String code, String error, String issuer) {
        Person person = ActInterceptor.signedIn();
        if (person == null || !person.id().equals(pending.person()) || !person.can(Act.MANAGE_PEOPLE)) {
            throw new Problem(403, "denied");
        }
        trial.finish(ui, provider, () -> flow.identity(provider, pending, code, error, issuer));
        return new ModelAndView("redirect:/settings/sign-in/" + provider.id() + "#test");
    }

    // An account that seems to be one's own.

    @GetMapping("/sign-in/link")
    @Requires(Act.OPEN)
    ModelAndView confirmForm(HttpServletRequest request) {
        return requests.unlinked(request)
                .map(unlinked -> confirmPage(unlinked, new Mistakes()))
                .orElseGet(() -> new ModelAndView("redirect:/sign-in"));
    }

    @PostMapping("/sign-in/link")
    @Requires(Act.OPEN)
    ModelAndView confirm(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response) {
        Source source = Source.of(request);
        limits.knock("sign-in", source, ATTEMPTS_MAX, ATTEMPTS_WINDOW);
        Optional<OidcRequests.Unlinked> present = requests.unlinked(request);
        if (present.isEmpty()) {
            return new ModelAndView("redirect:/sign-in");
        }
        OidcRequests.Unlinked unlinked = present.get();
        IdentityProvider provider = store.byId(unlinked.providerId())
                .filter(IdentityProvider::enabled)
                .orElseThrow(() -> new Problem(404, "not-found"));
        Account account = people.byId(unlinked.person()).orElseThrow(() -> new Problem(404, "not-found"));
        switch (signIns.confirm(account, password, code, source.address())) {
            case SignIns.Outcome.Wrong(int left) -> {
                response.setStatus(422);
                return confirmPage(unlinked, new Mistakes().add("password", ui.t("sign-in.link.wrong", left)));
            }
            case SignIns.Outcome.Locked(java.time.Instant until) -> {
                response.setStatus(429);
                return confirmPage(
                        unlinked, new Mistakes().add("password", ui.t("account.sign-in.locked", ui.minute(until))));
            }
            case SignIns.Outcome.Welcome ignored -> {
                // goes on below
            }
            case SignIns.Outcome.HalfWay ignored -> {
                // goes on below: the code was asked for with the password
            }
        }
        requests.forgetUnlinked(request);
        try {
            flow.link(provider, unlinked.issuer(), unlinked.subject(), unlinked.email(), account);
        } catch (OidcFailure e) {
            return failed(ui, provider, unlinked.next(), e, request, response);
        }
        // Once more through the provider, which knows them still: what it says of roles counts from the first time on.
        return new ModelAndView("redirect:" + Arrivals.address("/sign-in/linked/" + provider.id(), unlinked.next()));
    }

    /** Says that it is linked, and leads on: a form may not lead to the provider itself. */
    @GetMapping("/sign-in/linked/{id}")
    @Requires(Act.OPEN)
    ModelAndView linked(@PathVariable UUID id, @RequestParam(defaultValue = "/") String next) {
        IdentityProvider provider =
                store.byId(id).filter(IdentityProvider::enabled).orElseThrow(() -> new Problem(404, "not-found"));
        return new ModelAndView("account/sign-in-linked")
                .addObject("provider", provider.name())
                .addObject(
                        "onward",
                        Arrivals.address("/sign-in/with/" + id, dev.shisa.server.platform.web.LocalPath.orHome(next)));
    }

    private ModelAndView confirmPage(OidcRequests.Unlinked unlinked, Mistakes mistakes) {
        return new ModelAndView("account/sign-in-link")
                .addObject("email", unlinked.email())
                .addObject(
                        "provider",
                        store.byId(unlinked.providerId())
                                .map(IdentityProvider::name)
                                .orElse(""))
                .addObject("app", secondFactors.state(unlinked.person()).isOn())
                .addObject("mistakes", mistakes);
    }

    /** The page of signing in with one sentence. */
    private ModelAndView failed(
            Ui ui,
            IdentityProvider provider,
            String next,
            OidcFailure failure,
            HttpServletRequest request,
            HttpServletResponse response) {
        outcomes.labelValues("failed").inc();
        response.setStatus(failure.isAway() ? 503 : 422);
        if (ui.signedIn()) {
            return new ModelAndView("redirect:/account/sign-ins?problem=" + failure.code());
        }
        return form.page("", next, null, sentence(ui, provider, failure), request);
    }

    static String sentence(Ui ui, IdentityProvider provider, OidcFailure failure) {
        if (failure.isAway()) {
            return ui.t("oidc.person.away", provider.name());
        }
        return failure.isOfThePerson()
                ? ui.t("oidc.person." + failure.code(), failure.args())
                : ui.t("oidc.person.other", provider.name(), failure.code());
    }
}
