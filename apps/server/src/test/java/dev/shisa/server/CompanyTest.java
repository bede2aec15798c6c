package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.account.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A company with something of everything, and an id for each place where an address names something. */
abstract class CompanyTest extends ServerTest {

    protected static final String NO_UUID = "00000000-0000-7000-8000-000000000000";

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

    /** What the variable at the end of a place names, and a query or a word; see {@code places-of-ids.tsv}. */
    protected record Place(String what, String value) {}

    @Autowired
    private ApplicationContext context;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    protected RequestMappingHandlerMapping mapping;

    protected final Map<String, Place> places = places();
    protected final Map<String, String> things = new HashMap<>();

    private static Map<String, Place> places() {
        try {
            Map<String, Place> places = new LinkedHashMap<>();
            new ClassPathResource("places-of-ids.tsv", CompanyTest.class)
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("/"))
                    .map(line -> line.split("\t", 3))
                    .forEach(cells -> places.put(cells[0], new Place(cells[1], cells.length == 3 ? cells[2] : "")));
            return places;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The places of a route's path, from the left: each is the address up to a variable. */
    protected static List<String> placesOf(String route) {
        List<String> found = new ArrayList<>();
        for (Matcher variable = VARIABLE.matcher(route); variable.find(); ) {
            if (!variable.group().equals("{format}")) {
                found.add(route.substring(0, variable.end()));
            }
        }
        return found;
    }

    protected final String id(String place) {
        Place known = Objects.requireNonNull(places.get(place), place);
        return switch (known.what()) {
            case "series" -> "MC-200";
            case "word" -> known.value();
            case "hidden", "case", "other" ->
                things.computeIfAbsent(place, p -> {
                    var query = jdbc.sql(known.value() + " LIMIT 1");
                    return (known.value().contains(":hidden") ? query.param("hidden", idOf("MC-200")) : query)
                            .query(String.class)
                            .optional()
                            .orElse("MISSING");
                });
            default -> NO_UUID;
        };
    }

    protected final UUID idOf(String code) {
        return jdbc.sql("SELECT id FROM series WHERE code = :code")
                .param("code", code)
                .query(UUID.class)
                .single();
    }

    /** The company of the demonstration, and what it has none of. */
    protected final Demo company() {
        Map<String, Person> people = new HashMap<>();
        Demo.people()
                .forEach(one -> people.put(
                        one.path("id").asString(),
                        person(Role.valueOf(one.path("roles").path(0).asString().toUpperCase(Locale.ROOT)))));
        Demo demo = new Demo(context, name -> {
            Person one = Objects.requireNonNull(people.get(name));
            Set<Act> acts = EnumSet.noneOf(Act.class);
            for (Act act : Act.values()) {
                if (!act.isOpen() && act != Act.OWN_ACCOUNT && one.can(act)) {
                    acts.add(act);
                }
            }
            return api(one, acts);
        });
        demo.play();
        Person owner = Objects.requireNonNull(people.get("tanaka"));
        try {
            for (String statement : new ClassPathResource("things.sql", CompanyTest.class)
                    .getContentAsString(StandardCharsets.UTF_8)
                    .replaceAll("(?m)^--.*$", "")
                    .split(";", -1)) {
                if (!statement.isBlank()) {
                    var sql = jdbc.sql(statement);
                    sql = statement.contains(":owner") ? sql.param("owner", owner.id()) : sql;
                    (statement.contains(":at") ? sql.param("at", Timestamp.from(clock.instant())) : sql).update();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return demo;
    }

    /** Every page, of a thing that there is where it names one. */
    protected final List<String> pages() {
        Set<String> paths = new TreeSet<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            if (info.getMethodsCondition().getMethods().contains(RequestMethod.GET)
                    && handler.hasMethodAnnotation(Requires.class)) {
                info.getPatternValues().stream()
                        .filter(path -> !path.startsWith("/api/") && !path.contains("{format}"))
                        .forEach(path -> paths.add(filled(path)));
            }
        });
        assertThat(paths).hasSizeGreaterThan(200);
        return List.copyOf(paths);
    }

    private String filled(String route) {
        String path = route;
        for (String place : placesOf(route)) {
            path = path.replace(place.substring(place.lastIndexOf('{')), id(place));
        }
        return path;
    }

    /** The same form or field with another id or number in it. */
    protected static String kind(String name) {
        return name.replaceAll("[?&]_csrf=[^&]*", "").replaceAll("[0-9a-f-]{36}|[0-9]+", "#");
    }

    /** What an answer says, without the id and what is new in every answer. */
    protected static String told(MockHttpServletResponse answer, String id) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : List.of("Location", "ETag", "Content-Type", "Content-Disposition")) {
            headers.put(name, String.valueOf(answer.getHeader(name)));
        }
        return (answer.getStatus() + " " + headers + new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8))
                .replace(id, "«id»")
                .replaceAll("name=\"(_csrf|once|draft)\" value=\"[^\"]*\"", "name=\"$1\"")
                .replaceAll("_csrf=[A-Za-z0-9_-]+", "_csrf")
                .replaceAll("data-hx-headers=\"[^\"]*\"", "")
                .replaceAll("\"request\":\"[0-9a-f]+\"", "")
                .replaceAll("参照番号 [0-9a-f]{10}", "");
    }

    /** Where two answers begin to differ. */
    protected static String shortly(String one, String other) {
        int at = 0;
        while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return one.substring(0, Math.min(3, one.length())) + " … "
                + one.substring(Math.max(0, at - 60), Math.min(one.length(), at + 200))
                        .replaceAll("\\s+", " ");
    }

    /** An id of the same shape that nothing has. */
    protected static String none(String id) {
        if (id.length() == NO_UUID.length()) {
            return NO_UUID;
        }
        return id.substring(0, id.length() - 2) + (id.matches(".*[0-9]") ? "00" : "ZZ");
    }
}
