package dev.shisa.server.conformity;

import dev.shisa.conformity.Framework;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.evidence.Renewals;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One act on many series, assignments or pieces of evidence. Each is a transaction of its own, by the same rules as on its own
 * pages; one that is refused keeps none of the others. The preview does the act and rolls it back, so it says what would happen and not what
 * a second set of rules thinks.
 */
@Component
class BulkActs {

    /** Of one page of the list. */
    static final int CHOSEN_MAX = 100;

    /** Later, others have worked on from there. */
    static final Duration UNDO = Duration.ofHours(24);

    private final BulkStore store;
    private final Products products;
    private final Guides guides;
    private final Assignments assignments;
    private final Verdicts verdicts;
    private final AllJudged all;
    private final Renewals renewals;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final InstantSource clock;

    BulkActs(
            BulkStore store,
            Products products,
            Guides guides,
            Assignments assignments,
            Verdicts verdicts,
            AllJudged all,
            Renewals renewals,
            Audit audit,
            TransactionTemplate transaction,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.products = products;
        this.guides = guides;
        this.assignments = assignments;
        this.verdicts = verdicts;
        this.all = all;
        this.renewals = renewals;
        this.audit = audit;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /** Of what things are chosen; each has a list. */
    enum Things {
        SERIES("/products"),
        ASSIGNMENT("/assignments"),
        EVIDENCE("/evidence");

        private final String list;

        Things(String list) {
            this.list = list;
        }

        String list() {
            return list;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What can be done; its words are the messages {@code bulk.kind.<id>}. */
    enum Kind {
        FOLLOW(Things.SERIES, Act.CHOOSE_GUIDES),
        ASSIGN(Things.SERIES, Act.ASSIGN),
        ARCHIVE(Things.SERIES, Act.EDIT_PRODUCT),
        BRING_BACK(Things.SERIES, Act.EDIT_PRODUCT),
        REASSIGN(Things.ASSIGNMENT, Act.ASSIGN),
        UNASSIGN(Things.ASSIGNMENT, Act.ASSIGN),
        RENEW(Things.EVIDENCE, Act.ADD_EVIDENCE);

        private final Things things;
        private final Act act;

        Kind(Things things, Act act) {
            this.things = things;
            this.act = act;
        }

        Things things() {
            return things;
        }

        Act act() {
            return act;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Kind> of(String id) {
            return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
        }
    }

    /** What is to be done, complete. */
    sealed interface Order {

        Kind kind();

        record Follow(Framework guide) implements Order {
            @Override
            public Kind kind() {
                return Kind.FOLLOW;
            }
        }

        record Assign(RequirementId requirement, UUID assignee, LocalDate due, String note) implements Order {
            @Override
            public Kind kind() {
                return Kind.ASSIGN;
            }
        }

        /** Another person, another last day, or both; null: as it is. */
        record Reassign(@Nullable UUID assignee, @Nullable LocalDate due) implements Order {
            @Override
            public Kind kind() {
                return Kind.REASSIGN;
            }
        }

        record Unassign() implements Order {
            @Override
            public Kind kind() {
                return Kind.UNASSIGN;
            }
        }

        /**
         * Says that it still holds.
         *
         * @param statement why
         */
        record Renew(LocalDate until, String statement) implements Order {
            @Override
            public Kind kind() {
                return Kind.RENEW;
            }
        }

        record Archive(boolean archived) implements Order {
            @Override
            public Kind kind() {
                return archived ? Kind.ARCHIVE : Kind.BRING_BACK;
            }
        }
    }

    /** What becomes of one thing. */
    enum Outcome {
        CHANGED,
        SAME,
        REFUSED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing of a bulk act.
     *
     * @param code of the series or the evidence, id of the assignment
     * @param words why it is refused, or stays as it is; may be empty
     * @param made what undoing needs
     * @param kept why it was not undone; empty otherwise
     */
    record Line(int place, String code, Outcome outcome, String words, String made, boolean undone, String kept) {}

    /** A bulk act that was done. */
    record Done(UUID id, UUID by, Kind kind, Instant at, boolean undone, List<Line> lines) {

        Done {
            lines = List.copyOf(lines);
        }
    }

    private record Changed(Outcome outcome, String words, String made) {}

    /** What would become of each; nothing is changed. */
    List<Line> preview(Order order, List<String> codes, Person person, Ui ui) {
        check(order, codes, person);
        List<Line> lines = new ArrayList<>();
        for (String code : codes) {
            lines.add(line(
                    lines.size(),
                    code,
                    ui,
                    () -> Objects.requireNonNull(transaction.execute(status -> {
                        status.setRollbackOnly();
                        return change(order, code, person, ui);
                    }))));
        }
        return lines;
    }

    /** Does it; the same id once more does nothing. */
    void perform(UUID id, Order order, List<String> codes, Person person, Ui ui) {
        check(order, codes, person);
        boolean fresh = Objects.requireNonNull(transaction.execute(status -> {
            store.sweep(clock.instant());
            boolean inserted = store.insert(id, person.id(), order.kind(), clock.instant());
            if (inserted) {
                audit.record(
                        person,
                        order.kind().things().id() + ".bulk",
                        order.kind().id(),
                        Map.of(order.kind().things() == Things.SERIES ? "series" : "chosen", codes.size()));
            }
            return inserted;
        }));
        if (!fresh) {
            return;
        }
        for (int i = 0; i < codes.size(); i++) {
            int place = i;
            String code = codes.get(i);
            Line done = line(
                    place,
                    code,
                    ui,
                    () -> Objects.requireNonNull(transaction.execute(status -> {
                        Changed changed = change(order, code, person, ui);
                        store.insert(
                                id,
                                new Line(place, code, changed.outcome(), changed.words(), changed.made(), false, ""));
                        return changed;
                    })));
            if (done.outcome() == Outcome.REFUSED) {
                store.insert(id, done);
            }
        }
    }

    /** One of one's own. */
    Done done(UUID id, Person person) {
        return store.find(id)
                .filter(done -> done.by().equals(person.id()))
                .orElseThrow(() -> new Problem(404, "not-found"));
    }

    boolean canBeUndone(Done done) {
        return !done.undone()
                && done.lines().stream().anyMatch(line -> line.outcome() == Outcome.CHANGED)
                && clock.instant().isBefore(done.at().plus(UNDO));
    }

    /** Takes back what can be; why something cannot stands with it afterwards. */
    void undo(UUID id, Person person, Ui ui) {
        Done done = done(id, person);
        if (!canBeUndone(done)) {
            throw new Problem(409, "bulk.late", UNDO.toHours());
        }
        require(done.kind(), person);
        audit.record(
                person, done.kind().things().id() + ".bulk-undo", done.kind().id(), Map.of());
        for (Line line : done.lines()) {
            if (line.outcome() != Outcome.CHANGED || line.undone()) {
                continue;
            }
            try {
                transaction.executeWithoutResult(status -> {
                    String kept = undo(done.kind(), line, person, ui);
                    store.undone(id, line.place(), kept);
                });
            } catch (Problem e) {
                store.undone(id, line.place(), ui.t("error." + e.code(), e.args()));
            }
        }
        store.undone(id, clock.instant());
    }

    private Line line(int place, String code, Ui ui, Supplier<Changed> act) {
        try {
            Changed changed = act.get();
            return new Line(place, code, changed.outcome(), changed.words(), changed.made(), false, "");
        } catch (Problem e) {
            return new Line(place, code, Outcome.REFUSED, ui.t("error." + e.code(), e.args()), "", false, "");
        }
    }

    private Changed change(Order order, String code, Person person, Ui ui) {
        return switch (order) {
            case Order.Follow(Framework guide) -> {
                Series series = products.requireInUse(code, person);
                Set<String> followed = followed(series);
                if (!followed.add(guide.id())) {
                    yield new Changed(Outcome.SAME, ui.t("bulk.same.follow"), "");
                }
                guides.choose(series, followed, person);
                yield new Changed(Outcome.CHANGED, "", guide.id());
            }
            case Order.Assign(RequirementId requirement, UUID assignee, LocalDate due, String note) -> {
                Series series = products.requireInUse(code, person);
                if (Optional.ofNullable(verdicts.states(series.id()).get(requirement))
                        .filter(VerdictState::isGreen)
                        .isPresent()) {
                    yield new Changed(Outcome.SAME, ui.t("bulk.same.settled"), "");
                }
                Optional<Assignments.Assignment> before = assignments.of(series.id(), requirement);
                Assignments.Assignment made =
                        assignments.assign(Judged.of(series), requirement, assignee, due, note, person);
                if (before.filter(made::equals).isPresent()) {
                    yield new Changed(Outcome.SAME, ui.t("bulk.same.assigned"), "");
                }
                yield new Changed(
                        Outcome.CHANGED,
                        before.isPresent() ? ui.t("bulk.instead") : "",
                        new Replaced(
                                        requirement,
                                        made.id(),
                                        before.map(Assignments.Assignment::id).orElse(null))
                                .text());
            }
            case Order.Reassign(UUID assignee, LocalDate due) -> {
                Assignments.Assignment before = inForce(code, person);
                Assignments.Assignment made = assignments.assign(
                        inUse(before.seriesId(), person),
                        before.requirement(),
                        assignee == null ? before.assignee() : assignee,
                        due == null ? before.due() : due,
                        before.note(),
                        person);
                yield made.equals(before)
                        ? new Changed(Outcome.SAME, ui.t("bulk.same.assigned"), "")
                        : new Changed(
                                Outcome.CHANGED, "", new Replaced(before.requirement(), made.id(), before.id()).text());
            }
            case Order.Unassign() -> {
                Assignments.Assignment before = inForce(code, person);
                assignments.takeBack(inUse(before.seriesId(), person), before.requirement(), person);
                yield new Changed(Outcome.CHANGED, "", new Replaced(before.requirement(), null, before.id()).text());
            }
            case Order.Renew(LocalDate until, String statement) ->
                renewals.renew(code, until, statement, person)
                        .map(renewal -> new Changed(Outcome.CHANGED, "", renewal.toString()))
                        .orElseGet(() -> new Changed(Outcome.SAME, ui.t("bulk.same.renewed"), ""));
            case Order.Archive(boolean archived) -> {
                Series series = products.require(code, person);
                if (products.isArchived(series.id()) == archived) {
                    yield new Changed(Outcome.SAME, ui.t(archived ? "bulk.same.archived" : "bulk.same.present"), "");
                }
                products.archive(series, archived, person);
                yield new Changed(Outcome.CHANGED, "", "");
            }
        };
    }

    /**
     * What an act did to the assignment of a requirement.
     *
     * @param made null: none, it was taken back
     * @param before null: there was none
     */
    private record Replaced(
            RequirementId requirement,
            @Nullable UUID made,
            @Nullable UUID before) {

        private static final String NONE = "-";

        static Replaced parse(String text) {
            String[] parts = text.split(" ", 3);
            return new Replaced(
                    RequirementId.parse(parts[0]).orElseThrow(), id(parts[1]), parts.length < 3 ? null : id(parts[2]));
        }

        private static @Nullable UUID id(String text) {
            return text.equals(NONE) ? null : UUID.fromString(text);
        }

        String text() {
            return requirement + " " + (made == null ? NONE : made) + " " + (before == null ? NONE : before);
        }
    }

    private Assignments.Assignment inForce(String id, Person person) {
        Assignments.Assignment one = assignment(id, person);
        if (assignments
                .of(one.seriesId(), one.requirement())
                .filter(one::equals)
                .isEmpty()) {
            throw new Problem(409, "assignment.ended");
        }
        return one;
    }

    private Assignments.Assignment assignment(String id, Person person) {
        try {
            return assignments
                    .find(UUID.fromString(id), person)
                    .orElseThrow(() -> new Problem(404, "assignment.unknown"));
        } catch (IllegalArgumentException e) {
            throw new Problem(404, "assignment.unknown");
        }
    }

    /** What may be changed now: no archived series, and nothing of the company by who is limited to some series. */
    private Judged inUse(UUID subjectId, Person person) {
        Judged judged = Optional.ofNullable(all.byIds(Set.of(subjectId), person).get(subjectId))
                .orElseThrow(() -> new Problem(404, "assignment.unknown"));
        Series series = judged.series();
        if (judged.organisation()) {
            OrganisationGuides.forAll(person);
        } else if (series != null) {
            products.requireInUse(series.code(), person);
        }
        return judged;
    }

    /** @return why it stays; empty if it was undone */
    private String undo(Kind kind, Line line, Person person, Ui ui) {
        return switch (kind) {
            case FOLLOW -> {
                Series series = products.require(line.code(), person);
                Set<String> followed = followed(series);
                if (followed.remove(line.made())) {
                    guides.choose(series, followed, person);
                }
                yield "";
            }
            case ASSIGN ->
                undo(
                        Replaced.parse(line.made()),
                        products.require(line.code(), person).id(),
                        person,
                        ui);
            case REASSIGN, UNASSIGN ->
                undo(
                        Replaced.parse(line.made()),
                        assignment(line.code(), person).seriesId(),
                        person,
                        ui);
            case ARCHIVE, BRING_BACK -> {
                Series series = products.require(line.code(), person);
                boolean archived = kind == Kind.ARCHIVE;
                if (products.isArchived(series.id()) == archived) {
                    products.archive(series, !archived, person);
                }
                yield "";
            }
            case RENEW ->
                renewals.undo(UUID.fromString(line.made()), person, ui.t("bulk.undo.reason"))
                        ? ""
                        : ui.t("bulk.kept.confirmed");
        };
    }

    /** Only while nobody assigned it otherwise since. */
    private String undo(Replaced replaced, UUID subjectId, Person person, Ui ui) {
        Optional<UUID> present =
                assignments.of(subjectId, replaced.requirement()).map(Assignments.Assignment::id);
        if (!present.equals(Optional.ofNullable(replaced.made()))) {
            return ui.t("bulk.kept.assigned");
        }
        Judged judged = inUse(subjectId, person);
        Optional<Assignments.Assignment> before =
                Optional.ofNullable(replaced.before()).flatMap(id -> assignments.find(id, person));
        if (before.isPresent()) {
            assignments.restore(judged, before.get(), person);
        } else {
            assignments.takeBack(judged, replaced.requirement(), person);
        }
        return "";
    }

    /**
     * A chosen thing as a row names it.
     *
     * @param more code, or of what it is
     */
    record Thing(String name, String more, String href) {}

    /** Empty if the person sees no such thing. */
    Optional<Thing> thing(Kind kind, String code, Person person, Locale locale) {
        try {
            return switch (kind.things()) {
                case SERIES -> {
                    Series series = products.require(code, person);
                    yield Optional.of(new Thing(series.name(), code, "/products/" + code));
                }
                case ASSIGNMENT -> {
                    Assignments.Assignment one = assignment(code, person);
                    yield Optional.ofNullable(
                                    all.byIds(Set.of(one.seriesId()), person).get(one.seriesId()))
                            .map(judged -> new Thing(
                                    one.requirement().number(), judged.name(), judged.page(one.requirement())));
                }
                case EVIDENCE -> renewals.title(code, person, locale).map(t -> new Thing(t, code, "/evidence/" + code));
            };
        } catch (Problem e) {
            return Optional.empty();
        }
    }

    private Set<String> followed(Series series) {
        return guides.followed(series.id()).stream()
                .map(Framework::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void check(Order order, List<String> codes, Person person) {
        require(order.kind(), person);
        if (codes.isEmpty()) {
            throw new Problem(422, "bulk.nothing");
        }
        if (codes.size() > CHOSEN_MAX) {
            throw new Problem(422, "bulk.many", codes.size(), CHOSEN_MAX);
        }
    }

    static void require(Kind kind, Person person) {
        if (!person.can(kind.act())) {
            throw new Problem(403, "denied");
        }
    }

    UUID newId() {
        return ids.next();
    }
}
