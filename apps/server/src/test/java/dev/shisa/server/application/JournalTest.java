package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.application.Application.Step;
import dev.shisa.server.application.Journal.CorrectionState;
import dev.shisa.server.application.Journal.NoticeState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows from the entries of an application: steps, corrections, the label and its rounds, notices. */
class JournalTest {

    private static final LocalDate ISSUED = LocalDate.of(2025, 3, 31);
    private static final LocalDate UNTIL = LocalDate.of(2027, 3, 31);

    private final List<Entry> entries = new ArrayList<>();

    private Journal journal() {
        return new Journal(entries);
    }

    private Entry add(int round, EntryKind kind, LocalDate on, @Nullable Entry about, String... values) {
        Entry entry = new Entry(
                new UUID(1, entries.size()),
                round,
                kind,
                about == null ? null : about.id(),
                on,
                Entry.row(values),
                List.of(),
                List.of(),
                null,
                "花子",
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(entries.size()),
                null);
        entries.add(entry);
        return entry;
    }

    private void undo(Entry entry) {
        entries.set(
                entries.indexOf(entry),
                new Entry(
                        entry.id(),
                        entry.round(),
                        entry.kind(),
                        entry.about(),
                        entry.on(),
                        entry.values(),
                        entry.rows(),
                        entry.files(),
                        entry.by(),
                        entry.byName(),
                        entry.at(),
                        new Entry.Undone("花子", entry.at(), "まちがい")));
    }

    @Test
    void nothingIsFinishedBeforeAnythingIsRecorded() {
        assertThat(journal().finished(1)).isEmpty();
        assertThat(journal().round()).isEqualTo(1);
        assertThat(journal().clock(ISSUED, 6)).isEqualTo(LabelClock.NONE);
    }

    @Test
    void anOpenCorrectionKeepsTheStepOpenUntilIpaAgrees() {
        add(1, EntryKind.SETTLED, ISSUED, null);
        assertThat(journal().finished(1)).contains(Step.CORRECTIONS);
        Entry asked = add(1, EntryKind.CORRECTION, ISSUED, null, "place", "S1.1-13", "text", "理由が足りない");
        assertThat(journal().state(asked)).isEqualTo(CorrectionState.OPEN);
        assertThat(journal().finished(1)).doesNotContain(Step.CORRECTIONS);
        add(1, EntryKind.ANSWER, ISSUED, asked, "text", "追記した", "state", "sent");
        assertThat(journal().state(asked)).isEqualTo(CorrectionState.SENT);
        assertThat(journal().finished(1)).doesNotContain(Step.CORRECTIONS);
        Entry agreed = add(1, EntryKind.ANSWER, ISSUED, asked, "text", "了承", "state", "settled");
        assertThat(journal().finished(1)).contains(Step.CORRECTIONS);
        undo(agreed);
        assertThat(journal().state(asked)).isEqualTo(CorrectionState.SENT);
    }

    @Test
    void acceptedWithoutTheFeeIsNotFinished() {
        add(1, EntryKind.ACCEPTED, ISSUED, null);
        assertThat(journal().finished(1)).doesNotContain(Step.ACCEPTED);
        add(1, EntryKind.PAID, ISSUED, null, "amount", "198000");
        assertThat(journal().finished(1)).contains(Step.ACCEPTED);
    }

    @Test
    void publishedDataThatDiffersKeepsTheLabelStepOpen() {
        add(1, EntryKind.LABEL, ISSUED, null, "number", "JC-1", "until", UNTIL.toString());
        assertThat(journal().finished(1)).doesNotContain(Step.LABEL);
        add(1, EntryKind.CHECKED, ISSUED, null, "maker", "same", "models", "differs");
        assertThat(journal().finished(1)).doesNotContain(Step.LABEL);
        add(1, EntryKind.CHECKED, ISSUED.plusDays(3), null, "maker", "same", "models", "same");
        assertThat(journal().finished(1)).contains(Step.LABEL);
    }

