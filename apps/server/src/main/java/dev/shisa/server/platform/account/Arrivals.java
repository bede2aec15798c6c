package dev.shisa.server.platform.account;

import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.LocalPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Where a browser goes once its person is known: in, or to the second step. */
@Component
class Arrivals {

    private final Sessions sessions;
    private final HalfSignIns halfSignIns;
    private final CsrfTokenRepository csrfTokens;
    private final Settings settings;

    Arrivals(Sessions sessions, HalfSignIns halfSignIns, CsrfTokenRepository csrfTokens, Settings settings) {
        this.sessions = sessions;
        this.halfSignIns = halfSignIns;
        this.csrfTokens = csrfTokens;
        this.settings = settings;
    }

    /** Opens the session. */
    void letIn(Person person, Arrival how, HttpServletRequest request, HttpServletResponse response) {
        halfSignIns.close(request, response);
        sessions.signIn(person, how, request, response);
        // A token from before the sign-in must not be good for anything after it.
        csrfTokens.saveToken(null, request, response);
    }

    /** Where somebody who is in goes on. */
    String onward(Person person, String next) {
        // Somebody who stopped half-way through the set-up goes on there.
        boolean unfinished = settings.organisationName().isEmpty() && person.can(Act.CHANGE_SETTINGS);
        return unfinished ? "/set-up/organisation" : LocalPath.orHome(next);
    }

    ModelAndView in(Person person, Arrival how, String next, HttpServletRequest request, HttpServletResponse response) {
        letIn(person, how, request, response);
        return new ModelAndView("redirect:" + onward(person, next));
    }

    /** The password was right, or the provider knows who it is, and that is not enough. */
    ModelAndView toSecondStep(
            Person person, Arrival how, String next, HttpServletRequest request, HttpServletResponse response) {
        // Whoever was signed in here is not while somebody else signs in.
        sessions.signOut(request, response);
        halfSignIns.open(person, how, response);
        csrfTokens.saveToken(null, request, response);
        return new ModelAndView("redirect:" + address("/sign-in/code", LocalPath.orHome(next)));
    }

    static String address(String path, String next) {
        return next.equals("/") ? path : path + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }
}
