package dev.shisa.server.platform.account;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** One's own second factor: setting it up, moving it to another device, new recovery codes, the end. */
@Controller
class SecondFactorPages {

    private static final int GUESSES_MAX = 10;
    private static final Duration GUESSES_WINDOW = Duration.ofMinutes(10);

    private final SecondFactors secondFactors;
    private final PersonStore store;
    private final StillThere stillThere;
    private final RateLimits limits;

    SecondFactorPages(SecondFactors secondFactors, PersonStore store, StillThere stillThere, RateLimits limits) {
        this.secondFactors = secondFactors;
        this.store = store;
        this.stillThere = stillThere;
        this.limits = limits;
    }

    @GetMapping("/account/second-factor")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView show(@RequestParam(defaultValue = "") String done) {
        return page(own(), Set.of("off").contains(done) ? done : "", List.of(), new Mistakes());
    }

    @PostMapping("/account/second-factor")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView begin(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String present,
            HttpServletRequest request,
            HttpServletResponse response) {
        return withPassword(ui, present, request, response, own -> {
            secondFactors.begin(own.person());
            return back("");
        });
    }

    @PostMapping("/account/second-factor/confirm")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView confirm(
            @ModelAttribute("ui") Ui ui, @RequestParam(defaultValue = "") String code, HttpServletResponse response) {
        Account own = own();
        limits.knock("second-factor", own.id(), GUESSES_MAX, GUESSES_WINDOW);
        List<String> codes = secondFactors.confirm(own.person(), code);
        if (codes.isEmpty()) {
            response.setStatus(422);
            return page(own, "", List.of(), new Mistakes().add("code", ui.t("second-factor.code.wrong")));
        }
        return page(own, "on", codes, new Mistakes());
    }

    @PostMapping("/account/second-factor/give-up")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView giveUp() {
        secondFactors.giveUp(own().person());
        return back("");
    }

    @PostMapping("/account/second-factor/codes")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView renewCodes(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String present,
            HttpServletRequest request,
            HttpServletResponse response) {
        return withPassword(
                ui,
                present,
                request,
                response,
                own -> page(own, "codes", secondFactors.renewCodes(own.person()), new Mistakes()));
    }

    @PostMapping("/account/second-factor/off")
    @Requires(Act.OWN_ACCOUNT)
    ModelAndView switchOff(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String present,
            HttpServletRequest request,
            HttpServletResponse response) {
        return withPassword(ui, present, request, response, own -> {
            secondFactors.switchOff(own.person());
            return back("?done=off");
        });
    }

    /** A browser that somebody left open changes nothing here. */
    private ModelAndView withPassword(
            Ui ui,
            String present,
            HttpServletRequest request,
            HttpServletResponse response,
            Function<Account, ModelAndView> act) {
        Account own = own();
        Optional<String> mistake = stillThere.mistake(ui, own, present, request);
        if (mistake.isEmpty()) {
            return act.apply(own);
        }
        response.setStatus(422);
        return page(own, "", List.of(), new Mistakes().add("present", mistake.get()));
    }

    private Account own() {
        Person person = ActInterceptor.signedIn();
        if (person == null) {
            throw new Problem(401, "signed-out");
        }
        return store.byId(person.id()).orElseThrow(() -> new Problem(401, "signed-out"));
    }

    private static ModelAndView back(String query) {
        return new ModelAndView("redirect:/account/second-factor" + query);
    }

    private ModelAndView page(Account own, String done, List<String> codes, Mistakes mistakes) {
        return new ModelAndView("account/second-factor")
                .addObject("state", secondFactors.state(own.id()))
                .addObject("hasPassword", own.passwordHash() != null)
                .addObject("required", secondFactors.isRequiredOf(own.id()))
                .addObject("enrolment", secondFactors.pending(own.person()).orElse(null))
                .addObject("codes", codes)
                .addObject("done", done)
                .addObject("mistakes", mistakes);
    }
}
