package dev.shisa.server.application;

import dev.shisa.conformity.Fact;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.conformity.VerdictChange;
import dev.shisa.server.conformity.Verdicts;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a label was issued for: release, models, end of support and verdicts, kept with the entry of the label so that later changes can
 * be told ({@link LabelChanges}).
 *
 * <p>What counts is the day of issue, not the moment of recording: otherwise a label that is recorded late, or taken back for a typo and
 * recorded again, would hide all that changed meanwhile. So an entry that mends another one takes over what that one held, and what is
 * recorded late is read as it stood on the day of issue. Of a series that was registered here only after that day nobody knows how it
 * stood; then the state of the recording is kept, with its day, and the page says so.
 */
@Component
class LabelledState {

    /** Verdicts of one requirement rarely turn more than a dozen times a year. */
    private static final int TURNS_MAX = 1_000;

    static final Set<String> GREEN = Set.of("met", "deemed", "exempt", "not-applicable");

    private final Products products;
    private final ApplicationAnswers answers;
    private final EvidenceLog evidence;
    private final Verdicts verdicts;
    private final InstantSource clock;

    LabelledState(
            Products products,
            ApplicationAnswers answers,
            EvidenceLog evidence,
            Verdicts verdicts,
            InstantSource clock) {
        this.products = products;
        this.answers = answers;
        this.evidence = evidence;
        this.verdicts = verdicts;
        this.clock = clock;
    }

    /** The lines of an entry of a label that was issued on {@code on}. */
    List<SortedMap<String, String>> rows(
            Series series, Journal journal, String number, LocalDate on, @Nullable Release release) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Ui.ZONE);
        boolean known = made(series.id()).filter(day -> day.isBefore(on)).isPresent();
        List<SortedMap<String, String>> rows = new ArrayList<>();
        if (release != null) {
            rows.add(Entry.row("what", "release", "id", release.id().toString(), "name", release.name()));
        }
        Entry mended = mended(journal, number, on).orElse(null);
        if (mended != null && (mended.on().equals(on) || !known)) {
            mended.rows().stream()
                    .filter(row -> !"release".equals(row.get("what")))
                    .forEach(rows::add);
            if (mended.rows("day").isEmpty()) {
                rows.add(Entry.row("what", "day", "day", day(mended).toString()));
            }
            return rows;
        }
        boolean late = known && on.isBefore(today);
        rows.add(Entry.row("what", "day", "day", (late ? on : today).toString()));
        for (Model model : products.models(series.id())) {
            if (!late || made(model.id()).filter(day -> day.isBefore(on)).isPresent()) {
                rows.add(Entry.row("what", "model", "name", model.number()));
            }
        }
        ApplicationAnswers.Snapshot now = answers.of(series);
        LocalDate end = late ? support(series, on) : now.day("support.ends");
        rows.add(Entry.row("what", "support", "day", end == null ? "" : end.toString()));
        for (CriterionAnswer answer : now.answers()) {
            String state = late ? state(series, answer, on) : answer.state().code();
            rows.add(Entry.row("what", "verdict", "number", answer.id(), "state", state));
        }
        return rows;
    }

    /** The day whose state the entry of a label holds. */
    static LocalDate day(Entry label) {
        return label.rows("day").stream()
                .map(row -> LocalDate.parse(row.getOrDefault("day", "")))
                .findFirst()
                .orElseGet(() -> LocalDate.ofInstant(label.at(), Ui.ZONE));
    }

    /** The entry that was taken back and is recorded again: the same label, with another number or day where that was wrong. */
    private static Optional<Entry> mended(Journal journal, String number, LocalDate on) {
        return journal.all().stream()
                .filter(e -> e.kind() == EntryKind.LABEL && !e.holds() && e.round() == journal.round())
                .filter(e -> e.value("number").equals(number) || e.on().equals(on))
                .max(Comparator.comparing((Entry e) -> e.value("number").equals(number))
                        .thenComparing(Entry::at));
    }

    /** When a row was made: its id says so (RFC 9562, section 5.7). */
    static Optional<LocalDate> made(UUID id) {
        return id.version() == 7
                ? Optional.of(LocalDate.ofInstant(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16), Ui.ZONE))
                : Optional.empty();
    }

    /** As that day began; what was entered only in its course, where nothing stood before. */
    private @Nullable LocalDate support(Series series, LocalDate on) {
        Slot slot = Slot.of("support.ends", "");
        List<FactEntry> ever = products.target(series).layers().stream()
                .flatMap(layer -> evidence.history(layer.subject(), slot).stream())
                .toList();
        LocalDate then = support(ever, begin(on));
        return then == null ? support(ever, begin(on.plusDays(1))) : then;
    }

    private static @Nullable LocalDate support(List<FactEntry> ever, Instant at) {
        List<FactEntry> there = ever.stream()
                .filter(one -> one.fact().recordedAt().isBefore(at))
                .filter(one ->
                        one.withdrawal() == null || !one.withdrawal().at().isBefore(at))
                .toList();
        Set<UUID> replaced =
                there.stream().flatMap(one -> one.fact().supersedes().stream()).collect(Collectors.toSet());
        return there.stream()
                .map(FactEntry::fact)
                .filter(fact -> !replaced.contains(fact.id()))
                .max(Comparator.comparing(Fact::strength).thenComparing(Fact::observedAt))
                .map(fact -> fact.value() instanceof Value.Day(LocalDate day) ? day : null)
                .orElse(null);
    }

    /** Green if it was as that day began, or ended: whichever is lost since counts as lost. */
    private String state(Series series, CriterionAnswer answer, LocalDate on) {
        RequirementId id = new RequirementId(ApplicationAnswers.FRAMEWORK, answer.id());
        List<VerdictChange> turns = verdicts.history(series.id(), id, TURNS_MAX);
        String before = state(turns, answer.state(), begin(on));
        return GREEN.contains(before) ? before : state(turns, answer.state(), begin(on.plusDays(1)));
    }

    private static String state(List<VerdictChange> turns, VerdictState now, Instant at) {
        // The newest first; what the first turn since then turned from is what stood.
        VerdictState state = now;
        for (VerdictChange turn : turns) {
            if (turn.at().isBefore(at)) {
                break;
            }
            state = turn.from() == null ? VerdictState.UNKNOWN : turn.from();
        }
        return state.code();
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(Ui.ZONE).toInstant();
    }
}
