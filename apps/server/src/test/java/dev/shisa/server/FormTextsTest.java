package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.account.Role;
import java.util.Map;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.FormElement;
import org.junit.jupiter.api.Test;

/** A text that is longer than a form takes. */
class FormTextsTest extends ServerTest {

    @Test
    void whatWasTypedIsShownAgainToBeShortenedAndSent() {
        emptyDatabase();
        Browser quality = signedIn(Role.QUALITY);
        String name = "MC-200シリーズ<&\"'>、".repeat(400);

        Page refused = quality.post(
                "/products/new", "name", name, "kind", "ネットワークカメラ", "models", "MC-200\r\nMC-200B", "release", "2.4.1");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("4,000文字までにしてください");
        assertThat(count("series")).isZero();
        FormElement form = Jsoup.parse(refused.html()).forms().stream()
                .filter(one -> one.attr("action").equals("/products/new"))
                .findFirst()
                .orElseThrow();
        Map<String, String> shown = new TreeMap<>();
        form.formData().forEach(sent -> shown.put(sent.key(), sent.value()));
        assertThat(shown)
                .containsEntry("name", name)
                .containsEntry("kind", "ネットワークカメラ")
                .containsEntry("release", "2.4.1");
        Page taken = quality.post(
                "/products/new",
                "name",
                "MC-200シリーズ",
                "kind",
                shown.getOrDefault("kind", ""),
                "models",
                shown.getOrDefault("models", ""),
                "release",
                shown.getOrDefault("release", ""));
        assertThat(taken.location()).isEqualTo("/products/MC-200/questions/first");
        assertThat(quality.english().post("/products/new", "name", name).text()).contains("Up to 4,000 are taken");
    }

    @Test
    void noSecretIsShownAgain() {
        Browser quality = signedIn(Role.QUALITY);
        Page refused =
                quality.post("/account/password", "present", "yuki-no-asa-no-eki-5", "password", "あ".repeat(4_001));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.html()).doesNotContain("yuki-no-asa-no-eki-5", "ああああ");
    }
}
