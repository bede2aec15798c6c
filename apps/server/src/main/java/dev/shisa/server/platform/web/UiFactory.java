package dev.shisa.server.platform.web;

import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.ActInterceptor;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.settings.OrganisationName;
import dev.shisa.server.platform.settings.Settings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Makes the {@link Ui} of each request; every template finds it as {@code ui}. */
@ControllerAdvice
public class UiFactory {

    /** Pages that set no cookie: their language is in their address, or the browser's. */
    private static final String PUBLIC = "/public/";

    /** Where such pages find style, fonts and pictures, so that they can be copied along with them. */
    private static final String PUBLIC_ASSETS = "/public/assets";

    private static final Set<String> THEMES = Set.of("system", "light", "dark");

    private final Messages messages;
    private final Assets assets;
    private final Settings settings;
    private final OrganisationName organisation;
    private final NavColumn column;
    private final SavedFilters filters;
    private final ObjectProvider<UnreadSource> unread;
    private final Ids ids;
    private final InstantSource clock;

    UiFactory(
            Messages messages,
            Assets assets,
            Settings settings,
            OrganisationName organisation,
            NavColumn column,
            SavedFilters filters,
            ObjectProvider<UnreadSource> unread,
            Ids ids,
            InstantSource clock) {
        this.messages = messages;
        this.assets = assets;
        this.settings = settings;
        this.organisation = organisation;
        this.column = column;
        this.filters = filters;
        this.unread = unread;
        this.ids = ids;
        this.clock = clock;
    }

    @ModelAttribute("ui")
    public Ui of(HttpServletRequest request, @Nullable HttpServletResponse response) {
        Person person = ActInterceptor.signedIn();
        boolean program = ProblemPage.isForPrograms(request);
        // What script puts into a page that is there has no frame around it.
        boolean part = request.getHeader("HX-Request") != null;
        Locale locale = locale(request, program ? null : person);
        String uri = request.getRequestURI();
        Nav nav = person == null || program || part ? Nav.NONE : column.of(person, request, response, locale);
        CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        String query = withoutToken(request.getQueryString());
        return new Ui(
                messages,
                assets,
                uri.startsWith(PUBLIC) ? PUBLIC_ASSETS : "",
                locale,
                person,
                program ? settings::organisationName : read(settings.organisationName()),
                () -> organisation.in(locale),
                nav,
                csrf == null ? "_csrf" : csrf.getParameterName(),
                csrf == null ? "" : csrf.getToken(),
                ids.next().toString(),
                cookie(request, "theme", THEMES, "system"),
                query.isEmpty() ? uri : uri + "?" + query,
                () -> person == null || !SavedFilters.isList(uri) ? List.of() : filters.of(uri, person),
                () -> person == null
                        ? 0
                        : unread.stream()
                                .mapToInt(source -> source.unread(person))
                                .sum(),
                clock.instant());
    }

    /** A page that answers a form with files has the form's token in its address, which no link takes along. */
    private static String withoutToken(@Nullable String query) {
        return query == null
                ? ""
                : Arrays.stream(query.split("&", -1))
                        .filter(pair -> !pair.startsWith("_csrf="))
                        .collect(Collectors.joining("&"));
    }

    /** A page shows the name in several places and reads it once; most answers to programs do without. */
    private static Supplier<String> read(String name) {
        return () -> name;
    }

    /** For a page that is the same for everybody: nobody is signed in, and nothing of a request shows in it. */
    public Ui forEverybody(Locale locale, String path) {
        return new Ui(
                messages,
                assets,
                PUBLIC_ASSETS,
                locale,
                null,
                () -> "",
                () -> "",
                Nav.NONE,
                "_csrf",
                "",
                "",
                "system",
                path,
                List::of,
                () -> 0,
                clock.instant());
    }

    private static Locale locale(HttpServletRequest request, @Nullable Person person) {
        if (request.getRequestURI().startsWith(PUBLIC)) {
            String asked = request.getParameter("lang");
            if ("ja".equals(asked) || "en".equals(asked)) {
                return asked.equals("en") ? Locale.ENGLISH : Locale.JAPANESE;
            }
        }
        String fallback = person != null ? person.language() : "";
        String chosen = cookie(request, "lang", Set.of("ja", "en"), fallback);
        if (chosen.isEmpty()) {
            // Japanese unless the browser asks for English before Japanese.
            for (Locale wish : java.util.Collections.list(request.getLocales())) {
                if (wish.getLanguage().equals("ja") || wish.getLanguage().equals("en")) {
                    chosen = request.getHeader("Accept-Language") == null ? "ja" : wish.getLanguage();
                    break;
                }
            }
        }
        return chosen.equals("en") ? Locale.ENGLISH : Locale.JAPANESE;
    }

    private static String cookie(HttpServletRequest request, String name, Set<String> allowed, String otherwise) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name) && allowed.contains(cookie.getValue())) {
                    return cookie.getValue();
                }
            }
        }
        return otherwise;
    }
}
