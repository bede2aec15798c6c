package dev.shisa.server.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Value;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.calendar.IcsTest.Read;
import dev.shisa.server.evidence.EvidenceKind;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.NewEvidence;
import dev.shisa.server.evidence.NewFact;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A person's own calendar shows the days that they may see, and nothing that may not leave the house. */
class CalendarTest extends ServerTest {

    private static final String ADDRESS = "(/calendar/[A-Za-z0-9_-]{43}\\.ics)";

    @Autowired
    private Products products;

    @Autowired
    private EvidenceLog evidence;

    @SuppressWarnings("NullAway.Init")
    private Person quality;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @SuppressWarnings("NullAway.Init")
    private Series series;

    @BeforeEach
    void aProductWithDays() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        browser = signedIn(quality);
        series = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200-A"), "1.0"), quality);
        assertThat(browser.post(
                                "/products/MC-200/conformity/jcstar1/S1.1-02/assignment",
                                "assignee",
                                quality.id().toString(),
                                "due",
                                "2026-12-24",
                                "note",
                                "内緒の事情")
                        .status())
                .isEqualTo(302);
        evidence.record(
                new NewEvidence(
                        EvidenceKind.DECLARATION,
                        EvidenceKind.DECLARATION.strength(Map.of()),
                        "社外秘の題名",
                        "規程の第2版",
                        "3ページ",
                        series.id(),
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        clock.instant().plus(Duration.ofDays(200)),
                        quality,
                        quality.name(),
                        "page",
                        null),
                List.of(NewFact.of(
                        products.subject(series, Subject.Kind.ORGANISATION),
                        Slot.of("disclosure.published"),
                        Value.word("website"),
                        "ウェブサイトで公開しています")));
    }

    private String address() {
        return browser.post("/account/calendar").find(ADDRESS);
    }

    private Read read(String address) {
        Page page = signedOut().get(address);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/calendar");
        return Read.of(page.html());
    }

    @Test
    void hasTheDaysThatThePersonMaySeeWithoutSigningIn() {
        Read read = read(address());
        assertThat(read.days()).contains("20261224", "20270608");
        assertThat(read.titles()).anyMatch(title -> title.startsWith("エビデンスの期限: MC-200シリーズ"));
        assertThat(String.join(" ", read.titles())).doesNotContain("内緒の事情", "社外秘の題名");
    }

    @Test
    void aThingKeepsItsNameHoweverItsDayMoves() {
        Read before = read(address());
        assertThat(browser.post(
                                "/products/MC-200/conformity/jcstar1/S1.1-02/assignment",
                                "assignee",
                                quality.id().toString(),
                                "due",
                                "2027-01-08")
                        .status())
                .isEqualTo(302);
        Read after = read(address());
        assertThat(after.days()).contains("20270108").doesNotContain("20261224");
        assertThat(after.uids()).containsExactlyInAnyOrderElementsOf(before.uids());
    }

    @Test
    void theAddressIsShownOnceAndKeptAsItsHash() {
        String address = address();
        String secret = address.replaceAll(".*/|\\.ics", "");
        assertThat(browser.get("/account/calendar").html()).doesNotContain(secret);
        assertThat(jdbc.sql("SELECT encode(token_hash, 'escape') || id FROM calendar_link")
                        .query(String.class)
                        .single())
                .doesNotContain(secret);
        assertThat(acts()).contains("calendar.make");
    }

    @Test
    void aNewAddressEndsTheOneBeforeAndEndingItEndsAll() {
        String first = address();
        String second = address();
        assertThat(signedOut().get(first).status()).isEqualTo(404);
        assertThat(signedOut().get(second).status()).isEqualTo(200);
        assertThat(browser.follow(browser.post("/account/calendar/end")).text()).contains("アドレスを消しました");
        assertThat(signedOut().get(second).status()).isEqualTo(404);
    }

    @Test
    void endsWithTheAccount() {
        String address = address();
        Browser owner = signedIn(Role.OWNER);
        owner.post("/settings/people/" + quality.id() + "/disable");
        assertThat(signedOut().get(address).status()).isEqualTo(404);
        assertThat(owner.post("/settings/people/" + quality.id() + "/enable").status())
                .isEqualTo(302);
        assertThat(signedOut().get(address).status()).as("for good").isEqualTo(404);
    }

    @Test
    void whoSeesLessFindsLess() {
        Series other = products.create(new NewSeries("X-1", "ほか", "センサー", "", List.of(), "1.0"), quality);
        Browser limited = signedIn(person(Set.of(other.id()), Role.QUALITY));
        String address = limited.post("/account/calendar").find(ADDRESS);
        jdbc.sql("UPDATE standing SET support_ends = '2027-06-30'").update();
        assertThat(read(address()).titles()).anyMatch(title -> title.contains("MC-200シリーズ") && title.contains("サポート"));
        assertThat(read(address).titles())
                .anyMatch(title -> title.contains("ほか") && title.contains("サポート"))
                .noneMatch(title -> title.contains("MC-200"));
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        String address = address();
        String tag = String.valueOf(signedOut().get(address).header("ETag"));
        Page again = signedOut().get(address, "If-None-Match", "W/" + tag + ", \"other\"");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.bytes()).isEmpty();
        assertThat(signedOut().get(address, "If-None-Match", "\"other\"").status())
                .isEqualTo(200);
    }

    @Test
    void whoGuessesIsSoonTurnedAway() {
        Browser stranger = signedOut();
        String guess = "/calendar/" + "A".repeat(43) + ".ics";
        assertThat(stranger.get(guess).status()).isEqualTo(404);
        for (int i = 1; i < 60; i++) {
            stranger.get(guess);
        }
        assertThat(stranger.get(guess).status()).isEqualTo(429);
    }
}
