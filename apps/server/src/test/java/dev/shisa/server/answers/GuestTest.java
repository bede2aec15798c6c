package dev.shisa.server.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A colleague without an account answers by a link: in their own time, with documents. */
class GuestTest extends ServerTest {

    private static final AtomicInteger SERIES = new AtomicInteger();

    @Autowired
    private Answers answers;

    @Autowired
    private Products products;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Series series = new Series(new UUID(0, 0), "", "", "", "", "", null, 1);

    @BeforeEach
    void aSeries() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        series = products.create(
                new NewSeries("G-" + SERIES.incrementAndGet(), "G-10", "錠", "", java.util.List.of("G-10"), "1.0"),
                quality);
    }

    @Test
    void nothingIsSelectedUntilSomebodySelectsIt() {
        Browser person = signedIn(quality);
        assertThat(ticked(person.get(base() + "/send"))).isZero();
        Page mine = person.get(base() + "/send?asks=quality");
        assertThat(ticked(mine)).isPositive().isLessThan(offered(mine));
        assertThat(mine.text()).containsPattern("品質の\\d+個を選ぶ").contains("選択を外す");
        Page all = person.get(base() + "/send?asks=all");
        assertThat(ticked(all)).isEqualTo(offered(all));
    }

    @Test
    void whatNoLinkCanHoldIsListedWithItsReason() {
        Page page = signedIn(quality).get(base() + "/send");
        assertThat(page.text()).contains("リンクでは送れない質問", "一覧に項目を加える質問なので、ここで答えます");
        assertThat(page.html()).contains(base() + "/one?key=login.mechanisms&amp;item=");
    }

    @Test
    void whatIsSavedIsThereWhenTheLinkIsOpenedAgainAndCountsForNothing() {
        String link = link("priority.policy", "model.shown");
        Browser guest = signedOut();
        assertThat(guest.get(link).html()).containsPattern("<progress max=\"2\" value=\"0\"");
        Page saved = guest.upload(
                link,
                "model.shown::file",
                "label.txt",
                "型番の表示".getBytes(StandardCharsets.UTF_8),
                "do",
                "save",
                "model.shown::value",
                "body",
                "model.shown::place",
                "");
        assertThat(saved.status()).as(saved.text()).isEqualTo(302);
        assertThat(signedOut().get(Objects.requireNonNull(saved.location())).text())
                .contains("ここまでの入力を保存しました");

        Page again = signedOut().get(link);
        assertThat(again.html())
                .contains("label.txt")
                .containsPattern("value=\"body\"\\s+checked")
                .containsPattern("<progress max=\"2\" value=\"1\"");
        assertThat(count("fact")).isZero();
        assertThat(count("evidence")).isZero();
    }

    @Test
    void aDocumentMakesTheAnswerADocumentedOneAndNeedsItsPlace() {
        String link = link("priority.policy", "model.shown");
        Browser guest = signedOut();
        byte[] file = "優先度の規程".getBytes(StandardCharsets.UTF_8);
        Page placeless = guest.upload(
                link,
                "priority.policy::file",
                "policy.txt",
                file,
                "name",
                "佐藤",
                "priority.policy::value",
                "documented",
                "priority.policy::detail",
                "規程 第2版",
                "priority.policy::place",
                "");
        assertThat(placeless.status()).isEqualTo(422);
        assertThat(placeless.html()).contains("policy.txt");
        assertThat(count("evidence")).isZero();

        Page sent = guest.post(
                link,
                "name",
                "佐藤",
                "priority.policy::value",
                "documented",
                "priority.policy::detail",
                "規程 第2版",
                "priority.policy::place",
                "3章",
                "model.shown::value",
                "body");
        assertThat(sent.text()).contains("2個の答えを保存しました");
        assertThat(Objects.requireNonNull(answers.present(series).get(Slot.of("priority.policy")))
                        .fact()
                        .strength()
                        .code())
                .isEqualTo("documented");
        assertThat(count("evidence")).isEqualTo(2);
    }

    @Test
    void whatStaysAsItWasSentIsNotRecordedAgain() {
        String link = link("priority.policy", "model.shown");
        Browser guest = signedOut();
        guest.post(link, "name", "佐藤", "model.shown::value", "body");
        guest.post(
                link,
                "name",
                "佐藤",
                "model.shown::value",
                "body",
                "priority.policy::value",
                "documented",
                "priority.policy::detail",
                "規程 第2版");
        assertThat(count("evidence")).isEqualTo(2);
        assertThat(count("fact")).isEqualTo(2);
        assertThat(signedOut().get(link).html()).containsPattern("value=\"body\"\\s+checked");
    }

    @Test
    void whatWasEnteredGoesWithTheLink() {
        String link = link("model.shown");
        signedOut().post(link, "do", "save", "model.shown::value", "body");
        assertThat(count("question_draft")).isEqualTo(1);
        signedIn(quality)
                .post(base() + "/send/"
                        + jdbc.sql("SELECT id FROM question_link")
                                .query(UUID.class)
                                .single() + "/revoke");
        assertThat(count("question_draft")).isZero();

        String other = link("model.shown");
        signedOut().post(other, "do", "save", "model.shown::value", "body");
        clock.advance(Duration.ofDays(8));
        String third = link("model.shown");
        signedOut().post(third, "do", "save", "model.shown::value", "body");
        assertThat(count("question_draft")).isEqualTo(1);
    }

    @Test
    void aGuestIsNotToldToSendALink() {
        String page = signedOut().get(link("priority.policy")).text();
        assertThat(page).contains("わからない").doesNotContain("リンクで送れます");
    }

    @Test
    void moreThanAnAnswerCanHoldIsRefusedAndTheRestIsKept() {
        String link = link("priority.policy", "model.shown");
        Page page = signedOut()
                .post(
                        link,
                        "do",
                        "save",
                        "priority.policy::value",
                        "documented",
                        "priority.policy::detail",
                        "長".repeat(20_001),
                        "model.shown::value",
                        "body");
        assertThat(page.status()).isEqualTo(422);
        assertThat(count("question_draft")).isEqualTo(1);
    }

    private String link(String... slots) {
        String[] fields = new String[4 + 2 * slots.length];
        fields[0] = "recipient";
        fields[1] = "佐藤 健";
        fields[2] = "days";
        fields[3] = "7";
        for (int i = 0; i < slots.length; i++) {
            fields[4 + 2 * i] = "slot";
            fields[5 + 2 * i] = slots[i];
        }
        return "/answer/" + signedIn(quality).post(base() + "/send", fields).find("/answer/([A-Za-z0-9_-]+)");
    }

    private static long ticked(Page page) {
        return Pattern.compile("name=\"slot\" value=\"[^\"]+\"\\s+checked")
                .matcher(page.html())
                .results()
                .count();
    }

    private static long offered(Page page) {
        return Pattern.compile("name=\"slot\" value=")
                .matcher(page.html())
                .results()
                .count();
    }

    private String base() {
        return "/products/" + series.code() + "/questions";
    }
}
