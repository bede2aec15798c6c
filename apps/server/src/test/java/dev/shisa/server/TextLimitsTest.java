package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.TextLimits;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.act.Sent;
import dev.shisa.server.platform.api.Body;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Walks every form: no field of any of them takes a text without an end. */
class TextLimitsTest extends ServerTest {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Test
    void noFormTakesALineWithoutAnEnd() {
        String endless = "あ".repeat(TextLimits.LINE_CHARS_MAX + 1);
        Browser everybody = signedIn(Role.values());
        List<String> taken = new ArrayList<>();
        int refused = 0;
        for (String path : forms()) {
            Page page = everybody.post(path, "anything", endless);
            if (page.status() == 422) {
                refused++;
            } else {
                taken.add(path + " answered " + page.status());
            }
        }
        assertThat(taken).isEmpty();
        assertThat(refused).isGreaterThan(150);
    }

    /** One list says how long every text may be that a program sends. */
    @Test
    void everyNamedTextHasALimitAndNoLimitIsOfNothing() {
        SortedSet<String> names = new TreeSet<>();
        Set<Type> seen = new HashSet<>();
        mapping.getHandlerMethods().values().stream()
                .flatMap(handler -> Arrays.stream(handler.getMethodParameters()))
                .forEach(parameter -> {
                    if (parameter.hasParameterAnnotation(Body.class)
                            || parameter.getParameterType().isAnnotationPresent(Sent.class)) {
                        texts(parameter.getGenericParameterType(), "", seen, names);
                    }
                });
        assertThat(TextLimits.listed("api").keySet()).containsAll(names);
        Set<String> dead = new TreeSet<>(TextLimits.listed("api").keySet());
        dead.removeAll(names);
        assertThat(dead).isEmpty();
        assertThat(TextLimits.listed("api").values())
                .allSatisfy(limit -> assertThat(limit).isBetween(100, TextLimits.API_CHARS_MAX));
    }

    private static void texts(Type type, String name, Set<Type> seen, Set<String> names) {
        switch (type) {
            case ParameterizedType generic -> {
                for (Type argument : generic.getActualTypeArguments()) {
                    texts(argument, name, seen, names);
                }
            }
            case Class<?> text when text == String.class -> names.add(name);
            case Class<?> record
            when record.isRecord() && seen.add(record) -> {
                for (RecordComponent component : record.getRecordComponents()) {
                    texts(component.getGenericType(), component.getName(), seen, names);
                }
            }
            default -> {
                // Numbers, days, ids: they have their form.
            }
        }
    }

    @Test
    void anApiTextLongerThanItsNameAllowsIsRefusedWithItsPlace() {
        Api program = api(person(Role.QUALITY), Set.of(Act.EDIT_PRODUCT));
        String code = "x".repeat(TextLimits.ofApi("code") + 1);
        Api.Answer answer = program.post(
                "/api/v1/series",
                "{\"code\": \"" + code
                        + "\", \"name\": \"カメラ\", \"kind\": \"カメラ\", \"models\": [], \"release\": \"1.0\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("\"/code\"", "4,001");
    }

    @Test
    void theDescriptionOfTheApiSaysTheLimits() {
        assertThat(signedIn(Role.QUALITY).get("/api/v1/openapi.json").html())
                .contains("\"code\":{\"type\":\"string\",\"maxLength\":4000}");
    }

    /** The addresses to which forms are sent, with something in each place. */
    private List<String> forms() {
        return mapping.getHandlerMethods().entrySet().stream()
                .filter(e -> e.getKey().getMethodsCondition().getMethods().contains(RequestMethod.POST))
                .flatMap(e -> e.getKey().getPatternValues().stream())
                .filter(path -> !path.startsWith("/api/"))
                .map(path -> path.replaceAll("\\{[^}]*}", "00000000-0000-7000-8000-000000000000"))
                .sorted()
                .toList();
    }
}
