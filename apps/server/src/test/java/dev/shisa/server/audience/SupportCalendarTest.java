package dev.shisa.server.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Api;
import dev.shisa.server.Browser;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Before, at and after the end of support a notice is prepared; the clock is moved. */
class SupportCalendarTest extends ServerTest {

    private static final String HERE = "/field/support";

    @Autowired
    private Products products;

    @Autowired
    private SupportCalendar calendar;

    private Person psirt = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());
    private Person quality = psirt;

    @BeforeEach
    void aCameraWhoseSupportEnds() {
        emptyDatabase();
        quality = person(Role.QUALITY);
        psirt = person(Role.PSIRT);
        products.create(new NewSeries("MC-200", "見守りカメラ", "機器", "", List.of("MC-210"), "2.4.1"), quality);
        products.create(new NewSeries("SL-10", "電子錠", "錠", "", List.of("SL-10"), "1.0"), quality);
    }

    private void supportEnds(String day) {
        Api writes = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        Api.Answer made = writes.post("/api/v1/series/MC-200/evidence", """
                {"kind": "declaration", "title": "サポート期間", "statement": "x",
                 "facts": [{"key": "support.ends", "value": "%s"}]}""".formatted(day));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        Api confirms = api(person(Role.EXECUTIVE), Set.of(Act.VIEW, Act.CONFIRM));
        assertThat(confirms.post("/api/v1/evidence/" + made.at("/code") + "/confirm", "{}")
                        .status())
                .isEqualTo(200);
    }

    private List<String> prepared() {
        return jdbc.sql("SELECT source FROM audience_notice ORDER BY made_at, id")
                .query((row, n) -> String.valueOf(row.getString(1)).replaceFirst("support:[^:]+:", ""))
                .list();
    }

    @Test
    void usersAreToldSomeTimesBeforeOnTheDayAndAfterwards() {
        supportEnds("2027-06-30");
        calendar.look();
        assertThat(prepared()).as("twelve months before has passed").isEmpty();
        clock.advance(Duration.ofDays(41));
        calendar.look();
        calendar.look();
        assertThat(prepared()).containsExactly("2027-06-30:before-6");
        Browser desk = signedIn(psirt);
        assertThat(desk.get("/").text()).contains("「見守りカメラのサポートは2027-06-30に終わります」");
        assertThat(desk.get(HERE).text())
                .contains("1年以内にサポートが終わる製品が1件", "2026-12-30 送るのを待つ", "2027-05-30 予定", "2026-06-30 過ぎた", "確かめた日付がない");
        clock.advance(Duration.ofDays(155));
        calendar.look();
        clock.advance(Duration.ofDays(30));
        calendar.look();
        clock.advance(Duration.ofDays(31));
        calendar.look();
        assertThat(prepared())
                .containsExactly("2027-06-30:before-6", "2027-06-30:before-1", "2027-06-30:end", "2027-06-30:after-1");
        assertThat(signedIn(psirt).get(HERE).text()).contains("終わった");
    }

    @Test
    void whatIsNoLongerSoIsNotSent() {
        supportEnds("2027-06-30");
        clock.advance(Duration.ofDays(41));
        calendar.look();
        String first =
                jdbc.sql("SELECT code FROM audience_notice").query(String.class).single();
        clock.advance(Duration.ofDays(155));
        calendar.look();
        assertThat(prepared()).containsExactly("2027-06-30:before-6", "2027-06-30:before-1");
        Api desk = api(psirt, Set.of(Act.VIEW, Act.TELL_USERS));
        assertThat(desk.post("/api/v1/user-notices/" + first + "/send", "").code())
                .as("one month before, nobody is told that six are left")
                .isEqualTo("audience.overtaken");
        assertThat(signedIn(psirt).get("/").html()).doesNotContain(first);
        String second = jdbc.sql("SELECT code FROM audience_notice WHERE code <> ?")
                .param(first)
                .query(String.class)
                .single();
        assertThat(signedIn(psirt).get("/").html()).contains(second);
        assertThat(desk.post("/api/v1/user-notices/" + second + "/send", "").code())
                .as("nobody reads mails here, but it still holds")
                .isNotEqualTo("audience.overtaken");

        jdbc.sql("UPDATE fact SET value = '2028-06-30'").update();
        assertThat(desk.post("/api/v1/user-notices/" + second + "/send", "").code())
                .as("support was prolonged")
                .isEqualTo("audience.overtaken");
    }

    @Test
    void whatNobodyConfirmedIsNotTold() {
        Api writes = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE));
        writes.post("/api/v1/series/MC-200/evidence", """
                {"kind": "declaration", "title": "サポート期間", "statement": "x",
                 "facts": [{"key": "support.ends", "value": "2026-12-01"}]}""");
        calendar.look();
        assertThat(prepared()).isEmpty();
        assertThat(signedIn(psirt).get(HERE).text())
                .as("what other pages show of it stands here with the word that it is not confirmed")
                .contains("2026-12-01(未確定)", "確かめた日付がない")
                .doesNotContain("2026-12-01 予定", "2026-12-01 過ぎた");
    }

    @Test
    void theTimesCanBeSetAndTheCalendarTakenAlong() {
        supportEnds("2027-06-30");
        Browser desk = signedIn(psirt);
        assertThat(desk.post(HERE + "/rules", "version", "0", "before", "x", "after", "1")
                        .status())
                .isEqualTo(422);
        assertThat(desk.post(HERE + "/rules", "version", "0", "before", "8, 3", "after", "0")
                        .status())
                .isEqualTo(302);
        calendar.look();
        assertThat(prepared()).containsExactly("2027-06-30:before-8");
        String ics = desk.get(HERE + "/calendar.ics").html();
        assertThat(ics).startsWith("BEGIN:VCALENDAR\r\n").contains("DTSTART;VALUE=DATE:20270330\r\n", "UID:");
        assertThat(ics.lines()).allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
        assertThat(desk.get(HERE + ".csv").html()).contains("見守りカメラ", "2027-06-30");
        assertThat(signedIn(Role.AUDITOR).get(HERE).text()).contains("2027-06-30");
        assertThat(signedIn(Role.AUDITOR).post(HERE + "/rules").status()).isEqualTo(403);

        Api program = api(psirt, Set.of(Act.VIEW, Act.TELL_USERS));
        assertThat(program.get("/api/v1/support-calendar").at("/items/0/steps/0/id"))
                .isEqualTo("before-8");
        Api.Answer rules = program.get("/api/v1/support-calendar/rules");
        assertThat(program.put(
                                "/api/v1/support-calendar/rules",
                                "{\"before\": [6], \"after\": 2}",
                                "If-Match",
                                rules.tag())
                        .at("/after"))
                .isEqualTo("2");
        assertThat(program.put(
                                "/api/v1/support-calendar/rules",
                                "{\"before\": [600], \"after\": 2}",
                                "If-Match",
                                "\"2\"")
                        .code())
                .isEqualTo("audience.calendar.rules");
    }

    /** A part whose supplier need not mend it any more makes the product's own promise hard to keep (S-126). */
    @Test
    void aPartThatNobodyHasToMendAsLongAsTheProductIsSupportedIsSaid() {
        supportEnds("2031-03-31");
        products.addItem(products.require("MC-200", quality), "supplier", "ツバメ映像", "", quality);
        Api writes = api(quality, Set.of(Act.VIEW, Act.ADD_EVIDENCE, Act.EDIT_PRODUCT, Act.EDIT_ORGANISATION));
        String supplier =
                writes.post("/api/v1/suppliers", "{\"name\": \"ツバメ映像\"}").at("/code");
        String at = "/api/v1/suppliers/" + supplier;
        Api.Answer linked = writes.post(at + "/items", "{\"series\": \"MC-200\", \"item\": \"supplier-1\"}");
        assertThat(linked.status()).as(linked.text()).isBetween(200, 201);
        Browser desk = signedIn(psirt);
        assertThat(desk.get(HERE).text()).contains("ツバメ映像 直す契約がない", "製品のサポートより先に終わる");
        String file = writes.upload("/api/v1/files?fileName=contract.txt", "第12条".getBytes(StandardCharsets.UTF_8))
                .at("/id");
        Api.Answer contract = writes.post(at + "/contracts", """
                {"kind": "contract", "title": "基本契約", "startsOn": "2026-01-01", "endsOn": "2028-09-30",
                 "clauses": {"vulnerability": "第12条"}, "file": "%s"}""".formatted(file));
        assertThat(contract.status()).as(contract.text()).isEqualTo(201);
        assertThat(desk.get(HERE).text()).contains("2028-09-30まで直す契約", "製品のサポートより先に終わる");
        assertThat(new String(desk.get(HERE + "/calendar.ics").bytes(), StandardCharsets.UTF_8))
                .contains("DTSTART;VALUE=DATE:20280930");
        Api reads = api(quality, Set.of(Act.VIEW));
        assertThat(reads.get("/api/v1/support-calendar").at("/items/0/parts/0/before"))
                .isEqualTo("true");
        assertThat(writes.post(at + "/contracts", """
                {"kind": "contract", "title": "延長", "startsOn": "2026-02-01", "endsOn": "2033-09-30",
                 "clauses": {"vulnerability": "第3条"}, "file": "%s"}""".formatted(file)).status()).isEqualTo(201);
        assertThat(desk.get(HERE).text()).contains("2033-09-30まで直す契約").doesNotContain("製品のサポートより先に終わる");
    }
}
