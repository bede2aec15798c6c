package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** One's own ways of signing in: passkeys, and sign-ins by providers that are linked to the account. */
@Controller
@RequestMapping("/account/sign-ins")
class OwnSignInPages {

    private final Passkeys passkeys;
    private final LinkedSignIns linked;
    private final IdentityProviderStore providers;
    private final OidcFlow flow;
    private final PersonStore store;
    private final StillThere stillThere;
    private final EmergencyAccounts emergency;
    private final SignInPolicy policy;
    private final SignInAddress address;
    private final JsonMapper json;
    private final Audit audit;
    private final TransactionTemplate transaction;

    OwnSignInPages(
            Passkeys passkeys,
            LinkedSignIns linked,
            IdentityProviderStore providers,
            OidcFlow flow,
            PersonStore store,
            StillThere stillThere,
            EmergencyAccounts emergency,
            SignInPolicy policy,
            SignInAddress address,
            JsonMapper json,
            Audit audit,
            TransactionTemplate transaction) {
        this.passkeys = passkeys;
        this.linked = linked;
        this.providers = providers;
        this.flow = flow;
        this.store = store;
        this.stillThere = stillThere;
        this.emergency = emergency;
        this.policy = policy;
        this.address = address;
        this.json = json;
        this.audit = audit;
        this.transaction = transaction;
    }

