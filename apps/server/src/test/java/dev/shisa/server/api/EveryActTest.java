package dev.shisa.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.api.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * What a page can do, a program can do too, or it is said why not: {@code acts.txt} names, for every route of a page, the
 * operations of the API that do the same, or the reason behind a dash.
 */
class EveryActTest extends ServerTest {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Test
    void everyActOfAPageHasItsOperationOrItsReason() throws IOException {
        Map<String, String> table = new LinkedHashMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(EveryActTest.class.getResourceAsStream("acts.txt")), StandardCharsets.UTF_8))) {
            in.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split("\\s*\\|\\s*", 2);
                assertThat(table.put(parts[0].strip(), parts[1].strip()))
                        .as(line)
                        .isNull();
            });
        }
        Set<String> operations = new TreeSet<>();
        List<String> unsaid = new ArrayList<>();
        Set<String> routes = new TreeSet<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            Operation operation = handler.getMethodAnnotation(Operation.class);
            if (operation != null) {
                operations.add(operation.id());
            } else if (handler.hasMethodAnnotation(Requires.class)) {
                info.getPatternValues()
                        .forEach(path -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.add(method + " " + path)));
            }
        });
        for (String route : routes) {
            String said = table.remove(route);
            if (said == null || said.isEmpty()) {
                unsaid.add(route);
            } else if (said.startsWith("-")) {
                assertThat(said.substring(1).strip()).as(route).hasSizeGreaterThan(5);
            } else {
                assertThat(operations).as(route).containsAll(List.of(said.split("\\s+")));
            }
        }
        assertThat(unsaid).isEmpty();
        assertThat(table.keySet()).as("routes that are no more").isEmpty();
    }
}
