package dev.shisa.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.answers.Answers;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A guide goes to businesses outside by a link; who was told what follows from their receipts (guide 004 指針16). */
class HandingPagesTest extends ServerTest {

    private static final Slot TOLD = Slot.of("guide.partners", "");

    @Autowired
    private Handings handings;

    @Autowired
    private Products products;

    @Autowired
    private Documents documents;

    @Autowired
    private Answers answers;

    private Person writer = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person reviewer = writer;
    private Person chief = writer;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @SuppressWarnings("NullAway.Init")
    private Document guide;

    private String here = "";

    @BeforeEach
    void aGuideInForce() {
        emptyDatabase();
        writer = person(Role.QUALITY);
        reviewer = person(Role.QUALITY);
        chief = person(Role.EXECUTIVE);
        browser = signedIn(writer);
        camera = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.1"), writer);
        guide = documents.create(
                new NewDocument(DocumentKind.PARTNER_GUIDE, camera, Set.of("ja")),
                Content.of(
                        Map.of("ja", "事業者への案内"),
                        Map.of("ja", List.of(new Section("maintenance", "保守者の方", "作業が終わったら、保守用の口を閉じてください。")))),
                writer);
        here = "/documents/" + guide.id() + "/handings";
    }

    private void enact() {
        Version version = documents.newest(guide.id());
        version = documents.submit(guide, version, version.steps(), writer);
        version = documents.review(guide, version, version.steps(), "", reviewer);
        version = documents.approve(guide, version, version.steps(), "", chief);
        documents.enact(guide, version, version.steps(), chief, "page");
    }

    /** Hands it on and returns the path that the link opens. */
    private String hand(String business, String work) {
        Page made = browser.post(here, "business", business, "work", work, "recipient", "", "days", "30");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        return made.find("(/handed/[A-Za-z0-9_-]+)");
    }

    private @Nullable Value told() {
        FactEntry entry = answers.present(camera).get(TOLD);
        return entry == null ? null : entry.fact().value();
    }

    @Test
    void aBusinessWithoutAnAccountReadsAndReceivesAndOnlyThenItWasTold() {
        assertThat(browser.get(here).text()).contains("この案内は、まだ施行していません");
        enact();
        assertThat(browser.get("/documents/" + guide.id()).text()).contains("渡した相手と受領を見る");
        String link = hand("浜保守サービス", "maintenance");
        assertThat(browser.get(here).text()).contains("浜保守サービス", "返事待ち", "1件は受領の返事がありません");
        assertThat(told()).isNull();

        Browser outside = signedOut();
        Page door = outside.get(link);
        assertThat(door.text()).contains("浜保守サービス", "保守用の口を閉じてください", "受け取りました");
        assertThat(outside.post(link, "name", "").status()).isEqualTo(422);
        assertThat(outside.post(link, "name", "保 太郎").status()).isEqualTo(302);
        assertThat(outside.get(link).text()).contains("保 太郎さんが");
        assertThat(outside.post(link, "name", "だれか").status())
                .as("received once")
                .isEqualTo(302);
        assertThat(new String(
                        outside.get(link + "/file.pdf").bytes(), 0, 4, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("%PDF");

        assertThat(told()).isEqualTo(Value.words("maintenance"));
        assertThat(browser.get(here).text()).contains("受領済み", "保 太郎").doesNotContain("だれか");
        assertThat(browser.get(here + ".csv").text()).contains("浜保守サービス", "保 太郎");
        assertThat(acts()).contains("document.hand", "document.receive");
    }

    @Test
    void whoWasAddedAndHasNotReceivedItWasNotTold() {
        enact();
        signedOut().post(hand("浜保守サービス", "maintenance"), "name", "保 太郎");
        signedOut().post(hand("港電器", "introduction"), "name", "港 花子");
        assertThat(told()).isEqualTo(Value.words("introduction", "maintenance"));
        String second = hand("丘メンテナンス", "maintenance");
        assertThat(told()).isEqualTo(Value.words("introduction"));
        signedOut().post(second, "name", "丘 次郎");
        assertThat(told()).isEqualTo(Value.words("introduction", "maintenance"));

        Version version = documents.inForce(guide.id()).orElseThrow();
        documents.withdraw(guide, version, version.steps(), "内容に誤り", chief);
        assertThat(told()).as("a guide that is not in force told nobody").isNull();
        assertThat(signedOut().get(second).status()).isEqualTo(404);
    }

    @Test
    void aLinkThatWasStoppedEndedOrGuessedOpensNothing() {
        enact();
        String stopped = hand("浜保守サービス", "maintenance");
        String id = browser.get(here).find("/handings/([0-9a-f-]{36})/revoke");
        assertThat(browser.post(here + "/" + id + "/revoke").status()).isEqualTo(302);
        assertThat(signedOut().get(stopped).status()).isEqualTo(404);
        assertThat(signedOut().post(stopped, "name", "保 太郎").status()).isEqualTo(404);
        assertThat(signedOut().get("/handed/guessed").status()).isEqualTo(404);
        assertThat(browser.post(here, "business", "", "work", "fly", "days", "9999")
                        .text())
                .contains("業務を選んでください", "日数を入れてください");
        String ended = hand("港電器", "introduction");
        clock.advance(Duration.ofDays(31));
        assertThat(signedOut().get(ended).status()).isEqualTo(404);
        assertThat(told()).isNull();
    }

    @Test
    void aBusinessWhoseLinkIsStoppedMeanwhileHasNotReceivedIt() {
        enact();
        String link = hand("浜保守サービス", "maintenance");
        UUID id = UUID.fromString(browser.get(here).find("/handings/([0-9a-f-]{36})/revoke"));
        Version version = documents.inForce(guide.id()).orElseThrow();
        Browser outside = signedOut();
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open stopping = atOnce.begin().step(() -> handings.revoke(guide, version, id, writer));
            Future<Page> receiving = atOnce.beside(() -> outside.post(link, "name", "保 太郎"));
            while (!receiving.isDone() && waitingForALock() == 0) {
                Thread.onSpinWait();
            }
            stopping.commit();
            assertThat(AtOnce.result(receiving).status()).isEqualTo(404);
        }
        assertThat(count("document_receipt")).isZero();
    }
}
