package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every route with every role, and with nobody signed in: what the matrix allows is let through, nothing else is. */
class PermissionMatrixTest extends ServerTest {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    private record Route(String method, String path, Act act) {}

    @Test
    void everyRouteNamesItsAct() {
        assertThat(mapping.getHandlerMethods().entrySet())
                .filteredOn(e -> e.getValue().getBeanType().getName().startsWith("dev.shisa"))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.getValue().getMethodAnnotation(Requires.class))
                        .as(String.valueOf(e.getValue()))
                        .isNotNull());
    }

    @Test
    void everyRoleReachesExactlyWhatTheMatrixAllows() {
        List<Route> routes = routes();
        assertThat(routes).hasSizeGreaterThan(40);
        List<String> wrong = new ArrayList<>();
        for (Role role : Role.values()) {
            Browser browser = signedIn(role);
            for (Route route : routes) {
                if (endsTheSession(route)) {
                    continue;
                }
                int status = visit(browser, route);
                boolean allowed = route.act().allows(Set.of(role));
                if (allowed == (status == 403)) {
                    wrong.add(role + " " + route + " answered " + status);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void nobodyGetsInWithoutSigningInExceptThroughOpenDoors() {
        List<String> wrong = new ArrayList<>();
        for (Route route : routes()) {
            Browser stranger = signedOut();
            Page page = route.method().equals("GET") ? stranger.get(route.path()) : stranger.post(route.path());
            boolean turnedAway = page.status() == 403
                    || page.status() == 401
                    || (page.status() == 302 && page.location().contains("/sign-in"));
            if (route.act() != Act.OPEN && !turnedAway) {
                wrong.add(route + " answered " + page.status());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aChangeWithoutTheTokenOfAPageIsRefused() {
        Browser owner = signedIn(Role.values());
        List<String> wrong = new ArrayList<>();
        for (Route route : routes()) {
            if (!route.method().equals("GET")
                    && !isForEverybody(route)
                    && owner.postWithoutToken(route.path()).status() != 403) {
                wrong.add(route.toString());
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A form that looks at no cookie: there is no session that a page elsewhere could ride on. */
    private static boolean isForEverybody(Route route) {
        return route.path().startsWith("/public/");
    }

    private static int visit(Browser browser, Route route) {
        return route.method().equals("GET")
                ? browser.get(route.path()).status()
                : browser.post(route.path()).status();
    }

    private static boolean endsTheSession(Route route) {
        return route.path().contains("sign-out") || route.path().contains("/account/sessions");
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (Map.Entry<RequestMappingInfo, HandlerMethod> entry :
                mapping.getHandlerMethods().entrySet()) {
            Requires requires = entry.getValue().getMethodAnnotation(Requires.class);
            if (requires == null) {
                continue;
            }
            Set<RequestMethod> methods = entry.getKey().getMethodsCondition().getMethods();
            for (String pattern : entry.getKey().getPatternValues()) {
                if (pattern.startsWith("/api/")) {
                    // No session opens the door for programs; ApiScopeTest walks it.
                    continue;
                }
                // Things that do not exist: a person who may answers 404, one who may not 403.
                String path = pattern.replaceAll("\\{[^}]*\\}", "00000000-0000-7000-8000-000000000000");
                methods.forEach(method -> routes.add(new Route(method.name(), path, requires.value())));
            }
        }
        return routes;
    }
}
