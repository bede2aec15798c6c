package dev.shisa.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who is asked, answered or named in a comment is told where, and none of its words. */
class TalkNoticesTest extends ServerTest {

    @Autowired
    private Products products;

    @Autowired
    private Spreading spreading;

    @Test
    void whoIsMeantIsToldOfTheThingAndOfNoWord() {
        emptyDatabase();
        Person asks = person(Role.QUALITY);
        Person asked = person(Role.PSIRT);
        Person named = person(Role.OPERATOR);
        Series camera = products.create(new NewSeries("MC-200", "カメラ", "機器", "", List.of("MC-210"), "1.0"), asks);
        String talk = "/talk/criterion/" + camera.id() + ":jcstar1:S1.1-02";
        signedIn(asks)
                .post(
                        talk,
                        "text",
                        "秘密の言葉 @" + named.name() + " @" + asked.name(),
                        "to",
                        asked.id().toString(),
                        "due",
                        "2026-11-25");
        while (spreading.spread()) {
            assertThat(count("notice")).isPositive();
        }
        Browser psirt = signedIn(asked);
        assertThat(psirt.get("/notices").text())
                .contains("カメラの判定項目「S1.1-02」について、2026-11-25までの回答を頼まれました")
                .doesNotContain("秘密の言葉", "あなたの名前");
        assertThat(psirt.english().get("/notices").text())
                .contains("カメラ: you are asked for an answer about S1.1-02 (Requirement) by 2026-11-25");
        assertThat(signedIn(named).get("/notices").text())
                .contains("コメントに、あなたの名前があります")
                .doesNotContain("秘密の言葉");
        assertThat(signedIn(asks).get("/notices").text()).doesNotContain("S1.1-02");

        UUID ask = jdbc.sql("SELECT id FROM talk_comment").query(UUID.class).single();
        signedIn(asked).post(talk + "/" + ask + "/answer", "text", "はい");
        while (spreading.spread()) {
            assertThat(count("notice")).isPositive();
        }
        assertThat(signedIn(asks).get("/notices").text()).contains("カメラの判定項目「S1.1-02」について、頼んだ回答が来ました");
        assertThat(count("notice")).isEqualTo(3);
    }
}
