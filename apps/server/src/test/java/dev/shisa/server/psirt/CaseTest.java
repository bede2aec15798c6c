package dev.shisa.server.psirt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.advisory.duty.Clock;
import dev.shisa.server.platform.web.Ui;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A case as its entries make it: state, clocks, measures, and what may be published when. */
class CaseTest {

    private static final Instant RECEIVED = Instant.parse("2026-11-01T01:00:00Z");

    private final List<Entry> entries = new ArrayList<>();

    private Case of(Object... told) {
        for (int i = 0; i < told.length; ) {
            EntryKind kind = (EntryKind) told[i++];
            Map<String, String> values = new HashMap<>();
            while (i < told.length && told[i] instanceof String field) {
                values.put(field, (String) told[i + 1]);
                i += 2;
            }
            add(kind, values, null);
        }
        return new Case(new UUID(1, 1), "P-AAAAA", true, entries);
    }

    private Entry add(EntryKind kind, Map<String, String> values, @Nullable UUID about) {
        Entry entry = new Entry(
                new UUID(2, entries.size()),
                kind,
                values,
                about,
                new UUID(3, 3),
                "鈴木",
                RECEIVED.plusSeconds(3600L * 24 * entries.size()));
        entries.add(entry);
        return entry;
    }

    private static Object[] opened(String source) {
        return new Object[] {
            EntryKind.OPENED, "title", "t", "what", "vulnerability", "source", source, "received", RECEIVED.toString()
        };
    }

    @Test
    void everyStateCanBeReachedAndEveryOneLeadsOn() {
        Set<CaseState> reached = EnumSet.of(CaseState.RECEIVED);
        for (int i = 0; i < CaseState.values().length; i++) {
            Set.copyOf(reached).forEach(s -> reached.addAll(s.next()));
        }
        assertThat(reached).containsExactlyInAnyOrder(CaseState.values());
        assertThat(CaseState.values()).allSatisfy(s -> assertThat(s.next()).isNotEmpty());
        // Nothing is published without having been ready, and nothing is ready that was not worked on.
        assertThat(Arrays.stream(CaseState.values()).filter(s -> s.next().contains(CaseState.PUBLISHED)))
                .containsExactly(CaseState.READY);
        assertThat(Arrays.stream(CaseState.values()).filter(s -> s.next().contains(CaseState.READY)))
                .containsExactly(CaseState.FIXING);
    }

    @Test
    void milestonesOfThePartnershipCountFromTheStartDate() {
        of(opened("jpcert"));
        Case one = of(EntryKind.COORDINATED, "start", "2026-11-02");
        List<Clock> clocks = one.clocks(Rules.USUAL);
        assertThat(clocks.stream()
                        .filter(c -> c.kind() == Clock.Kind.PUBLISH)
                        .map(c -> LocalDate.ofInstant(c.due(), Ui.ZONE)))
                .containsExactly(LocalDate.of(2026, 12, 17));
        assertThat(clocks.stream()
                        .filter(c -> c.kind() == Clock.Kind.FINDER_MAY_SPEAK)
                        .map(c -> LocalDate.ofInstant(c.due(), Ui.ZONE)))
                .containsExactly(LocalDate.of(2027, 11, 2));
    }

    @Test
    void whatIsCoordinatedIsNeverPublishedBeforeTheAgreedDayNorWithoutOne() {
        Case one = of(opened("jpcert"));
        assertThat(one.mayPublish(LocalDate.of(2030, 1, 1))).isFalse();
        one = of(EntryKind.COORDINATED, "start", "2026-11-02", "agreed", "2026-12-10");
        assertThat(one.mayPublish(LocalDate.of(2026, 12, 9))).isFalse();
        assertThat(one.mayPublish(LocalDate.of(2026, 12, 10))).isTrue();
        // The day was put off; the start stays as it was said.
        one = of(EntryKind.COORDINATED, "agreed", "2026-12-20");
        assertThat(one.mayPublish(LocalDate.of(2026, 12, 19))).isFalse();
        assertThat(one.startDay()).contains(LocalDate.of(2026, 11, 2));
        entries.clear();
        assertThat(of(opened("customer")).mayPublish(LocalDate.of(2026, 11, 2))).isTrue();
    }