    @GetMapping
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView show(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "") String problem,
            HttpServletRequest request) {
        String known = Set.of("linked", "unlinked", "added", "removed").contains(done) ? done : "";
        Mistakes mistakes = new Mistakes();
        if (!problem.isEmpty()) {
            String key = "oidc.own." + problem;
            mistakes.add("providers", ui.has(key) ? ui.t(key) : ui.t("oidc.own.other", shown(problem)));
        }
        return page(own(), "", known, mistakes, request);
    }

    /** A code of ours has these signs; anything else stands in no sentence. */
    private static String shown(String code) {
        return code.matches("[a-z.-]{1,40}") ? code : "–";
    }

    // Passkeys.

    /** What the browser makes a passkey with, for who is still the person that signed in. */
    @PostMapping("/passkeys/options")
    @Requires(Act.OWN_ACCOUNT)
    ResponseEntity<String> options(
            @ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String present, HttpServletRequest request) {
        Account own = own();
        Optional<String> mistake = stillThere.mistake(ui, own, present, request);
        try {
            return mistake.isPresent()
                    ? PasskeyPages.json(422, json.writeValueAsString(Map.of("message", mistake.get())))
                    : PasskeyPages.json(200, passkeys.registration(own));
        } catch (Passkeys.Refused e) {
            return PasskeyPages.json(
                    422, json.writeValueAsString(Map.of("message", ui.t("passkey.refused." + e.code()))));
        }
    }

    @PostMapping("/passkeys")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView add(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String credential,
            HttpServletRequest request,
            HttpServletResponse response) {
        Account own = own();
        String typed = name.strip();
        Mistakes mistakes = new Mistakes();
        if (typed.length() > Passkeys.NAME_LENGTH_MAX) {
            mistakes.add("name", ui.t("account.name.long", typed.length(), Passkeys.NAME_LENGTH_MAX));
        } else if (credential.isEmpty()) {
            mistakes.add("name", ui.t("passkey.script"));
        } else {
            try {
                String named = typed.isEmpty() ? ui.t("passkey.unnamed", passkeys.count(own.id()) + 1) : typed;
                passkeys.register(own, named, credential);
                return new ModelAndView("redirect:/account/sign-ins?done=added");
            } catch (Passkeys.Refused e) {
                mistakes.add("name", ui.t("passkey.refused." + e.code()));
            }
        }
        response.setStatus(422);
        return page(own, typed, "", mistakes, request);
    }

    @PostMapping("/passkeys/{id}/remove")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView remove(@PathVariable UUID id) {
        Account own = own();
        transaction.executeWithoutResult(status -> {
            boolean wasReady = emergency.isReady(own.id());
            boolean hadAWay = hasAWay(own);
            passkeys.remove(own, id);
            // An account for emergencies never goes without a second factor.
            if (own.emergency() && wasReady && !emergency.isReady(own.id())) {
                throw new Problem(409, "emergency.factor", own.name());
            }
            keepAWay(own, hadAWay);
        });
        return new ModelAndView("redirect:/account/sign-ins?done=removed");
    }

    // Sign-ins by a provider.

    /** Leads on to the provider, by a link: a form may not lead outside. */
    @PostMapping("/link")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView link(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String provider,
            @RequestParam(defaultValue = "") String present,
            HttpServletRequest request,
            HttpServletResponse response) {
        Account own = own();
        Optional<IdentityProvider> chosen = providers.enabled().stream()
                .filter(one -> one.id().toString().equals(provider))
                .findFirst();
        Mistakes mistakes = new Mistakes();
        if (chosen.isEmpty()) {
            mistakes.add("provider", ui.t("sign-in.own.choose"));
        } else if (address.isElsewhere(request)) {
            mistakes.add("provider", ui.t("sign-in.elsewhere", address.base()));
        } else if (own.emergency()) {
            mistakes.add("provider", ui.t("oidc.own.emergency"));
        } else {
            stillThere.mistake(ui, own, present, request).ifPresent(why -> mistakes.add("link-present", why));
        }
        if (mistakes.none() && chosen.isPresent()) {
            try {
                return new ModelAndView("account/sign-in-away")
                        .addObject("provider", chosen.get().name())
                        .addObject(
                                "there",
                                flow.begin(
                                                chosen.get(),
                                                OidcRequests.Purpose.LINK,
                                                own.id(),
                                                null,
                                                "/",
                                                request,
                                                response)
                                        .toString());
            } catch (OidcFailure e) {
                mistakes.add("provider", OidcPages.sentence(ui, chosen.get(), e));
            }
        }
        response.setStatus(422);
        return page(own, "", "", mistakes, request);
    }

    @PostMapping("/{id}/unlink")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView unlink(@PathVariable UUID id) {
        Account own = own();
        transaction.executeWithoutResult(status -> {
            boolean hadAWay = hasAWay(own);
            Optional<LinkedSignIns.Linked> gone = linked.unlink(own.id(), id);
            if (gone.isPresent()) {
                audit.record(
                        own.person(),
                        "sign-in.unlink",
                        own.email(),
                        Map.of(
                                "provider",
                                gone.get().provider(),
                                "as",
                                gone.get().email()));
                keepAWay(own, hadAWay);
            }
        });
        return new ModelAndView("redirect:/account/sign-ins?done=unlinked");
    }

    /** Refuses what would lock somebody out of their own account. */
    private void keepAWay(Account own, boolean hadAWay) {
        if (hadAWay && !hasAWay(own)) {
            throw new Problem(409, "sign-in.last-way");
        }
    }

    private boolean hasAWay(Account own) {
        boolean ownWay = policy.takesOwnWays(own) && (own.passwordHash() != null || passkeys.count(own.id()) > 0);
        boolean provider = linked.of(own.id()).stream()
                .map(LinkedSignIns.Linked::providerId)
                .anyMatch(id ->
                        providers.byId(id).filter(IdentityProvider::enabled).isPresent());
        return ownWay || provider;
    }

    private Account own() {
        Person person = ActInterceptor.signedIn();
        if (person == null) {
            throw new Problem(401, "signed-out");
        }
        return store.byId(person.id()).orElseThrow(() -> new Problem(401, "signed-out"));
    }

    private ModelAndView page(Account own, String name, String done, Mistakes mistakes, HttpServletRequest request) {
        List<IdentityProvider> enabled = providers.enabled();
        return new ModelAndView("account/own-sign-ins")
                .addObject("keys", passkeys.of(own.id()))
                .addObject(
                        "links",
                        linked.of(own.id()).stream()
                                .map(one -> new SignInView.Link(
                                        one.id(), one.provider(), one.email(), one.linkedAt(), one.usedAt()))
                                .toList())
                .addObject(
                        "choices",
                        enabled.stream()
                                .map(one -> new dev.shisa.server.platform.web.Parts.Choice(
                                        one.id().toString(), one.name()))
                                .toList())
                .addObject("hasPassword", own.passwordHash() != null)
                .addObject("ownWays", policy.takesOwnWays(own))
                .addObject("emergency", own.emergency())
                .addObject("possible", address.passkeyHost().isPresent())
                .addObject("elsewhere", address.isElsewhere(request) ? address.base() : "")
                .addObject("name", name)
                .addObject("done", done)
                .addObject("mistakes", mistakes);
    }
}
