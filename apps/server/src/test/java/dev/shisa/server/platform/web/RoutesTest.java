package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.ServerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.util.ServletRequestPathUtils;

/** Which route an address leads to does not hang on whether only those are asked that begin like it. */
class RoutesTest extends ServerTest {

    private static final int ADDRESSES = 400;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private Routes routes;

    @Test
    void findsEachAddressWhereSpringFindsIt() {
        List<RequestMappingInfo> all =
                new ArrayList<>(routes.getHandlerMethods().keySet());
        assertThat(all).hasSizeGreaterThan(800);
        Random random = new Random(20_261_126);
        int found = 0;
        for (int i = 0; i < ADDRESSES; i++) {
            MockHttpServletRequest request = somewhere(all.get(random.nextInt(all.size())), random);
            for (RequestMappingInfo info : all) {
                RequestMappingInfo asked = info.getMatchingCondition(request);
                assertThat(Optional.ofNullable(routes.getMatchingMapping(info, request)))
                        .as(request.getMethod() + " " + request.getRequestURI())
                        .isEqualTo(Optional.ofNullable(asked));
                found += asked == null ? 0 : 1;
            }
        }
        assertThat(found).isGreaterThan(ADDRESSES / 2);
    }

    /** An address of the route, some with a letter more or less or written in another way. */
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
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        ServletRequestPathUtils.parseAndCache(request);
        return request;
    }
}
