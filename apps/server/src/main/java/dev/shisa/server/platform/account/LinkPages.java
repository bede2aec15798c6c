package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.start.ServerIdentity;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
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
    private final ServerIdentity server;

    LinkPages(
            Accounts accounts,
            Passwords passwords,
            SecondFactors secondFactors,
            Arrivals arrivals,
            RateLimits limits,
            ServerIdentity server) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.secondFactors = secondFactors;
        this.arrivals = arrivals;
        this.limits = limits;
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
        Mistakes mistakes = new Mistakes();
        accounts.checkPassword(ui, mistakes, password, account.email(), account.name());
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(purpose, secret, account, mistakes);
        }
        Person person = accounts.choosePassword(purpose, secret, passwords.encode(password));
        return secondFactors.isAskedOf(person.id())
                ? arrivals.toSecondStep(person, "/", request, response)
                : arrivals.in(person, "/", request, response);
    }

    private ModelAndView form(
            OneTimeLinks.Purpose purpose, String secret, Mistakes mistakes, HttpServletRequest request) {
        return page(purpose, secret, holder(purpose, secret, request), mistakes);
    }

    private ModelAndView page(OneTimeLinks.Purpose purpose, String secret, Account account, Mistakes mistakes) {
        return new ModelAndView("account/choose-password")
                .addObject("purpose", purpose.id())
                .addObject("action", purpose.path(secret))
                .addObject("account", account.person())
                .addObject("mistakes", mistakes)
                .addObject("server", server);
    }

    private Account holder(OneTimeLinks.Purpose purpose, String secret, HttpServletRequest request) {
        limits.knock("link", request.getRemoteAddr(), KNOCKS_MAX, KNOCKS_WINDOW);
        return accounts.holder(purpose, secret).orElseThrow(() -> new Problem(410, "link.used"));
    }
}
