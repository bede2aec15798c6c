package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.TextLimits;
import dev.shisa.server.platform.account.Role;
import java.util.ArrayList;
import java.util.List;
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
    void noFormTakesAFieldOfAMillionCharacters() {
        String endless = "あ".repeat(TextLimits.FORM_CHARS_MAX + 1);
        Browser everybody = signedIn(Role.values());
        List<String> taken = new ArrayList<>();
        int refused = 0;
        for (String path : forms()) {
            Page page = everybody.post(path, "text", endless);
            if (page.status() == 422) {
                refused++;
            } else {
                taken.add(path + " answered " + page.status());
            }
        }
        assertThat(taken).isEmpty();
        assertThat(refused).isGreaterThan(150);
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
