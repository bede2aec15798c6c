package dev.shisa.server.platform.account;

import dev.shisa.server.platform.start.ServerIdentity;
import dev.shisa.server.platform.web.LocalPath;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The page of signing in, which several handlers answer with. */
@Component
class SignInForm {

    private final Accounts accounts;
    private final IdentityProviderStore providers;
    private final SignInPolicy policy;
    private final SignInAddress address;
    private final ServerIdentity server;

    SignInForm(
            Accounts accounts,
            IdentityProviderStore providers,
            SignInPolicy policy,
            SignInAddress address,
            ServerIdentity server) {
        this.accounts = accounts;
        this.providers = providers;
        this.policy = policy;
        this.address = address;
        this.server = server;
    }

    /**
     * The page.
     *
     * @param mistake about the password, below its field
     * @param problem about another way of coming in, above all
     */
    ModelAndView page(
            String email, String next, @Nullable String mistake, @Nullable String problem, HttpServletRequest request) {
        return new ModelAndView("account/sign-in")
                .addObject("email", email)
                .addObject("next", next)
                .addObject("mistake", mistake)
                .addObject("problem", problem)
                .addObject("setUp", accounts.isSetUp())
                .addObject("ways", ways(next, request))
                .addObject("server", server);
    }

    SignInView.Ways ways(String next, HttpServletRequest request) {
        return new SignInView.Ways(
                providers.enabled().stream()
                        .map(provider -> new SignInView.Button(
                                provider.name(),
                                Arrivals.address("/sign-in/with/" + provider.id(), LocalPath.orHome(next))))
                        .toList(),
                !policy.isProvidersOnly(),
                address.passkeyHost().isPresent(),
                address.isElsewhere(request) ? address.base() : "");
    }
}
