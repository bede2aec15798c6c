package dev.shisa.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.Browser;
import dev.shisa.server.Happenings;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.outgoing.HttpSink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The rooms of an engineering team are told what their owner ticked: advisories, findings, stops, suppliers, notices, and that a case waits. */
class RoomTopicsTest extends ServerTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Spreading spreading;

    @Autowired
    private NoticeDelivery delivery;

    @SuppressWarnings("NullAway.Init")
    private HttpSink room;

    @SuppressWarnings("NullAway.Init")
    private Browser owner;

    @SuppressWarnings("NullAway.Init")
    private Happenings house;

    @BeforeEach
    void aMakerWithARoom() throws IOException {
        emptyDatabase();
        Person everything = person(Role.OWNER, Role.QUALITY, Role.PSIRT);
        owner = signedIn(everything);
        house = new Happenings(context, everything, owner, signedIn(Role.EXECUTIVE), signedOut());
        room = new HttpSink(200, Map.of());
    }

    @AfterEach
    void close() {
        room.close();
    }

    private void open(String language, String... topics) {
        List<String> fields = new ArrayList<>(List.of(
                "name",
                "開発の部屋",
                "shape",
                "slack",
                "url",
                room.url("/services/T0/B0/x"),
                "inside",
                "1",
                "language",
                language));
        Arrays.stream(topics).forEach(topic -> fields.addAll(List.of("topic", topic)));
        Page made = owner.post("/settings/notices/channels", fields.toArray(String[]::new));
        assertThat(made.status()).as(made.text()).isEqualTo(302);
    }

    private void send() {
        boolean more = true;
        while (more) {
            more = spreading.spread();
        }
        spreading.gather();
        more = true;
        while (more) {
            more = delivery.sendNext(MessageStore.To.ROOMS);
        }
    }

    /** What arrives once the minute is over in which things are gathered. */
    private String urgent() {
        int before = room.got().size();
        send();
        clock.advance(Duration.ofMinutes(16));
        send();
        return since(before);
    }

    /** What arrives within a day. */
    private String daily() {
        int before = room.got().size();
        send();
        clock.advance(Duration.ofDays(1));
        send();
        return since(before);
    }

    private String since(int before) {
        return room.got().subList(before, room.got().size()).stream()
                .map(HttpSink.Got::body)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void advisoriesAreToldByTheirNameAndThoseForSomeOnlyWithoutTheirTitle() {
        open("ja", "advisory");
        String at = house.issue("WHITE");
        assertThat(urgent()).contains("MHK-SA-2026-001 を公開しました: 認証を避けられる");
        house.correct(at);
        assertThat(urgent()).contains("MHK-SA-2026-001 を訂正しました(第2版)");
        house.withdraw(at);
        assertThat(urgent()).contains("MHK-SA-2026-001 を取り下げました");
        house.issue("AMBER");
        assertThat(urgent()).contains("一部の人だけに出すものです(TLP:AMBER)").doesNotContain("認証");
    }

    @Test
    void aThousandFindingsAreOneLine() {
        open("en", "triage");
        house.find(1_000);
        assertThat(daily()).as("what asks for action is the other topic").isEmpty();
        house.exploit(1_000);
        assertThat(urgent())
                .contains("the priority of 1,000 vulnerabilities changed (CVE-2099-10000 among them)")
                .containsOnlyOnce("CVE-2099-");
        List<String> ids = jdbc.sql("SELECT id::text FROM vulnerability_finding ORDER BY vulnerability LIMIT 200")
                .query((row, number) -> String.valueOf(row.getString(1)))
                .list();
        house = house.again(signedIn(person(Role.QUALITY, Role.PSIRT)));
        house.decide(ids.subList(0, 100));
        house.decide(ids.subList(100, 200));
        assertThat(daily())
                .as("two acts, one line")
                .contains("it was decided whether 200 vulnerabilities matter")
                .containsOnlyOnce("CVE-2099-");
    }

    @Test
    void aStopIsToldWhenItIsSetAndLifted() {
        open("en", "stop");
        String code = house.stopAndResume();
        assertThat(urgent())
                .contains(
                        "shipment is stopped from 2026-11-18 on (" + code,
                        "devices are taken back from 2026-11-19 on",
                        "shipment goes on from 2026-11-20")
                .doesNotContain("発熱", "覚え書き");
    }

    @Test
    void aSupplierIsToldOfWhenItAnswersAndWhenItIsLate() {
        open("ja", "supplier");
        house.answer(house.ask("ツバメ電子"));
        assertThat(daily()).contains("ツバメ電子 が質問に答えました");
        house = house.again(signedIn(person(Role.OWNER, Role.QUALITY)));
        house.ask("カモメ電子");
        clock.advance(Duration.ofDays(30).plusMinutes(1));
        house.lookForLateAnswers();
        assertThat(urgent()).contains("カモメ電子 が期限までに質問に答えていません").doesNotContain("ツバメ");
    }

    @Test
    void aNoticeToUsersIsTold() {
        open("en", "users");
        house.tellUsers();
        assertThat(daily()).contains("A notice to users (Updates) was sent (N-");
    }

    @Test
    void ofACaseOnlyThatOneWaitsIsToldAndOfADrillNothing() {
        open("en", "case");
        house.drill();
        assertThat(daily()).as("a drill never leaves").isEmpty();
        owner = signedIn(person(Role.OWNER, Role.QUALITY, Role.PSIRT));
        house = house.again(owner);
        String one = house.report("秘密の題");
        String other = house.report("別の題");
        assertThat(urgent()).contains("2 new cases").doesNotContain(one, other, "秘密", "別の", "MC-200", "CVE");
    }

    @Test
    void aRoomFromBeforeIsToldWhatItWasToldAndNothingMore() {
        open("ja", "vulnerability", "verdict", "operation");
        house.issue("WHITE");
        house.stopAndResume();
        house.answer(house.ask("ツバメ電子"));
        house.tellUsers();
        house.report("秘密の題");
        assertThat(daily()).doesNotContain("公開しました", "止めました", "ツバメ", "お知らせ(", "案件");
    }

    @Test
    void nothingNewIsTickedForANewRoomNorChosenByPeople() {
        String form = owner.get("/settings/notices/channels").html();
        assertThat(form).containsPattern("value=\"vulnerability\"[^>]*checked");
        for (String topic : List.of("advisory", "triage", "stop", "supplier", "users", "case")) {
            assertThat(form)
                    .contains("value=\"" + topic + "\"")
                    .doesNotContainPattern("value=\"" + topic + "\"[^>]*checked");
        }
        assertThat(owner.get("/notices/settings").html()).doesNotContain("name=\"case\"", "name=\"stop\"");
        house.issue("WHITE");
        send();
        assertThat(owner.get("/notices").text()).as("who did it knows").doesNotContain("MHK-SA");
    }
}
