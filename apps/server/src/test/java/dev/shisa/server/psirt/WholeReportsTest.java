package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.portal.TestPortal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a reporter sends is there whole and once, or not at all; and what is added to a case is looked at once the case is held. */
class WholeReportsTest extends ServerTest {

    private static final Map<String, String> VALUES =
            Map.of("title", "固定のパスワード", "text", "telnetが開いています", "what", "vulnerability", "source", "stranger");

    @Autowired
    private Reports reports;

    @Autowired
    private Cases cases;

    @Autowired
    private CaseStore store;

    @Autowired
    private Blobs blobs;

    @SuppressWarnings("NullAway.Init")
    private Person psirt;

    @BeforeEach
    void somebodyOnDuty() {
        emptyDatabase();
        psirt = person(Role.PSIRT);
    }

    private StoredFile file(String content) {
        return blobs.store(content.getBytes(StandardCharsets.UTF_8), "log.txt");
    }

    private Case open() {
        return ((Reports.Became.OfCase) reports.take(VALUES, "", new Source("192.0.2.1"))).made();
    }

    private Page report(Browser stranger, Page form) {
        return stranger.upload(
                "/public/report",
                "file",
                "log.txt",
                "login: root".getBytes(StandardCharsets.UTF_8),
                "title",
                "固定のパスワード",
                "text",
                "telnetが開いています",
                "once",
                form.find("name=\"once\" value=\"([^\"]+)\""),
                "draft",
                form.find("name=\"draft\" value=\"([^\"]+)\""));
    }

    @Test
    void aReportWhoseFileCannotBeKeptIsNoReportAndCanBeSentAgain() {
        TestPortal.switchOn(signedIn(person(Role.OWNER)));
        Browser stranger = signedOut();
        Page form = stranger.get("/public/report");
        statements().fail("INSERT INTO psirt_file", new IllegalStateException("made by the test"));
        assertThat(report(stranger, form).status()).isEqualTo(500);
        assertThat(count("psirt_case")).as("half a report").isZero();
        assertThat(report(stranger, form).text()).contains("/public/report/");
        assertThat(count("psirt_case")).isEqualTo(1);
        assertThat(count("psirt_file")).isEqualTo(1);
    }

    @Test
    void aReportThatIsSentAgainIsNoTwinAndOpensTheSamePage() {
        TestPortal.switchOn(signedIn(person(Role.OWNER)));
        Browser stranger = signedOut();
        Page form = stranger.get("/public/report");
        String first = report(stranger, form).find("/public/report/([A-Za-z0-9_-]{43})");
        assertThat(report(stranger, form).find("/public/report/([A-Za-z0-9_-]{43})"))
                .isEqualTo(first);
        assertThat(count("psirt_case")).isEqualTo(1);
        assertThat(report(stranger, stranger.get("/public/report")).find("/public/report/([A-Za-z0-9_-]{43})"))
                .as("another form is another report")
                .isNotEqualTo(first);
        assertThat(count("psirt_case")).isEqualTo(2);
        assertThat(signedOut().get("/public/report/" + first).status()).isEqualTo(200);
    }

