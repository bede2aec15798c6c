package dev.shisa.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;

/** The mail server as an owner enters it. */
public final class TestMailServer {

    private TestMailServer() {}

    /** Enters one on this machine that asks for nothing. */
    public static void enter(Browser owner, int port) {
        Page form = owner.get("/settings/notices");
        Page saved = owner.post(
                "/settings/notices",
                "version",
                form.find("name=\"version\" value=\"(\\d+)\""),
                "on",
                "1",
                "host",
                "localhost",
                "port",
                Integer.toString(port),
                "security",
                "none",
                "user",
                "",
                "password",
                "",
                "from",
                "shisa@midorihama.example",
                "hour",
                "8");
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
    }
}
