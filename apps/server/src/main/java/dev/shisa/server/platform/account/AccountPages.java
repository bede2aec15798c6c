package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** One's own account. */
@Controller
class AccountPages {

    private final Accounts accounts;
    private final PersonStore store;
    private final Passwords passwords;
    private final Sessions sessions;
    private final SecondFactors secondFactors;
    private final StillThere stillThere;
    private final HeldTokens tokens;
    private final Audit audit;

    AccountPages(
            Accounts accounts,
            PersonStore store,
            Passwords passwords,
            Sessions sessions,
            SecondFactors secondFactors,
            StillThere stillThere,
            HeldTokens tokens,
            Audit audit) {
        this.accounts = accounts;
        this.store = store;
        this.passwords = passwords;
        this.sessions = sessions;
        this.secondFactors = secondFactors;
        this.stillThere = stillThere;
        this.tokens = tokens;
        this.audit = audit;
    }

    @GetMapping("/account")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView show(@RequestParam(defaultValue = "") String done, HttpServletRequest request) {
        Account own = own();
        String known = Set.of("profile", "password", "session").contains(done) ? done : "";
        return page(own, own.name(), own.language(), known, new Mistakes(), request);
    }

    @PostMapping("/account")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView change(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "ja") String language,
            HttpServletRequest request,
            HttpServletResponse response) {
        Account own = own();
        String typed = name.strip();
        Mistakes mistakes = new Mistakes();
        Accounts.checkName(ui, mistakes, typed);
        if (!Person.read(typed).equals(own.person().nameRead())
                && !accounts.namesakes(typed, own.id()).isEmpty()) {
            mistakes.add("name", ui.t("account.name.taken"));
        }
        if (!Set.of("ja", "en").contains(language)) {
            mistakes.add("language", ui.t("account.language.missing"));
        }
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(own, typed, language, "", mistakes, request);
        }
        accounts.changeOwn(own.person(), typed, language);
        PreferencePages.remember(response, "lang", language);
        return new ModelAndView("redirect:/account?done=profile");
    }

    @PostMapping("/account/password")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView changePassword(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String present,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String keepTokens,
            HttpServletRequest request,
            HttpServletResponse response) {
        Account own = own();
        Mistakes mistakes = new Mistakes();
        stillThere.mistake(ui, own, present, request).ifPresent(why -> mistakes.add("present", why));
        passwords.check(ui, mistakes, password, own.email(), own.name());
        if (!mistakes.none()) {
            response.setStatus(422);
            return page(own, own.name(), own.language(), "", mistakes, request);
        }
        accounts.changePassword(own.person(), passwords.encode(password), keepTokens.equals("1"), request);
        return new ModelAndView("redirect:/account?done=password");
    }

    @PostMapping("/account/sessions/close")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView closeSession(@RequestParam(defaultValue = "") String session) {
        Account own = own();
        if (sessions.close(own.id(), session)) {
            audit.record(own.person(), "session.close", own.email(), Map.of());
        }
        return new ModelAndView("redirect:/account?done=session");
    }

    private Account own() {
        Person person = ActInterceptor.signedIn();
        if (person == null) {
            throw new Problem(401, "signed-out");
        }
        return store.byId(person.id()).orElseThrow(() -> new Problem(401, "signed-out"));
    }

    private ModelAndView page(
            Account own, String name, String language, String done, Mistakes mistakes, HttpServletRequest request) {
        return new ModelAndView("account/account")
                .addObject("own", own.person())
                .addObject("hasPassword", own.passwordHash() != null)
                .addObject("name", name)
                .addObject("language", language)
                .addObject("done", done)
                .addObject("mistakes", mistakes)
                .addObject("secondFactor", secondFactors.state(own.id()))
                .addObject("tokens", tokens.count(own.id()))
                .addObject("sessions", sessions.of(own.id(), request));
    }
}
