package dev.shisa.server.application;

import dev.shisa.server.application.Application.Step;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All entries of one series, and what follows from them: how far the present round is, which label holds, which corrections
 * are open, what became of notices. Plain values; the day is given.
 *
 * @param all oldest first, those taken back too
 */
record Journal(List<Entry> all) {

    Journal {
        all = List.copyOf(all);
    }

    /** Entries that hold. */
    Stream<Entry> standing() {
        return all.stream().filter(Entry::holds);
    }

    /** The round that is under way. */
    int round() {
        return standing()
                .filter(e -> e.kind() == EntryKind.RENEWAL)
                .mapToInt(Entry::round)
                .max()
                .orElse(1);
    }

    List<Entry> of(int round, EntryKind... kinds) {
        Set<EntryKind> wanted = Set.of(kinds);
        return standing()
                .filter(e -> e.round() == round && wanted.contains(e.kind()))
                .toList();
    }

    Optional<Entry> last(int round, EntryKind kind) {
        return of(round, kind).stream().max(Comparator.comparing(Entry::on).thenComparing(Entry::at));
    }

    Optional<Entry> find(UUID id) {
        return all.stream().filter(e -> e.id().equals(id)).findFirst();
    }

    List<Entry> answering(Entry entry) {
        return standing().filter(e -> entry.id().equals(e.about())).toList();
    }

    /** How a correction stands. */
    enum CorrectionState {
        /** Nobody has answered. */
        OPEN,
        /** Answered; IPA has not said that it is settled. */
        SENT,
        SETTLED
    }

    CorrectionState state(Entry correction) {
        List<Entry> answers = answering(correction);
        return answers.stream().anyMatch(a -> a.value("state").equals("settled"))
                ? CorrectionState.SETTLED
                : answers.isEmpty() ? CorrectionState.OPEN : CorrectionState.SENT;
    }

    List<Entry> unsettled(int round) {
        return of(round, EntryKind.CORRECTION).stream()
                .filter(c -> state(c) != CorrectionState.SETTLED)
                .toList();
    }

    /** How a notice stands. */
    enum NoticeState {
        DRAFT,
        SENT,
        TAKEN
    }

    NoticeState noticeState(Entry notice) {
        List<Entry> after = answering(notice);
        return after.stream().anyMatch(e -> e.kind() == EntryKind.NOTICE_TAKEN)
                ? NoticeState.TAKEN
                : after.isEmpty() ? NoticeState.DRAFT : NoticeState.SENT;
    }

    /** The label that was issued last, of whichever round. */
    Optional<Entry> label() {
        return standing()
                .filter(e -> e.kind() == EntryKind.LABEL)
                .max(Comparator.comparing(Entry::on).thenComparing(Entry::at));
    }

    /** The state of the label on a day. */
    LabelClock clock(LocalDate today, int renewalMonths) {
        Entry label = label().orElse(null);
        return label == null
                ? LabelClock.NONE
                : LabelClock.of(label.value("number"), label.on(), label.day("until"), today, renewalMonths);
    }

    /** Steps of a round that are finished as far as entries say; what follows from the register is not known here. */
    Set<Step> finished(int round) {
        Set<Step> finished = EnumSet.noneOf(Step.class);
        boolean label = last(round, EntryKind.LABEL).isPresent();
        boolean accepted = last(round, EntryKind.ACCEPTED).isPresent();
        if (last(round, EntryKind.NUMBER).isPresent()) {
            finished.add(Step.NUMBER);
        }
        if (last(round, EntryKind.SENT).isPresent()) {
            finished.add(Step.SEND);
        }
        // Who accepted has nothing left to correct.
        if (unsettled(round).isEmpty() && (last(round, EntryKind.SETTLED).isPresent() || accepted || label)) {
            finished.add(Step.CORRECTIONS);
        }
        if (accepted && (label || last(round, EntryKind.PAID).isPresent())) {
            finished.add(Step.ACCEPTED);
        }
        if (label && last(round, EntryKind.CHECKED).filter(c -> !differs(c)).isPresent()) {
            finished.add(Step.LABEL);
        }
        return finished;
    }

    /** Whether what IPA publishes was found to say something else than the register. */
    static boolean differs(Entry checked) {
        return checked.values().containsValue("differs");
    }

    /** What a person judged last about something that changed; null while nobody has. */
    @Nullable
    Entry judgement(String item) {
        return standing()
                .filter(e -> e.kind() == EntryKind.JUDGED && e.value("item").equals(item))
                .max(Comparator.comparing(Entry::at))
                .orElse(null);
    }

    /** The notice in which something that changed is told; null while none tells it. */
    @Nullable
    Entry noticeOf(String item) {
        return standing()
                .filter(e ->
                        e.kind() == EntryKind.NOTICE && e.rows().stream().anyMatch(row -> item.equals(row.get("item"))))
                .max(Comparator.comparing(Entry::at))
                .orElse(null);
    }

    /** The history of rounds, the present one first. */
    List<RoundSummary> rounds() {
        List<RoundSummary> rounds = new ArrayList<>();
        for (int n = round(); n >= 1; n--) {
            int round = n;
            rounds.add(new RoundSummary(
                    n,
                    last(n, EntryKind.NUMBER).map(e -> e.value("number")).orElse(""),
                    last(n, EntryKind.SENT).map(Entry::on).orElse(null),
                    last(n, EntryKind.ACCEPTED).map(Entry::on).orElse(null),
                    last(n, EntryKind.LABEL).map(e -> e.value("number")).orElse(""),
                    last(n, EntryKind.LABEL).map(Entry::on).orElse(null),
                    last(n, EntryKind.LABEL).map(e -> e.day("until")).orElse(null),
                    (int) all.stream().filter(e -> e.round() == round).count()));
        }
        return rounds;
    }

    /** One round in a line; null and empty where nothing was recorded. */
    record RoundSummary(
            int number,
            String application,
            @Nullable LocalDate sent,
            @Nullable LocalDate accepted,
            String label,
            @Nullable LocalDate issued,
            @Nullable LocalDate until,
            int entries) {}
}