    @Test
    void theReporterIsAcknowledgedByTheFirstWordAndToldAgainAfterIt() {
        Case silent = of(opened("stranger"));
        assertThat(silent.clocks(Rules.USUAL)).singleElement().satisfies(c -> {
            assertThat(c.kind()).isEqualTo(Clock.Kind.ACKNOWLEDGE);
            assertThat(c.done()).isNull();
        });
        Case told = of(EntryKind.TOLD, "text", "届きました");
        assertThat(told.clocks(Rules.USUAL))
                .extracting(Clock::kind)
                .containsExactly(Clock.Kind.ACKNOWLEDGE, Clock.Kind.STATUS);
        assertThat(told.clocks(Rules.USUAL).getFirst().done())
                .isEqualTo(entries.get(1).at());
        entries.clear();
        assertThat(of(opened("own")).clocks(Rules.USUAL)).isEmpty();
    }

    @Test
    void theFourClocksOfTheRegulationAreCountedApart() {
        of(opened("own"));
        Case one = of(EntryKind.REGULATED, "what", "exploited", "aware", "2026-11-20T23:30:00Z");
        assertThat(one.clocks(Rules.USUAL))
                .extracting(c -> c.kind() + " " + c.due())
                .containsExactly("CRA_EARLY_WARNING 2026-11-21T23:30:00Z", "CRA_NOTIFICATION 2026-11-23T23:30:00Z");
        one = of(EntryKind.REPORTED, "duty", "measured", "when", "2026-11-25T00:00:00Z");
        assertThat(one.clocks(Rules.USUAL))
                .extracting(c -> c.kind() + " " + c.due())
                .contains("CRA_FINAL_REPORT 2026-12-09T00:00:00Z");
        entries.clear();
        of(opened("own"));
        of(EntryKind.REGULATED, "what", "incident", "aware", "2026-01-28T00:00:00Z");
        one = of(EntryKind.REPORTED, "duty", "notified", "when", "2026-01-31T00:00:00Z");
        assertThat(one.clocks(Rules.USUAL))
                .extracting(c -> c.kind() + " " + c.due())
                .contains("CRA_FINAL_REPORT 2026-02-28T00:00:00Z");
    }

    @Test
    void withoutAFixInTimeAWorkaroundOrANoticeToStopIsForced() {
        of(opened("stranger"));
        Case one = of(EntryKind.CONCERNS, "standing", "affected", "places", "MC-200 2.4.1");
        Instant due = one.interimDue(Rules.USUAL);
        assertThat(LocalDate.ofInstant(due, Ui.ZONE)).isEqualTo(LocalDate.of(2026, 12, 17));
        assertThat(one.interimForced(Rules.USUAL, due.minusSeconds(1))).isFalse();
        assertThat(one.interimForced(Rules.USUAL, due)).isTrue();
        one = of(EntryKind.PLAN, "option", "fix", "text", "直す");
        assertThat(one.interimForced(Rules.USUAL, due)).isTrue();
        one = of(EntryKind.PLAN, "option", "fix", "meanwhile", "workaround", "text", "まず設定を変える");
        assertThat(one.interimForced(Rules.USUAL, due)).isFalse();
    }

    @Test
    void theLatestWordAboutAPlaceCountsAndMakesTheVendorStatus() {
        Case one = of(opened("jpcert"));
        assertThat(one.vendorStatus()).isEqualTo("investigating");
        one = of(EntryKind.CONCERNS, "standing", "investigating", "places", "MC-200 2.4.1\nGW-50 1.1.0");
        assertThat(one.vendorStatus()).isEqualTo("investigating");
        one = of(EntryKind.CONCERNS, "standing", "not-affected", "places", "MC-200 2.4.1\nGW-50 1.1.0");
        assertThat(one.vendorStatus()).isEqualTo("not-affected");
        one = of(EntryKind.CONCERNS, "standing", "affected", "places", "GW-50 1.1.0");
        assertThat(one.vendorStatus()).isEqualTo("affected");
        assertThat(one.concerned("affected")).containsExactly("GW-50 1.1.0");
    }

    @Test
    void whatWasTakenBackCountsNoMoreButStays() {
        of(opened("stranger"));
        Entry task = add(EntryKind.TASK, Map.of("text", "調べる", "owner", new UUID(3, 3).toString()), null);
        assertThat(of().openTasks()).hasSize(1);
        add(EntryKind.TAKEN_BACK, Map.of("text", "誤り"), task.id());
        Case one = of();
        assertThat(one.openTasks()).isEmpty();
        assertThat(one.entries()).contains(task);
        assertThat(one.holds(task)).isFalse();
    }

