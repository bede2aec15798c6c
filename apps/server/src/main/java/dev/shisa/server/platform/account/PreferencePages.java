package dev.shisa.server.platform.account;

import dev.shisa.server.platform.web.LocalPath;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The switches of language and theme, for everybody and remembered by the browser. */
@Controller
class PreferencePages {

    private static final Duration REMEMBERED = Duration.ofDays(365);

    @PostMapping("/theme")
    @Requires(Act.OPEN)
    ModelAndView theme(
            @RequestParam(defaultValue = "system") String theme,
            @RequestParam(defaultValue = "/") String back,
            HttpServletResponse response) {
        if (Set.of("system", "light", "dark").contains(theme)) {
            remember(response, "theme", theme);
        }
        return back(back);
    }

    @PostMapping("/language")
    @Requires(Act.OPEN)
    ModelAndView language(
            @RequestParam(defaultValue = "ja") String language,
            @RequestParam(defaultValue = "/") String back,
            HttpServletResponse response) {
        if (Set.of("ja", "en").contains(language)) {
            remember(response, "lang", language);
        }
        return back(back);
    }

    static void remember(HttpServletResponse response, String cookie, String value) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(cookie, value)
                        .path("/")
                        .secure(true)
                        // The switch of the theme works without a reload, so script writes it too; it is no secret.
                        .httpOnly(false)
                        .sameSite("Lax")
                        .maxAge(REMEMBERED)
                        .build()
                        .toString());
    }

    private static ModelAndView back(String path) {
        return new ModelAndView("redirect:" + (path.startsWith("/sign-in") ? "/sign-in" : LocalPath.orHome(path)));
    }
}