    @Test
    void aRenewalBeginsARoundAndTheOldLabelGoesOn() {
        add(1, EntryKind.NUMBER, ISSUED, null, "number", "A-1");
        add(1, EntryKind.LABEL, ISSUED, null, "number", "JC-1", "until", UNTIL.toString());
        add(2, EntryKind.RENEWAL, UNTIL.minusMonths(5), null);
        assertThat(journal().round()).isEqualTo(2);
        assertThat(journal().finished(2)).isEmpty();
        assertThat(journal().clock(UNTIL.minusMonths(1), 6).state()).isEqualTo(LabelClock.State.RENEW);
        assertThat(journal().rounds())
                .extracting(Journal.RoundSummary::number, Journal.RoundSummary::label)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, ""), org.assertj.core.groups.Tuple.tuple(1, "JC-1"));
        add(
                2,
                EntryKind.LABEL,
                UNTIL.minusDays(2),
                null,
                "number",
                "JC-2",
                "until",
                UNTIL.plusYears(2).toString());
        assertThat(journal().clock(UNTIL.plusDays(1), 6).number()).isEqualTo("JC-2");
        assertThat(journal().rounds().getLast().label()).isEqualTo("JC-1");
    }

    @Test
    void aNoticeGoesFromDraftToAccepted() {
        Entry notice = add(1, EntryKind.NOTICE, ISSUED, null, "type", "change", "text", "変更届");
        assertThat(journal().noticeState(notice)).isEqualTo(NoticeState.DRAFT);
        add(1, EntryKind.NOTICE_SENT, ISSUED, notice);
        assertThat(journal().noticeState(notice)).isEqualTo(NoticeState.SENT);
        Entry taken = add(1, EntryKind.NOTICE_TAKEN, ISSUED, notice);
        assertThat(journal().noticeState(notice)).isEqualTo(NoticeState.TAKEN);
        undo(taken);
        assertThat(journal().noticeState(notice)).isEqualTo(NoticeState.SENT);
    }

    @Test
    void aLabelHoldsThroughItsLastDayAndItsRenewalBeginsSixMonthsBefore() {
        record At(LocalDate day, LabelClock.State state, String reminder) {}
        for (At at : List.of(
                new At(ISSUED, LabelClock.State.VALID, ""),
                new At(LocalDate.of(2026, 9, 29), LabelClock.State.VALID, ""),
                new At(LocalDate.of(2026, 9, 30), LabelClock.State.RENEW, "renew"),
                new At(UNTIL.minusDays(91), LabelClock.State.RENEW, "renew"),
                new At(UNTIL.minusDays(90), LabelClock.State.RENEW, "days-90"),
                new At(UNTIL.minusDays(30), LabelClock.State.RENEW, "days-30"),
                new At(UNTIL.minusDays(7), LabelClock.State.RENEW, "days-7"),
                new At(UNTIL, LabelClock.State.RENEW, "days-7"),
                new At(UNTIL.plusDays(1), LabelClock.State.EXPIRED, "expired"))) {
            LabelClock clock = LabelClock.of("JC-1", ISSUED, UNTIL, at.day(), 6);
            assertThat(clock.state()).as(at.day().toString()).isEqualTo(at.state());
            assertThat(clock.reminder(at.day())).as(at.day().toString()).isEqualTo(at.reminder());
        }
    }

    @Test
    void aLabelWithoutALastDayIsNeverShownAsValid() {
        LabelClock clock = LabelClock.of("JC-1", ISSUED, null, UNTIL.plusYears(9), 6);
        assertThat(clock.state()).isEqualTo(LabelClock.State.OPEN_ENDED);
        assertThat(clock.reminder(UNTIL.plusYears(9))).isEmpty();
    }

    @Test
    void entriesHoldNothingThatADatabaseRefuses() {
        TreeMap<String, String> values = new TreeMap<>();
        values.put("text", "a\u0000b\ud83d");
        Entry entry = new Entry(
                new UUID(0, 1),
                1,
                EntryKind.COMMENT,
                null,
                ISSUED,
                values,
                List.of(),
                List.of(),
                null,
                "x",
                Instant.EPOCH,
                null);
        assertThat(entry.value("text")).isEqualTo("ab?");
    }
}
