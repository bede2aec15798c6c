package dev.shisa.server.shipment;

import dev.shisa.advisory.draft.Advisory.Said;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A measure about devices that must not leave the house: stopped, perhaps taken back, and let out again (guide 001, the cases of a pocket
 * router and of mobile storage: stopped, withdrawn from shops, and resumed months later). It is its steps, which are only added.
 *
 * @param code readable: {@code R-7K2QM}
 * @param steps in their order; the first one stops
 */
record Stop(UUID id, String code, UUID series, Instant at, List<Step> steps) {

    /** So long may nothing happen before somebody is asked. */
    static final int SILENT_DAYS = 30;

    Stop {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.getFirst().content() == null) {
            throw new IllegalArgumentException("a stop that says nothing");
        }
    }

    /** What was done. */
    enum Act {
        /** Nothing concerned leaves the house any more. */
        STOP,
        /** What is concerned, or said, is another thing now. */
        CHANGE,
        /** Devices are taken back from shops and users. */
        WITHDRAW,
        /** The public was told outside the product's page. */
        NOTICE,
        /** There is a version without the fault. */
        FIXED,
        /** Shipment goes on. */
        RESUME,
        /** Something that colleagues have to know; also: what left in spite of it was looked at. */
        NOTE,
        /** Nothing more comes. */
        CLOSE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Act> of(String id) {
            return Arrays.stream(values()).filter(act -> act.id().equals(id)).findFirst();
        }
    }

    /** How it stands. */
    enum State {
        STOPPED,
        WITHDRAWING,
        RESUMED,
        /** Over, after shipment was resumed. */
        CLOSED,
        /** Over without resuming: it never goes out again. */
        ENDED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether nothing concerned may leave. */
        boolean blocks() {
            return this == STOPPED || this == WITHDRAWING || this == ENDED;
        }
    }

    /**
     * What is concerned and said.
     *
     * @param reason in words for everybody
     * @param action what owners should do
     * @param open whether everybody may know of it
     * @param planned when shipment is to go on; null: not known
     */
    record Content(
            Concerned concerned,
            Said reason,
            Said action,
            boolean open,
            @Nullable LocalDate planned) {}

    /**
     * @param note for colleagues only
     * @param content null: as before
     * @param fixed the release without the fault; null: none
     */
    record Step(
            UUID id,
            Act act,
            LocalDate day,
            String note,
            @Nullable Content content,
            @Nullable UUID fixed,
            UUID by,
            String byName,
            Instant at) {}

    Content content() {
        for (Step step : steps.reversed()) {
            Content content = step.content();
            if (content != null) {
                return content;
            }
        }
        throw new IllegalStateException("a stop that says nothing");
    }

    State state() {
        State state = State.STOPPED;
        for (Step step : steps) {
            state = switch (step.act()) {
                case STOP -> State.STOPPED;
                case WITHDRAW -> State.WITHDRAWING;
                case RESUME -> State.RESUMED;
                case CLOSE -> state == State.RESUMED ? State.CLOSED : State.ENDED;
                case CHANGE, NOTICE, FIXED, NOTE -> state;
            };
        }
        return state;
    }

    boolean isOver() {
        return state() == State.CLOSED || state() == State.ENDED;
    }

    /** What can be done next. */
    Set<Act> next() {
        Set<Act> next = EnumSet.noneOf(Act.class);
        switch (state()) {
            case STOPPED -> next.addAll(EnumSet.complementOf(EnumSet.of(Act.STOP)));
            case WITHDRAWING -> next.addAll(EnumSet.complementOf(EnumSet.of(Act.STOP, Act.WITHDRAW)));
            case RESUMED -> next.addAll(EnumSet.of(Act.STOP, Act.CHANGE, Act.NOTICE, Act.NOTE, Act.CLOSE));
            case CLOSED, ENDED -> next.add(Act.NOTE);
        }
        return next;
    }

    /** Days on which nothing could leave; the last one open, unless shipment was resumed. */
    private record Span(LocalDate from, @Nullable LocalDate until) {

        boolean contains(LocalDate day) {
            return !day.isBefore(from) && (until == null || day.isBefore(until));
        }
    }

    private List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        LocalDate from = null;
        for (Step step : steps) {
            if (step.act() == Act.RESUME && from != null) {
                spans.add(new Span(from, step.day()));
                from = null;
            } else if (step.act() == Act.STOP && from == null) {
                from = step.day();
            }
        }
        if (from != null) {
            spans.add(new Span(from, null));
        }
        return spans;
    }

    /** Whether nothing concerned could leave on a day; the day of resuming is free again. */
    boolean blocksOn(LocalDate day) {
        return spans().stream().anyMatch(span -> span.contains(day));
    }

    /** Releases without the fault. */
    Set<UUID> fixed() {
        return steps.stream().flatMap(step -> Stream.ofNullable(step.fixed())).collect(Collectors.toUnmodifiableSet());
    }

    /** The day from which what leaves is free of it; null: nothing is. */
    @Nullable
    LocalDate resumed() {
        return state() == State.RESUMED || state() == State.CLOSED
                ? steps.stream()
                        .filter(step -> step.act() == Act.RESUME)
                        .map(Step::day)
                        .reduce((a, b) -> b)
                        .orElse(null)
                : null;
    }

    /** Whether devices that left on a day are those that the measure is about; never those with a version without the fault. */
    Concerned.Match affects(Item item, LocalDate day) {
        LocalDate over = resumed();
        boolean free =
                (over != null && !day.isBefore(over)) || (item.release() != null && fixed().contains(item.release()));
        return free ? Concerned.Match.NO : content().concerned().match(item);
    }

    /** The last thing that was done, but for notes. */
    LocalDate lastStep() {
        return steps.stream()
                .filter(step -> step.act() != Act.NOTE)
                .map(Step::day)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    /** When somebody noted something last; what left in spite of the stop and was recorded before has been looked at. */
    @Nullable
    Instant looked() {
        return steps.stream()
                .filter(step -> step.act() == Act.NOTE)
                .map(Step::at)
                .reduce((a, b) -> b)
                .orElse(null);
    }
}
