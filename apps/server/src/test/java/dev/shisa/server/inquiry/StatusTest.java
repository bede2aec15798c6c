package dev.shisa.server.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.portal.TestPortal;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** While something is wrong, one act tells everybody on the public pages and in the feeds, and each further step follows (S-138). */
class StatusTest extends ServerTest {

    private static final String HERE = "/field/status";

    @Autowired
    private Products products;

    @Autowired
    private ApplicationContext context;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Browser browser = signedOut();
    private Browser stranger = signedOut();

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private Series lock;

    @BeforeEach
    void aMakerWhoseCameraHasAPublicPage() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        stranger = signedOut();
        camera = products.create(new NewSeries("MC-200", "見守りカメラ", "機器", "", List.of("MC-210"), "2.4.0"), quality);
        lock = products.create(new NewSeries("SL-10", "電子錠", "錠", "", List.of("SL-10"), "1.0"), quality);
        TestPortal.switchOn(signedIn(Role.OWNER), camera.id().toString());
        look();
    }

    private void look() {
        TestPortal.look(context);
    }

    private Page publish(String series, String... more) {
        List<String> fields = new ArrayList<>(
                List.of("series", series, "state", "investigating", "titleJa", "映像が映らない", "textJa", "調べています"));
        fields.addAll(List.of(more));
        return browser.post(HERE, fields.toArray(String[]::new));
    }

    private String published(String... more) {
        Page made = publish(camera.id().toString(), more);
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        return made.location().replaceFirst("\\?.*", "");
    }

    @Test
    void oneActTellsEverybodyAndTheNextStepFollows() {
        assertThat(stranger.get("/public/ja/status/").text()).contains("いま、お知らせしている不具合はありません");
        String at = published("titleEn", "No picture", "textEn", "We are looking into it <b>now</b>");
        look();
        String id = at.substring(at.lastIndexOf('/') + 1);
        Page page = stranger.get("/public/ja/status/");
        assertThat(page.text()).contains("いま起きていること", "映像が映らない", "調べています", "見守りカメラ");
        assertThat(page.html()).contains("id=\"" + id + "\"", "id=\"" + id + "-1\"");
        assertThat(stranger.get("/public/en/status/").text())
                .contains("No picture", "We are looking into it <b>now</b>");
        assertThat(stranger.get("/public/ja/products/mc-200/").text()).contains("映像が映らない", "くわしく見る");
        assertThat(stranger.get("/public/ja/").text()).contains("映像が映らない");
        assertThat(stranger.get("/public/ja/feed.atom").html())
                .contains("【調べています】映像が映らない", "/public/ja/status/#" + id + "-1</id>");

        clock.advance(Duration.ofHours(3));
        browser = signedIn(quality);
        assertThat(browser.post(at + "/steps", "state", "resolved", "textJa", "直りました")
                        .status())
                .isEqualTo(302);
        look();
        page = stranger.get("/public/ja/status/");
        assertThat(page.text()).contains("いま、お知らせしている不具合はありません", "終わったこと", "解決しました", "直りました", "調べています");
        assertThat(page.html()).contains("id=\"" + id + "-2\"");
        assertThat(stranger.get("/public/ja/products/mc-200/").text()).doesNotContain("映像が映らない");
        assertThat(stranger.get("/public/ja/feed.rss").html()).contains("【解決しました】映像が映らない", "#" + id + "-2<");

        clock.advance(Duration.ofDays(91));
        look();
        assertThat(stranger.get("/public/ja/status/").text()).doesNotContain("映像が映らない");
        assertThat(signedIn(quality).get(HERE).text()).as("it stays inside").contains("映像が映らない");
    }

    @Test
    void aProductWithoutAPublicPageAndPagesThatAreOffAreSaid() {
        Page refused = publish(lock.id().toString());
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("公開ページのある製品を選んで");
        assertThat(refused.html()).contains("映像が映らない");
        assertThat(publish("").status()).as("all products").isEqualTo(302);
        assertThat(signedIn(Role.OWNER).post("/settings/portal", "version", "1").status())
                .isEqualTo(302);
        Api program = api(quality, Set.of(Act.VIEW, Act.TELL_USERS));
        Api.Answer off = program.post("/api/v1/statuses", """
                {"title": {"ja": "見出し"}, "state": "working", "text": {"ja": "本文"}}""");
        assertThat(off.status()).isEqualTo(409);
        assertThat(off.text()).contains("inquiry.status.off");
        assertThat(browser.get(HERE).text()).contains("公開ページが止まっている");
    }

    @Test
    void whatWasToldByMistakeIsWithdrawnNotDeleted() {
        String at = published();
        assertThat(browser.post(at + "/steps", "state", "withdrawn", "textJa", "別の製品のことでした")
                        .status())
                .isEqualTo(302);
        look();
        assertThat(stranger.get("/public/ja/status/").text()).contains("取り下げました", "別の製品のことでした");
        assertThat(browser.post(at + "/steps", "state", "working", "textJa", "x")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void silenceForADayIsATask() {
        published();
        assertThat(browser.get("/").text()).doesNotContain("その後を知らせる");
        clock.advance(Duration.ofHours(24));
        browser = signedIn(quality);
        assertThat(browser.get("/").text()).contains("公表した「映像が映らない」の、その後を知らせる");
    }

    @Test
    void preparedTextsLieReady() {
        assertThat(browser.get(HERE).text()).contains("アップデートのあとの不具合", "サービスにつながらない", "窓口が混み合っている");
        assertThat(browser.get(HERE + "?prepared=b0&series=" + camera.id()).html())
                .contains("アップデートのあとに、正しく動かないことがあります", "電源を切らずに");
        assertThat(browser.post(HERE + "/prepared", "name", "停電", "titleJa", "停電の影響", "textJa", "復旧を待っています")
                        .status())
                .isEqualTo(302);
        assertThat(browser.get(HERE + "?prepared=0").html()).contains("停電の影響", "復旧を待っています");
        assertThat(browser.post(HERE + "/prepared", "name", "", "titleJa", "x", "textJa", "")
                        .text())
                .contains("ひな形の名前を60文字までで", "日本語で書いてください");
        assertThat(browser.post(HERE + "/prepared/0/remove", "version", "7").status())
                .isEqualTo(409);
        assertThat(browser.post(HERE + "/prepared/0/remove", "version", "1").status())
                .isEqualTo(302);
        assertThat(browser.get(HERE).text()).doesNotContain("停電");
    }

    @Test
    void whoIsLimitedToOtherSeriesOrOnlyReadsMayNot() {
        String at = published();
        Browser limited = signedIn(person(Set.of(lock.id()), Role.QUALITY));
        assertThat(limited.get(HERE).text()).doesNotContain("映像が映らない");
        assertThat(limited.get(at).status()).isEqualTo(404);
        assertThat(limited.post(HERE, "series", "", "state", "working", "titleJa", "x", "textJa", "x")
                        .status())
                .isEqualTo(422);
        assertThat(signedIn(Role.AUDITOR)
                        .post(at + "/steps", "state", "working", "textJa", "x")
                        .status())
                .isEqualTo(403);
    }
}
