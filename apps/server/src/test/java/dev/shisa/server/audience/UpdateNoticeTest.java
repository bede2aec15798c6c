package dev.shisa.server.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.notice.TestMailServer;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.outgoing.MailSink;
import dev.shisa.server.portal.TestPortal;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One draft about a new version comes out on the product's page, in its feed, by mail and for devices, by a second click. */
class UpdateNoticeTest extends ServerTest {

    private static final String NEW = "/field/notices/updates/new";

    @Autowired
    private Products products;

    @Autowired
    private AudienceDelivery delivery;

    @Autowired
    private AudienceStore users;

    @Autowired
    private ApplicationContext context;

    @SuppressWarnings("NullAway.Init")
    private Browser owner;

    @SuppressWarnings("NullAway.Init")
    private Browser quality;

    @SuppressWarnings("NullAway.Init")
    private Browser stranger;

    @SuppressWarnings("NullAway.Init")
    private Api program;

    @SuppressWarnings("NullAway.Init")
    private Release release;

    @BeforeEach
    void aMakerWithAVersionThatIsOut() {
        emptyDatabase();
        owner = signedIn(Role.OWNER);
        stranger = signedOut();
        Person sato = person(Role.QUALITY);
        quality = signedIn(sato);
        program = api(sato, Set.of(Act.VIEW, Act.TELL_USERS));
        Series camera = products.create(new NewSeries("MC-200", "見守りカメラ", "機器", "", List.of("MC-210"), "2.4.0"), sato);
        release = products.addRelease(camera, "2.4.1", LocalDate.of(2026, 11, 1), "", null, sato);
        TestPortal.switchOn(owner, camera.id().toString());
        look();
    }

    /** The public pages as they are a second later. */
    private void look() {
        TestPortal.look(context);
    }

    private Page begun(String... more) {
        List<String> fields = new java.util.ArrayList<>(List.of(
                "release",
                release.id().toString(),
                "fixesJa",
                "設定画面に入れる問題",
                "fixesEn",
                "Settings could be opened",
                "whyJa",
                "悪用のおそれ",
                "withoutJa",
                "<b>映像</b>を見られる",
                "installJa",
                "アプリで押す"));
        fields.addAll(List.of(more));
        return quality.post(NEW, fields.toArray(String[]::new));
    }

    @Test
    void whatWasWrittenIsNotPublicBeforeTheSecondClick() throws Exception {
        Page made = begun("deviceJa", "2.4.1に\"アップデート\"してください", "newsJa", "合言葉を使い回さないで");
        assertThat(made.status()).as(made.text()).isEqualTo(302);
        String at = made.location().replaceFirst("\\?.*", "");
        look();
        assertThat(stranger.get("/public/ja/products/mc-200/").text()).doesNotContain("設定画面に入れる問題");
        assertThat(stranger.get("/public/device/mc-200.json").html())
                .isEqualTo("{\"series\":\"MC-200\",\"messages\":[]}\n");
        assertThat(signedIn(Role.AUDITOR).get(at).status()).isEqualTo(404);

        assertThat(quality.get(at).text()).contains("公開して、0件の宛先に知らせますか", "見守りカメラ 2.4.1のアップデートのお知らせ");
        Page edit = quality.get(at + "/edit");
        assertThat(edit.html()).contains("悪用のおそれ");
        assertThat(quality.post(
                                at + "/edit",
                                "number",
                                "1",
                                "fixesJa",
                                "設定画面に入れる問題",
                                "fixesEn",
                                "Settings could be opened",
                                "whyJa",
                                "すでに悪用されています",
                                "withoutJa",
                                "<b>映像</b>を見られる",
                                "installJa",
                                "アプリで押す",
                                "newsJa",
                                "合言葉を使い回さないで",
                                "deviceJa",
                                "2.4.1に\"アップデート\"してください")
                        .status())
                .isEqualTo(302);
        assertThat(quality.post(
                                at + "/edit",
                                "number",
                                "1",
                                "fixesJa",
                                "x",
                                "whyJa",
                                "x",
                                "withoutJa",
                                "x",
                                "installJa",
                                "x")
                        .status())
                .isEqualTo(409);

        assertThat(quality.post(at + "/send").status())
                .as("also without a mail server")
                .isEqualTo(302);
        look();
        assertThat(stranger.get("/public/ja/products/mc-200/").text())
                .contains("直すこと", "設定画面に入れる問題", "すでに悪用されています", "<b>映像</b>を見られる", "合言葉を使い回さないで")
                .doesNotContain("悪用のおそれ");
        assertThat(stranger.get("/public/en/products/mc-200/").text()).contains("Settings could be opened");
        assertThat(stranger.get("/public/ja/feed.atom").html())
                .contains("見守りカメラ 2.4.1のアップデートのお知らせ", "/public/ja/products/mc-200/#n-");
        assertThat(stranger.get("/public/en/feed.rss").html()).contains("Update of 見守りカメラ: 2.4.1");
        JsonNode device = JsonMapper.builder()
                .build()
                .readTree(stranger.get("/public/device/mc-200.json").bytes());
        assertThat(device.at("/messages/0/release").asString()).isEqualTo("2.4.1");
        assertThat(device.at("/messages/0/text/en").asString()).isEqualTo("2.4.1に\"アップデート\"してください");
        assertThat(quality.get(at).text()).contains("経路ごとの結果", "公開ページ 出ている", "機器・アプリ 出ている");
        assertThat(quality.get(at + "/edit").status()).isEqualTo(409);
        assertThat(begun().status()).isEqualTo(409);
    }

