package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import org.junit.jupiter.api.Test;

/** What cannot be done is said on a page like any other: with the way on, and the look of the rest. */
class ErrorPageTest extends ServerTest {

    @Test
    void keepsTheFrameForWhoIsSignedIn() {
        Page page = signedIn(Role.QUALITY).get("/products/NONE");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.html()).contains("/css/shisa.css", "<nav", "href=\"/products\"");
        assertThat(page.text()).contains("series.unknown", "ホーム");
    }

    @Test
    void isAPageForAStrangerToo() {
        Page page = signedOut().english().get("/answer/0000000000000000000000000000000000000000000");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.html()).contains("/css/shisa.css", "name=\"viewport\"").doesNotContain("<nav");
        assertThat(page.text()).contains("link.ended");
    }
}
