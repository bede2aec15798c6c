package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Where an address leads, and how it is refused, does not hang on whether only routes that begin like it are asked. */
class RoutesTest extends ServerTest {

    private static final int ADDRESSES = 3_000;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private Routes routes;

    @Autowired
    private ApplicationContext context;

    @Test
    void leadsWhereSpringLeads() {
        RequestMappingHandlerMapping plain = new RequestMappingHandlerMapping();
        plain.setApplicationContext(context);
        routes.getHandlerMethods()
                .forEach((info, handler) -> plain.registerMapping(info, handler.getBean(), handler.getMethod()));
        List<RequestMappingInfo> all =
                new ArrayList<>(routes.getHandlerMethods().keySet());
        assertThat(all).hasSizeGreaterThan(800);
        Random random = new Random(20_261_126);
        int found = 0;
        for (int i = 0; i < ADDRESSES; i++) {
            MockHttpServletRequest request = somewhere(all.get(random.nextInt(all.size())), random);
            String expected = led(plain, request);
            assertThat(led(routes, request))
                    .as(request.getMethod() + " " + request.getRequestURI())
                    .isEqualTo(expected);
            found += expected.startsWith("dev.shisa.") ? 1 : 0;
        }
        assertThat(found).isBetween(ADDRESSES / 2, ADDRESSES - ADDRESSES / 20);
    }

    /** The method, or the refusal. */
    private static String led(RequestMappingHandlerMapping mapping, MockHttpServletRequest request) {
        try {
            HandlerExecutionChain chain = mapping.getHandler(request);
            return chain == null
                    ? "nowhere"
                    : ((HandlerMethod) chain.getHandler())
                            .getMethod()
                            .toGenericString()
                            .replaceFirst("^.* (?=dev\\.)", "");
        } catch (Exception e) {
            return e.toString();
        }
    }

    /** An address of the route, some with a slash more, some cut, some written in another way or asked by another method. */
    private static MockHttpServletRequest somewhere(RequestMappingInfo info, Random random) {
        String path = info.getPatternValues()
                .iterator()
                .next()
                .replaceAll("\\{\\*[^}]*}", random.nextBoolean() ? "a/b" : "")
                .replaceAll("\\{[^}]*}", "x");
        path = switch (random.nextInt(6)) {
            case 0 -> path + "/";
            case 1 -> path.substring(0, random.nextInt(1, path.length() + 1));
            case 2 -> path.replace("s", "%73");
            default -> path;
        };
        String method = info.getMethodsCondition().getMethods().stream()
                .findFirst()
                .map(Enum::name)
                .orElse("GET");
        MockHttpServletRequest request = new MockHttpServletRequest(random.nextInt(8) == 0 ? "PATCH" : method, path);
        ServletRequestPathUtils.parseAndCache(request);
        return request;
    }
}