    @Test
    void whoAskedForUpdatesHasAMail() throws Exception {
        try (MailSink sink = new MailSink(MailSink.Manner.TAKES_ALL)) {
            TestMailServer.enter(owner, sink.port());
            users.subscribe(
                    ids.next(),
                    new Wish("umino@example.org", "en", true, List.of(), Set.of(AudienceKind.UPDATE)),
                    clock.instant());
            users.subscribe(
                    ids.next(),
                    new Wish("other@example.org", "ja", true, List.of(), Set.of(AudienceKind.ADVISORY)),
                    clock.instant());
            String at = begun().location().replaceFirst("\\?.*", "");
            quality.post(at + "/send");
            delivery.settle();
            boolean more = true;
            while (more) {
                more = delivery.sendNext();
            }
            assertThat(sink.mails()).hasSize(1);
            assertThat(TestMails.text(TestMails.to(sink, "umino@example.org").getFirst()))
                    .contains("* What it fixes\nSettings could be opened", "/public/en/products/mc-200/");
            assertThat(quality.get(at).text()).contains("メール 1 / 1");
            clock.advance(Duration.ofMinutes(1));
        }
    }

    /** The list, the page and its mark say one thing of it, before and after it is published, and say how mails can go. */
    @Test
    void whatCannotBeMailedIsNotSaidToBeSent() {
        users.subscribe(
                ids.next(),
                new Wish("umino@example.org", "ja", true, List.of(), Set.of(AudienceKind.UPDATE)),
                clock.instant());
        String at = begun().location().replaceFirst("\\?.*", "");
        assertThat(quality.get(at).text()).contains("公開して、1件の宛先に知らせますか", "いま公開しても、メールは設定するまで出ません", "責任者に、");
        Page sent = quality.get(quality.post(at + "/send").location());
        assertThat(sent.text())
                .contains("公開しました。", "メールサーバ待ち", "メールはまだ送られていません", "責任者に、")
                .doesNotContain("送り始めました", "もう一度送る");
        assertThat(sent.html()).doesNotContain("href=\"/settings/notices\"");
        assertThat(quality.get("/field/notices").text()).contains("メールサーバ待ち");
        assertThat(quality.get("/field/notices?state=mailless").text()).contains("1件");
        assertThat(quality.get("/field/notices?state=sent").text()).contains("当てはまる知らせがありません");
        Browser both = signedIn(person(Role.OWNER, Role.QUALITY));
        assertThat(both.get(at).html()).contains("href=\"/settings/notices\"");
    }

    @Test
    void whatNobodyWasToGetIsNotSaidToBeSent() {
        String at = begun().location().replaceFirst("\\?.*", "");
        assertThat(quality.get(quality.post(at + "/send").location()).text())
                .contains("公開しました。", "送ったメールはない")
                .doesNotContain("送り始めました", "メールサーバ待ち");
        assertThat(quality.get("/field/notices?state=unsent").text()).contains("1件");
        assertThat(quality.get("/field/notices?state=sent").text()).contains("当てはまる知らせがありません");
    }

    private int mechanisms() {
        return jdbc.sql("SELECT count(*) FROM fact WHERE key = 'guide.update'")
                .query(Integer.class)
                .single();
    }

    /** JC-STAR S1.1-16 ②: a channel, and what the update contains, why it is needed and what happens without it. */
    @Test
    void aNoticeThatOwnersCanReadIsEvidenceOfTheMechanism() {
        String at = begun().location().replaceFirst("\\?.*", "");
        assertThat(mechanisms()).as("a draft tells nobody").isZero();
        quality.post(at + "/send");
        assertThat(jdbc.sql("SELECT value FROM fact WHERE key = 'guide.update'")
                        .query(String.class)
                        .single())
                .isEqualTo("channel\ncontent\neffect\nneed");
        assertThat(quality.get("/products/MC-200/evidence").text()).contains("2.4.1のアップデートの知らせ");

        products.addRelease(
                products.byId(release.seriesId()).orElseThrow(),
                "2.4.2",
                LocalDate.of(2026, 11, 10),
                "",
                null,
                person(Role.QUALITY));
        release = products.releases(release.seriesId()).stream()
                .filter(one -> one.name().equals("2.4.2"))
                .findFirst()
                .orElseThrow();
        quality.post(begun().location().replaceFirst("\\?.*", "") + "/send");
        assertThat(mechanisms()).as("what stands already is not said again").isEqualTo(1);
    }