    @Test
    void twoSendingsAtOnceAreOneReport() {
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open first = atOnce.begin()
                    .step(() -> reports.take(VALUES, "", new Source("192.0.2.1"), List.of(file("a")), "sending"));
            Future<Reports.Became> second = atOnce.beside(
                    () -> reports.take(VALUES, "", new Source("192.0.2.1"), List.of(file("b")), "sending"));
            first.commit();
            assertThat(AtOnce.result(second)).isInstanceOf(Reports.Became.OfCase.class);
        }
        assertThat(count("psirt_case")).isEqualTo(1);
    }

    @Test
    void aReportThatIsKeptApartIsNoTwinEither() {
        Reports.Became first = reports.take(VALUES, "trap", new Source("192.0.2.1"), List.of(file("a")), "sending");
        Reports.Became second = reports.take(VALUES, "trap", new Source("192.0.2.1"), List.of(file("a")), "sending");
        assertThat(second).isEqualTo(first);
        assertThat(store.waiting()).isEqualTo(1);
    }

    @Test
    void wordsWhoseFileIsRefusedAreNotHeardHalfAndNotLost() {
        Case one = open();
        statements().fail("INSERT INTO psirt_file", new Problem(422, "psirt.files.many", Cases.FILES_MAX));
        assertThatThrownBy(() -> reports.heard(one, "もう一つあります", List.of(file("a")), "words"))
                .isInstanceOf(Problem.class);
        assertThat(store.byId(one.id()).orElseThrow().of(EntryKind.HEARD)).isEmpty();
        reports.heard(one, "もう一つあります", List.of(file("a")), "words");
        reports.heard(one, "もう一つあります", List.of(file("a")), "words");
        Case after = store.byId(one.id()).orElseThrow();
        assertThat(after.of(EntryKind.HEARD)).hasSize(1);
        assertThat(after.of(EntryKind.FILE)).hasSize(1);
    }

    @Test
    void nobodyAddsAFileToACaseThatWasTakenFromThemMeanwhile() {
        Case seen = open();
        Person other = person(Role.PSIRT);
        cases.enter(seen, EntryKind.ASSIGNED, Map.of("person", other.id().toString()), null, psirt);
        Case theirs = cases.require(seen.number(), "seen", other);
        try (AtOnce atOnce = atOnce()) {
            AtOnce.Open taking = atOnce.begin()
                    .step(() -> cases.enter(
                            theirs,
                            EntryKind.UNASSIGNED,
                            Map.of("person", other.id().toString()),
                            null,
                            psirt));
            Future<Case> adding = atOnce.beside(() -> cases.attach(theirs, file("a"), "", other));
            taking.commit();
            assertThatThrownBy(() -> AtOnce.result(adding))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo("psirt.case.unknown"));
        }
        assertThat(count("psirt_file")).isZero();
    }

    @Test
    void theSameOnceMoreCountsAndLeavesThePageOfWhoSaidItFirstOpen() {
        Map<String, String> first = new HashMap<>(VALUES);
        first.put("received", clock.instant().toString());
        Reports.Became.OfQuarantine kept =
                (Reports.Became.OfQuarantine) reports.take(first, "trap", new Source("192.0.2.1"));
        Map<String, String> later = new HashMap<>(VALUES);
        later.put("received", clock.instant().plusSeconds(1).toString());
        assertThat(reports.take(later, "trap", new Source("192.0.2.2")))
                .isEqualTo(new Reports.Became.OfAnother(kept.kept()));
        assertThat(store.kept(0, 9))
                .singleElement()
                .satisfies(one -> assertThat(one.times()).isEqualTo(2));
        assertThat(reports.kept(kept.key())).isEqualTo("waiting");
    }

    @Test
    void oneComputerWithAllAddressesOfItsNetworkClosesTheDoorToItselfOnly() {
        int cases = 0;
        int refused = 0;
        for (int i = 1; i <= Reports.OFTEN_MAX + Reports.KEPT_OF_ONE_MAX + 20; i++) {
            Map<String, String> words = new HashMap<>(VALUES);
            words.put("title", "報告" + i);
            try {
                Source from = new Source("2001:db8:1:2:" + Integer.toHexString(i) + "::1");
                cases += reports.take(words, "", from) instanceof Reports.Became.OfCase ? 1 : 0;
            } catch (Problem often) {
                assertThat(often.status()).isEqualTo(429);
                refused++;
            }
        }
        assertThat(cases).isEqualTo(Reports.OFTEN_MAX);
        assertThat(refused).as("the rest is kept apart, up to its bound").isEqualTo(20);
        assertThat(reports.take(VALUES, "", new Source("2001:db8:7:8::1"))).isInstanceOf(Reports.Became.OfCase.class);
    }

    @Test
    void aReportThatWasTakenIsAnsweredAlsoWhenLimitsRefuseAndNothingMoreHasRoom() {
        TestPortal.switchOn(signedIn(person(Role.OWNER)));
        Browser stranger = signedOut();
        Page form = stranger.get("/public/report");
        String first = report(stranger, form).find("/public/report/([A-Za-z0-9_-]{43})");
        for (int i = 0; i < Reports.OFTEN_MAX + Reports.KEPT_OF_ONE_MAX; i++) {
            stranger.post("/public/report", "title", "報告" + i, "text", "本文" + i);
        }
        assertThat(stranger.post("/public/report", "title", "もう一つ", "text", "本文")
                        .status())
                .isEqualTo(429);
        jdbc.sql("UPDATE psirt_file SET size_bytes = " + Reports.BYTES_AN_HOUR_MAX)
                .update();
        assertThat(reports.hasRoom()).isFalse();
        Page again = report(stranger, form);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.find("/public/report/([A-Za-z0-9_-]{43})")).isEqualTo(first);
    }

    @Test
    void theFilesOfAReportThatWasAdmittedCountOnce() {
        Reports.Became.OfQuarantine kept = (Reports.Became.OfQuarantine)
                reports.take(VALUES, "trap", new Source("192.0.2.1"), List.of(file("a file")), "sending");
        long bytes = store.bytesSince(clock.instant().minusSeconds(60));
        assertThat(bytes).isEqualTo("a file".length());
        Case made = reports.admit(kept.kept(), psirt);
        assertThat(store.files(made.id())).hasSize(1);
        assertThat(store.bytesSince(clock.instant().minusSeconds(60))).isEqualTo(bytes);
        reports.heard(made, "もう一つ", List.of(file("another")), "words");
        assertThat(store.bytesSince(clock.instant().minusSeconds(60))).isEqualTo(bytes + "another".length());
    }
}
