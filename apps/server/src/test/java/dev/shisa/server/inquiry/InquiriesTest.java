package dev.shisa.server.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** After a bad update the telephone tells first: an hour with ten times the usual inquiries is told at once (S-138). */
class InquiriesTest extends ServerTest {

    private static final String HERE = "/field/inquiries";

    @Autowired
    private Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Browser browser = signedOut();

    @SuppressWarnings("NullAway.Init")
    private Api program;

    @SuppressWarnings("NullAway.Init")
    private Series camera;

    @BeforeEach
    void aMakerWithACamera() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        program = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.TELL_USERS));
        camera = products.create(
                new NewSeries("MC-200", "見守りカメラ", "ネットワークカメラ", "", List.of("MC-210"), "2.4.0"), quality);
    }

    private Api.Answer count(int hoursAgo, int count) {
        return program.post(
                "/api/v1/inquiries",
                "{\"hour\": \"" + clock.instant().minus(Duration.ofHours(hoursAgo))
                        + "\", \"series\": \"MC-200\", \"channel\": \"phone\", \"count\": " + count + "}");
    }

    private void usual() {
        for (int day = 1; day <= 6; day++) {
            assertThat(count(day * 24, 3).status()).isEqualTo(201);
        }
    }

    @Test
    void tenTimesTheUsualIsToldAtOnceAndSettledByWhatItWas() {
        products.addRelease(camera, "2.4.1", LocalDate.of(2026, 11, 18), "", null, quality);
        usual();
        assertThat(browser.get(HERE).text()).contains("いつもと変わりません", "1時間に3件です(数えた6時間の中央の値)");
        assertThat(browser.get("/").text()).doesNotContain("急に増えた");

        Page added = browser.post(
                HERE,
                "day",
                "2026-11-20",
                "hour",
                "10",
                "series",
                camera.id().toString(),
                "channel",
                "phone",
                "count",
                "30",
                "topic",
                "再起動を繰り返す");
        assertThat(added.status()).as(added.text()).isEqualTo(302);
        assertThat(browser.get(HERE).text())
                .contains(
                        "問い合わせが急に増えています(1件)",
                        "見守りカメラへの問い合わせが、1時間に30件来ました",
                        "いつもは、1時間に3件です",
                        "見守りカメラ 2.4.1(2026-11-18)",
                        "いまの状況を公表する");
        assertThat(browser.get("/").text()).contains("見守りカメラへの問い合わせが急に増えた(30件)わけを確かめる");
        count(0, 40);
        assertThat(count("inquiry_surge")).as("the same surge is told once").isEqualTo(1);

        String code = jdbc.sql("SELECT lower(code) FROM inquiry_surge")
                .query(String.class)
                .single();
        assertThat(browser.post(HERE + "/surges/" + code + "/settle", "text", " ")
                        .status())
                .isEqualTo(422);
        assertThat(browser.post(HERE + "/surges/" + code + "/settle", "text", "設定の移行の誤り。2.4.2で直した")
                        .status())
                .isEqualTo(302);
        assertThat(browser.get(HERE).text()).contains("いつもと変わりません", "設定の移行の誤り。2.4.2で直した", "対応した");
        assertThat(browser.get("/").text()).doesNotContain("急に増えた");
        count(0, 500);
        assertThat(count("inquiry_surge"))
                .as("an hour that was settled is not told again")
                .isEqualTo(1);
        clock.advance(Duration.ofHours(1));
        program = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.TELL_USERS));
        count(0, 5_000);
        assertThat(count("inquiry_surge")).as("a later hour is").isEqualTo(2);
        assertThat(signedIn(quality).english().get(HERE).text())
                .contains("Far more people ask than usual", "5,000 inquiries about 見守りカメラ in one hour");
    }

    @Test
    void whatStandsOutOverEverythingButInNoProductIsToldOnce() {
        for (int day = 1; day <= 6; day++) {
            program.post(
                    "/api/v1/inquiries",
                    "{\"hour\": \"" + clock.instant().minus(Duration.ofDays(day)) + "\", \"count\": 2}");
        }
        Api.Answer many = program.post(
                "/api/v1/inquiries", "{\"hour\": \"" + clock.instant() + "\", \"series\": \"MC-200\", \"count\": 25}");
        assertThat(many.status()).as(many.text()).isEqualTo(201);
        assertThat(many.at("/channel")).isEqualTo("all");
        assertThat(program.get("/api/v1/inquiries/surges").at("/items/0/usual")).isEqualTo("2.0");
        assertThat(browser.get(HERE).text()).contains("すべての製品への問い合わせが、1時間に25件来ました");
    }

    @Test
    void historyThatIsEnteredLaterAlarmsNobody() {
        for (int day = 10; day <= 20; day++) {
            count(day * 24, 1);
        }
        count(3 * 24, 900);
        assertThat(count("inquiry_surge")).isZero();
    }

    @Test
    void aWrongCountIsStruckOutAndStays() {
        usual();
        String id = count(30, 100_000).at("/id");
        assertThat(browser.post(HERE + "/" + id + "/strike", "reason", "").status())
                .isEqualTo(422);
        assertThat(browser.post(HERE + "/" + id + "/strike", "reason", "桁を間違えた").status())
                .isEqualTo(302);
        assertThat(browser.post(HERE + "/" + id + "/strike", "reason", "x").status())
                .isEqualTo(409);
        Page list = browser.get(HERE);
        assertThat(list.text()).contains("桁を間違えた", "1時間に3件です");
        assertThat(list.html()).contains("<s>100000</s>");
        assertThat(browser.get(HERE + ".csv").text()).contains("100000", "桁を間違えた");
    }

    @Test
    void mistakesAreNamedAndNothingTypedIsLost() {
        Page wrong = browser.post(
                HERE,
                "day",
                "2027-01-01",
                "hour",
                "3",
                "series",
                "",
                "channel",
                "x",
                "count",
                "-4",
                "topic",
                "<b>残る言葉");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("今日までの日と時間を入れてください", "どこから来たかを選んで", "0から1,000,000までの数を");
        assertThat(wrong.html()).contains("残る言葉");
        assertThat(count("inquiry_count")).isZero();
    }

    @Test
    void whoIsLimitedToOtherSeriesLearnsNothing() {
        usual();
        count(0, 300);
        Series lock = products.create(new NewSeries("SL-10", "錠", "錠", "", List.of("SL-10"), "1.0"), quality);
        Browser limited = signedIn(person(Set.of(lock.id()), Role.QUALITY));
        assertThat(limited.get(HERE).text()).doesNotContain("見守りカメラ", "300");
        assertThat(limited.get("/").text()).doesNotContain("急に増えた");
        String id = jdbc.sql("SELECT id::text FROM inquiry_count LIMIT 1")
                .query(String.class)
                .single();
        assertThat(limited.post(HERE + "/" + id + "/strike", "reason", "x").status())
                .isEqualTo(404);
        assertThat(limited.post(HERE + "/rules", "factor", "5", "least", "5", "days", "7", "version", "0")
                        .status())
                .isEqualTo(403);
        assertThat(signedIn(Role.AUDITOR).post(HERE, "count", "1").status()).isEqualTo(403);
    }

    @Test
    void theRulesAreTheMakers() {
        assertThat(browser.post(HERE + "/rules", "factor", "1", "least", "5", "days", "7", "version", "0")
                        .text())
                .contains("倍率は2〜100");
        assertThat(browser.post(HERE + "/rules", "factor", "3", "least", "5", "days", "7", "version", "0")
                        .status())
                .isEqualTo(302);
        assertThat(browser.post(HERE + "/rules", "factor", "4", "least", "5", "days", "7", "version", "0")
                        .status())
                .as("somebody else changed them meanwhile")
                .isEqualTo(409);
        usual();
        count(0, 9);
        assertThat(count("inquiry_surge")).isEqualTo(1);
    }
}