    @Test
    void aNoticeThatNobodyCanReadYetIsNoEvidence() {
        release = products.addRelease(
                products.byId(release.seriesId()).orElseThrow(),
                "3.0.0",
                LocalDate.of(2027, 1, 10),
                "",
                null,
                person(Role.QUALITY));
        quality.post(begun().location().replaceFirst("\\?.*", "") + "/send");
        assertThat(mechanisms()).as("the version is not out").isZero();
    }

    private Release out(String name, LocalDate day, @Nullable Release from) {
        return products.addRelease(
                products.byId(release.seriesId()).orElseThrow(),
                name,
                day,
                "",
                from == null ? null : from.id(),
                person(Role.QUALITY));
    }

    @Test
    void aVersionThatCameOutLaterOvertakesTheNoticeThatWaits() {
        String at = begun().location().replaceFirst("\\?.*", "");
        out("2.3.9", LocalDate.of(2026, 10, 1), null);
        out("3.0.0", LocalDate.of(2027, 1, 10), null);
        assertThat(quality.get(at).text()).as("none of them is").contains("公開して、0件の宛先に知らせますか");
        out("2.4.2", LocalDate.of(2026, 11, 10), null);
        assertThat(quality.get(at).text()).contains("このお知らせの内容は、その後に変わっています").doesNotContain("に知らせますか");
        Page refused = quality.post(at + "/send");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("より新しいバージョンの公開");
        assertThat(stranger.get("/public/ja/products/mc-200/").text()).doesNotContain("設定画面に入れる問題");
    }

    @Test
    void aVersionOfAnotherLineOvertakesNothingAndOneThatWasToldOfDoes() {
        Release first = products.releases(release.seriesId()).getFirst();
        release = out("2.4.2", LocalDate.of(2026, 11, 2), first);
        out("3.0.0", LocalDate.of(2026, 11, 10), out("3.0.0-beta", LocalDate.of(2026, 10, 2), first));
        String at = begun().location().replaceFirst("\\?.*", "");
        assertThat(quality.get(at).text()).contains("に知らせますか");

        Release waits = release;
        release = out("2.4.3", LocalDate.of(2027, 1, 10), waits);
        assertThat(quality.get(at).text()).as("not out yet").contains("に知らせますか");
        assertThat(quality.post(begun().location().replaceFirst("\\?.*", "") + "/send")
                        .status())
                .isEqualTo(302);
        assertThat(quality.post(at + "/send").status())
                .as("and yet users know of it")
                .isEqualTo(409);
    }

    @Test
    void aVersionOfWhichShipmentIsStoppedIsOfferedToNobody() {
        String at = begun().location().replaceFirst("\\?.*", "");
        Api all = api(person(Role.values()), Set.of(Act.VIEW, Act.TELL_USERS, Act.STOP_SHIPPING));
        Api.Answer stopped = all.post("/api/v1/shipping-stops", """
            {"series": "MC-200", "day": "2026-11-02", "note": "x",
             "content": {"reason": {"ja": "x", "en": "x"}, "publicly": false}}""");
        assertThat(stopped.status()).as(stopped.text()).isEqualTo(201);
        Page refused = quality.post(at + "/send");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("見守りカメラ 2.4.1は、出荷を止めているバージョンなので");
        look();
        assertThat(stranger.get("/public/ja/products/mc-200/").text()).doesNotContain("設定画面に入れる問題");
    }

    @Test
    void theFormSaysWhatIsMissingOrTooLong() {
        Page wrong = quality.post(NEW, "whyJa", "残る言葉", "deviceEn", "x".repeat(201));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("製品とバージョンを選んで", "日本語か英語のどちらかは必要", "200文字まで");
        assertThat(wrong.html()).contains("残る言葉");
        assertThat(signedIn(Role.AUDITOR).get(NEW).status()).isEqualTo(403);
    }

    @Test
    void aProgramDoesTheSame() {
        String text = """
                {"fixes": {"ja": "直す"}, "why": {"ja": "理由"}, "without": {"ja": "困る"}, "install": {"en": "press"}}""";
        Api.Answer made = program.post(
                "/api/v1/update-notices", "{\"series\": \"MC-200\", \"release\": \"2.4.1\", \"text\": " + text + "}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String at = "/api/v1/update-notices/" + made.at("/code");
        assertThat(program.put(at, text.replace("困る", "とても困る"), "If-Match", made.tag())
                        .at("/text/without/ja"))
                .isEqualTo("とても困る");
        assertThat(program.put(at, text, "If-Match", made.tag()).status()).isEqualTo(412);
        assertThat(program.post("/api/v1/user-notices/" + made.at("/code") + "/send", "")
                        .at("/state"))
                .isEqualTo("sent");
        assertThat(program.put(at, text, "If-Match", program.get(at).tag()).code())
                .isEqualTo("audience.over");
        assertThat(program.post(
                                "/api/v1/update-notices",
                                "{\"series\": \"MC-200\", \"release\": \"2.4.1\", \"text\": " + text + "}")
                        .code())
                .isEqualTo("audience.update.known");
    }
}
