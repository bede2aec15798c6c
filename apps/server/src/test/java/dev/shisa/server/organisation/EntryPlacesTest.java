package dev.shisa.server.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever writes an entry of the register sees in the column on which page it will stand. */
class EntryPlacesTest extends ServerTest {

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void anOwner() {
        browser = signedIn(person(Role.OWNER, Role.QUALITY));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theColumnMarksThePageOnWhichTheEntryWillStand(Kind kind) {
        Page page = browser.get("/organisation/register/" + kind.id() + "/new");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html())
                .contains("<a href=\"" + kind.page() + "\" aria-current=\"true\">")
                .doesNotContain("<a href=\"/organisation\" aria-current=\"page\">");
    }
}
