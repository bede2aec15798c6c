package dev.shisa.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.api.Operation;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every operation with a token of every scope: none reaches beyond its own, nor into another series. */
class ApiScopeTest extends ServerTest {

    private static final String NOTHING = "00000000-0000-7000-8000-000000000000";

    /** Words of the series that the token must not know of. */
    private static final List<String> HIDDEN = List.of("スマートロック極", "XL-901", "9.9.7");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Autowired
    private Products products;

    private Person everything = new Person(new java.util.UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    private record Route(HttpMethod method, String path, Act act, Operation operation, boolean namesFile) {}

    @BeforeEach
    void somebodyWithEveryRole() {
        emptyDatabase();
        everything = person(Role.values());
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            Operation operation = handler.getMethodAnnotation(Operation.class);
            Requires requires = handler.getMethodAnnotation(Requires.class);
            if (operation != null && requires != null) {
                // An act that a page does as well has an address of its own there.
                info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .forEach(path -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.add(new Route(
                                        HttpMethod.valueOf(method.name()),
                                        path,
                                        requires.value(),
                                        operation,
                                        namesFile(handler)))));
            }
        });
        return routes;
    }

    private static boolean namesFile(HandlerMethod handler) {
        return Arrays.stream(handler.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestParam.class)
                        && "fileName".equals(parameter.getParameter().getName()));
    }

    private static Api.Answer call(Api api, Route route, String path) {
        if (route.operation().takesFile()) {
            return api.upload(path + (route.namesFile() ? "?fileName=x.txt" : ""), new byte[] {'x'});
        }
        byte[] body = route.method().equals(HttpMethod.GET) || route.method().equals(HttpMethod.DELETE)
                ? null
                : new byte[] {'{', '}'};
        return api.send(route.method(), path, body, "If-Match", "\"1\"");
    }

    @Test
    void aTokenReachesExactlyTheOperationsOfItsScope() {
        List<Route> routes = routes();
        assertThat(routes).hasSizeGreaterThan(110);
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Act scope : Act.values()) {
            if (scope.isOpen() || scope == Act.OWN_ACCOUNT) {
                continue;
            }
            Api api = api(everything, Set.of(scope));
            for (Route route : routes) {
                String path = route.path().replaceAll("\\{[^}]*\\}", NOTHING);
                Api.Answer answer = call(api, route, path);
                boolean refused = answer.status() == 403 && answer.code().equals("api.denied");
                asked++;
                if (refused == (route.act() == scope)) {
                    wrong.add(scope + " " + route.method() + " " + path + " answered " + answer);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(1_500);
    }

    @Test
    void nobodyGetsInWithoutAToken() {
        Set<String> wrong = new TreeSet<>();
        for (Route route : routes()) {
            String path = route.path().replaceAll("\\{[^}]*\\}", NOTHING);
            for (String asked : List.of(path, path + "?nothing=1")) {
                Api.Answer answer = call(apiWith(""), route, asked);
                if (answer.status() != 401 || !answer.code().equals("token.missing")) {
                    wrong.add(route.method() + " " + asked + " answered " + answer);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aStrangerLearnsNothingOfWhatThereIsOrHowItIsAskedFor() {
        Api stranger = apiWith("");
        byte[] large = new byte[2 * 1024 * 1024];
        List<Api.Answer> answers = List.of(
                stranger.get("/api/v1/nothing"),
                stranger.get("/api/v2/series"),
                stranger.get("/api/v1/series?limit=0&limit=1"),
                stranger.get("/api/v1/facts/no-id"),
                stranger.send(HttpMethod.PATCH, "/api/v1/series", null),
                stranger.post("/api/v1/series", "{"),
                stranger.post("/api/v1/series", "{}", "Idempotency-Key", "a b"),
                stranger.post("/api/v1/series", "a=b", "Content-Type", "application/x-www-form-urlencoded"),
                stranger.send(HttpMethod.POST, "/api/v1/series", large),
                stranger.upload("/api/v1/series-imports?nothing=1", large),
                stranger.send(HttpMethod.POST, "/api/v1/openapi.json/", null));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("token.missing");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"shisa\"");
        });
        assertThat(stranger.get("/api/v1/openapi.json").status()).isEqualTo(200);
        assertThat(apiWith("shisa_" + "A".repeat(43)).get("/api/v1/nothing?x=1").header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"shisa\", error=\"invalid_token\"");
    }

    @Test
    void whoMayNotIsNotToldWhichParametersThereAre() {
        Api api = api(everything, Set.of(Act.VIEW));
        assertThat(api.get("/api/v1/audit?nothing=1").code()).isEqualTo("api.denied");
        assertThat(api.get("/api/v1/series?nothing=1").code()).isEqualTo("api.parameter.unknown");
    }

    @Test
    void anotherSeriesIsAsIfThereWereNone() {
        Series camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of(), "1.0"), everything);
        Series lock =
                products.create(new NewSeries("XL-900", "スマートロック極", "機器", "", List.of("XL-901"), "9.9.7"), everything);
        Set<Act> acts = new java.util.HashSet<>();
        for (Act act : Act.values()) {
            if (!act.isOpen() && act != Act.OWN_ACCOUNT) {
                acts.add(act);
            }
        }
        Api api = api(everything, acts, camera.id());
        Set<String> wrong = new TreeSet<>();
        int asked = 0;
        for (Route route : routes()) {
            String path = route.path()
                    .replace("{code}", "XL-900")
                    .replace("{id}", String.valueOf(lock.designated()))
                    .replace("{number}", "S1.1-02")
                    .replace("{framework}", "jcstar1")
                    .replace("{collection}", "login")
                    .replaceAll("\\{[^}]*\\}", "send");
            if (route.path().startsWith("/api/v1/series/{code}")) {
                asked++;
                Api.Answer answer = call(api, route, path);
                // What lacks everything is refused before anybody looks for the series.
                boolean told = answer.status() == 404
                        || Set.of("api.field", "api.parameter.missing").contains(answer.code());
                if (!told || HIDDEN.stream().anyMatch(answer.text()::contains)) {
                    wrong.add(route.method() + " " + path + " answered " + answer);
                }
            } else if (route.method().equals(HttpMethod.GET) && !route.path().contains("{")) {
                Api.Answer answer = call(api, route, path);
                if (HIDDEN.stream().anyMatch(answer.text()::contains)
                        || answer.text().contains("XL-900")) {
                    wrong.add(route.method() + " " + path + " tells of it");
                }
            }
        }
        assertThat(asked).isGreaterThan(50);
        assertThat(wrong).isEmpty();
        assertThat(api.get("/api/v1/audit").status())
                .as("shows all series together")
                .isEqualTo(403);
        assertThat(api.get("/api/v1/records").status()).isEqualTo(403);
    }
}
