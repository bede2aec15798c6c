package dev.shisa.server.conformity;

import dev.shisa.conformity.Framework;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.VerdictState;
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
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One act on many series. Each series is a transaction of its own, by the same rules as on its own pages; one that is
 * refused keeps none of the others. The preview does the act and rolls it back, so it says what would happen and not what
 * a second set of rules thinks.
 */
@Component
class BulkActs {

    /** Of one page of the list. */
    static final int SERIES_MAX = 100;

    /** Later, others have worked on from there. */
    static final Duration UNDO = Duration.ofHours(24);

    private final BulkStore store;
    private final Products products;
    private final Guides guides;
    private final Assignments assignments;
    private final Verdicts verdicts;
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
            Audit audit,
            TransactionTemplate transaction,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.products = products;
        this.guides = guides;
        this.assignments = assignments;
        this.verdicts = verdicts;
        this.audit = audit;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /** What can be done; its words are the messages {@code bulk.kind.<id>}. */
    enum Kind {
        FOLLOW(Act.CHOOSE_GUIDES),
        ASSIGN(Act.ASSIGN),
        ARCHIVE(Act.EDIT_PRODUCT),
        BRING_BACK(Act.EDIT_PRODUCT);

        private final Act act;

        Kind(Act act) {
            this.act = act;
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

        record Archive(boolean archived) implements Order {
            @Override
            public Kind kind() {
                return archived ? Kind.ARCHIVE : Kind.BRING_BACK;
            }
        }
    }

    /** What becomes of one series. */
    enum Outcome {
        CHANGED,
        SAME,
        REFUSED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One series of a bulk act.
     *
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
                audit.record(person, "series.bulk", order.kind().id(), Map.of("series", codes.size()));
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
        audit.record(person, "series.bulk-undo", done.kind().id(), Map.of());
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
                Assignments.Assignment made = assignments.assign(series, requirement, assignee, due, note, person);
                if (before.filter(made::equals).isPresent()) {
                    yield new Changed(Outcome.SAME, ui.t("bulk.same.assigned"), "");
                }
                yield new Changed(
                        Outcome.CHANGED, before.isPresent() ? ui.t("bulk.instead") : "", requirement + " " + made.id());
            }
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

    /** @return why it stays; empty if it was undone */
    private String undo(Kind kind, Line line, Person person, Ui ui) {
        Series series = products.require(line.code(), person);
        return switch (kind) {
            case FOLLOW -> {
                Set<String> followed = followed(series);
                if (followed.remove(line.made())) {
                    guides.choose(series, followed, person);
                }
                yield "";
            }
            case ASSIGN -> {
                String[] made = line.made().split(" ", 2);
                RequirementId requirement = RequirementId.parse(made[0]).orElseThrow();
                boolean still = assignments
                        .of(series.id(), requirement)
                        .filter(one -> one.id().toString().equals(made[1]))
                        .isPresent();
                if (!still) {
                    yield ui.t("bulk.kept.assigned");
                }
                assignments.takeBack(series, requirement, person);
                yield "";
            }
            case ARCHIVE, BRING_BACK -> {
                boolean archived = kind == Kind.ARCHIVE;
                if (products.isArchived(series.id()) == archived) {
                    products.archive(series, !archived, person);
                }
                yield "";
            }
        };
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
        if (codes.size() > SERIES_MAX) {
            throw new Problem(422, "bulk.many", codes.size(), SERIES_MAX);
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
