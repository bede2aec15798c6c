package dev.shisa.server.platform.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SetUpTest extends ServerTest {

    private static final String PASSWORD = "琥珀色の路面電車に乗って海へ帰る";
    private static final String EMAIL = "m.tanaka@midorihama.example";

    @Autowired
    SetUpLink setUpLink;

    @BeforeEach
    void nobodyIsHere() {
        emptyDatabase();
        jdbc.sql("DELETE FROM setting").update();
    }

    @Test
    void makesTheFirstOwnerThenTheOrganisationThenLeadsToTheFirstProduct() {
        Browser browser = signedOut();
        String link = setUpLink.fresh().orElseThrow();

        assertThat(browser.get(link).text()).contains("責任者のアカウントを作ります", "あと24時間", "手順 1 / 4");
        Page created = create(browser, link);
        assertThat(created.location()).isEqualTo("/set-up/organisation");
        assertThat(browser.follow(created).text()).contains("手順 2 / 4", "2段階認証を登録してください");
        Page named = browser.post("/set-up/organisation", "organisation", "みどり浜光機株式会社", "language", "ja");
        assertThat(named.location()).isEqualTo("/products/new?first=1");
        assertThat(browser.follow(named).text()).contains("最初の製品を登録します", "あとで登録する");

        assertThat(settings.organisationName()).isEqualTo("みどり浜光機株式会社");
        assertThat(settings.organisationId()).isPresent();
        assertThat(jdbc.sql("SELECT array_to_string(roles, ' ') FROM person")
                        .query(String.class)
                        .single())
                .isEqualTo("owner quality");
        assertThat(acts()).containsExactly("set-up", "settings.organisation", "account.change");
    }

    @Test
    void opensTheDoorOnce() {
        String link = setUpLink.fresh().orElseThrow();
        create(signedOut(), link);

        Page second = create(signedOut(), link);

        assertThat(second.status()).isEqualTo(410);
        assertThat(count("person")).isEqualTo(1);
        assertThat(setUpLink.fresh()).isEmpty();
    }

    @Test
    void endsTheLinkAfterADayAndWithTheNextOne() {
        String first = setUpLink.fresh().orElseThrow();
        String second = setUpLink.fresh().orElseThrow();
        assertThat(signedOut().get(first).status()).isEqualTo(410);
        assertThat(signedOut().get(second).status()).isEqualTo(200);

        clock.advance(Duration.ofHours(24));

        assertThat(signedOut().get(second).status()).isEqualTo(410);
        assertThat(create(signedOut(), second).status()).isEqualTo(410);
    }

    @Test
    void keepsTheLinkWhenAFieldIsWrongAndWhatWasTyped() {
        String link = setUpLink.fresh().orElseThrow();
        Browser browser = signedOut();

        Page answer = browser.post(link, "name", "田中 美咲", "email", EMAIL, "password", "あいうえおかきくけ");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("9文字です。あと6文字以上、足してください。");
        assertThat(answer.html())
                .contains("value=\"田中 美咲\"", "value=\"" + EMAIL + "\"")
                .doesNotContain("あいうえお");
        assertThat(create(browser, link).location()).isEqualTo("/set-up/organisation");
    }

    @Test
    void goesOnWhereItStopped() {
        create(signedOut(), setUpLink.fresh().orElseThrow());

        assertThat(signedOut()
                        .post("/sign-in", "email", EMAIL, "password", PASSWORD)
                        .location())
                .isEqualTo("/set-up/organisation");
    }

    @Test
    void aProductCanBeRegisteredBeforeTheOrganisationHasItsName() {
        Browser browser = signedOut();
        create(browser, setUpLink.fresh().orElseThrow());

        Page made = browser.post(
                "/products/new",
                "name",
                "MC-200",
                "code",
                "MC-200",
                "kind",
                "ネットワークカメラ",
                "models",
                "MC-200W",
                "release",
                "1.0");
        assertThat(browser.follow(made).status()).isEqualTo(200);
        assertThat(browser.get("/products/MC-200/conformity").status()).isEqualTo(200);
    }

    @Test
    void tellsWhoeverComesTooEarlyWhereTheLinkIs() {
        assertThat(signedOut().get("/sign-in").text()).contains("まだ準備が済んでいません", "起動した画面");
    }

    @Test
    void slowsDownWhoeverTriesLinks() {
        Browser browser = signedOut();
        int status = 0;
        for (int i = 0; i < 61; i++) {
            status = browser.get("/set-up/guess" + i).status();
        }
        assertThat(status).isEqualTo(429);
    }

    private static Page create(Browser browser, String link) {
        return browser.post(link, "name", "田中 美咲", "email", EMAIL, "password", PASSWORD);
    }
}