    @Test
    void aSignatureHoldsForThePlanThatWasThereAndUntilItsDay() {
        of(opened("own"));
        of(EntryKind.PLAN, "option", "none", "text", "古い製品");
        Case one = of(EntryKind.ACCEPTED, "text", "影響が小さい", "until", "2027-01-31");
        assertThat(one.signed(LocalDate.of(2027, 1, 31))).isTrue();
        assertThat(one.signed(LocalDate.of(2027, 2, 1))).isFalse();
        one = of(EntryKind.PLAN, "option", "none", "text", "範囲が広がった");
        assertThat(one.signed(LocalDate.of(2026, 12, 1))).isFalse();
    }

    @Test
    void ssvcDecidesOnlyCompleteAnswers() {
        of(opened("own"));
        Case one = of(EntryKind.RATED, "exploitation", "active", "utility", "efficient", "impact", "total");
        assertThat(one.decision()).isEmpty();
        one = of(
                EntryKind.RATED,
                "exploitation",
                "active",
                "utility",
                "efficient",
                "impact",
                "total",
                "safety",
                "significant");
        assertThat(one.decision()).isEqualTo("immediate");
    }

    // Mails in files

    private static MailFile mail(String text) {
        return MailFile.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    @Test
    void aMailIsReadWithItsEncodedHeadersAndItsAttachmentsAreNamedOnly() {
        MailFile mail = mail("""
                From: =?UTF-8?B?55m66KaL6ICF?= <finder@example.org>
                Subject: =?UTF-8?B?6ISG5byx5oCn44Gu5aCx5ZGK?=
                Date: Fri, 20 Nov 2026 10:00:00 +0900
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="b"

                --b
                Content-Type: text/plain; charset=utf-8

                再現の手順です。
                --b
                Content-Type: application/x-msdownload; name="../../evil.exe"
                Content-Disposition: attachment; filename="../../evil.exe"

                MZ
                --b--
                """);
        assertThat(mail.from()).isEqualTo("finder@example.org");
        assertThat(mail.subject()).isEqualTo("脆弱性の報告");
        assertThat(mail.sent()).isEqualTo("2026-11-20T01:00:00Z");
        assertThat(mail.text()).isEqualTo("再現の手順です。");
        assertThat(mail.attachments()).containsExactly("../../evil.exe");
    }

    @Test
    void headersThatTryToBecomeMoreStayOneLine() {
        MailFile mail = mail("""
                From: a@example.org
                Subject: =?UTF-8?Q?hello=0D=0ABcc:_all@example.org=0D=0A=0D=0A<script>?=

                text
                """);
        assertThat(mail.subject()).doesNotContain("\r", "\n").startsWith("hello");
    }

    @Test
    void htmlIsWordsOnly() {
        MailFile mail = mail("""
                From: a@example.org
                Subject: s
                Content-Type: text/html; charset=utf-8

                <p>hello</p><script>alert(1)</script><img src=x onerror=alert(2)>
                """);
        assertThat(mail.text()).isEqualTo("hello");
    }

    @Test
    void whatIsNoMailIsNone() {
        assertThat(MailFile.read(new byte[0])).isEmpty();
        assertThat(MailFile.read(new byte[] {0, 1, 2, 3})).isEmpty();
        assertThat(MailFile.read("just a text".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void mailsWithinMailsWithoutEndEnd() {
        StringBuilder deep =
                new StringBuilder("From: a@example.org\nSubject: s\nContent-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < 500; i++) {
            deep.append("--b")
                    .append(i)
                    .append("\nContent-Type: multipart/mixed; boundary=b")
                    .append(i + 1)
                    .append("\n\n");
        }
        assertThat(MailFile.read(deep.toString().getBytes(StandardCharsets.UTF_8)))
                .isPresent()
                .get()
                .satisfies(m -> assertThat(m.attachments().size()).isLessThan(200));
    }

    @Test
    void aTextKeepsNothingThatSteers() {
        assertThat(Entering.clean("a\u202Eb\u0000c\r\nd\u001b[31m", true)).isEqualTo("abc\nd[31m");
        assertThat(Entering.clean("a\nb", false)).isEqualTo("a b");
    }
}
