package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Whose word counts about where a request came from. */
class TrustedProxiesTest {

    private static String source(String trusted, String peer, String... said) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        for (String one : said) {
            request.addHeader("X-Forwarded-For", one);
        }
        AtomicReference<String> seen = new AtomicReference<>("");
        new TrustedProxies(trusted)
                .doFilter(request, new MockHttpServletResponse(), (r, answer) -> seen.set(r.getRemoteAddr()));
        return seen.get();
    }

    @Test
    void nobodyIsBelievedUnlessNamed() throws Exception {
        assertThat(source("", "10.0.0.5", "203.0.113.9")).isEqualTo("10.0.0.5");
        assertThat(source("10.0.0.5", "10.0.0.6", "203.0.113.9")).isEqualTo("10.0.0.6");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5, 203.0.113.9, 203.0.113.9",
        "10.0.0.5, 203.0.113.9:52311, 203.0.113.9",
        "'10.0.0.5,10.1.0.0/16', '203.0.113.9, 10.1.200.7', 203.0.113.9",
        "10.0.0.5, '198.51.100.1, 203.0.113.9', 203.0.113.9",
        "10.0.0.5, '[2001:db8::7]:443', 2001:db8:0:0:0:0:0:7"
    })
    void theLastAddressThatIsNoProxyCounts(String trusted, String said, String source) throws Exception {
        assertThat(source(trusted, "10.0.0.5", said)).isEqualTo(source);
    }

    @Test
    void whatAClientSendsAheadOfTheProxyDoesNotCount() throws Exception {
        assertThat(source("10.0.0.5", "10.0.0.5", "127.0.0.1", "203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "somebody.example", "unknown", "203.0.113.9, _hidden", "203.0.113.9,"})
    void whatIsNoAddressLeavesTheProxys(String said) throws Exception {
        assertThat(source("10.0.0.5", "10.0.0.5", said)).isEqualTo("10.0.0.5");
    }

    @Test
    void networksOfBothKindsAreTaken() throws Exception {
        assertThat(source("fd00::/8", "fd12::1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(source("fd00::/8", "fe80::1", "203.0.113.9")).isEqualTo("fe80::1");
        assertThat(source("10.0.0.0/8", "10.200.0.1", "203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", "10.0.0"})
    void whatCannotBeReadStopsTheStart(String entered) {
        assertThatThrownBy(() -> new TrustedProxies(entered)).hasMessageContaining("shisa.trusted-proxies");
    }
}
