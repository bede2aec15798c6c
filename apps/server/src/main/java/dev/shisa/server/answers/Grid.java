package dev.shisa.server.answers;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.evidence.FactForms;
import dev.shisa.server.evidence.FactWords;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Sending;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.InputRefused;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Many answers about many items at once: rows are items, columns are what is asked of each. A cell becomes what the same
 * person would have sent from the form of one item, so that the same place decides whether it can be taken. What fits is
 * recorded together; what does not, and what somebody else answered meanwhile, stays with its reason and overwrites nothing.
 */
@Component
class Grid {

    private final Products products;
    private final Answers answers;
    private final EvidenceLog evidence;
    private final FactForms forms;
    private final FactWords factWords;
    private final Messages messages;
    private final TransactionTemplate transaction;

    Grid(
            Products products,
            Answers answers,
            EvidenceLog evidence,
            FactForms forms,
            FactWords factWords,
            Messages messages,
            TransactionTemplate transaction) {
        this.products = products;
        this.answers = answers;
        this.evidence = evidence;
        this.forms = forms;
        this.factWords = factWords;
        this.messages = messages;
        this.transaction = transaction;
    }

    /**
     * What was typed into a row.
     *
     * @param key the code of the item, or {@code new1} and so on
     * @param name of an item that is about to be added
     * @param cells by the id of their column; of the others nothing is said
     * @param seen by key the facts that stood in the row when it was shown
     */
    record Row(String key, String name, Map<String, String> cells, Map<FactKey, UUID> seen) {
        Row {
            cells = Map.copyOf(cells);
            seen = Map.copyOf(seen);
        }

        boolean isBlank() {
            return name.isBlank() && cells.values().stream().allMatch(String::isBlank);
        }

        /** The words beside an answer; blank: of them nothing is said; a dash: they are taken out. */
        String words(FactDefinition definition) {
            return cells.getOrDefault(GridColumn.words(definition), "");
        }
    }

    /** What a cell would do. */
    enum State {
        SAME,
        NEW,
        CHANGED,
        WRONG,
        RACED;

        boolean isTaken() {
            return this == NEW || this == CHANGED;
        }

        boolean isRefused() {
            return this == WRONG || this == RACED;
        }
    }

    /**
     * A cell that says something, together with the words beside it.
     *
     * @param why it is not taken, or what stood before; may be empty
     * @param aboutWords whether that is about the words
     */
    record Cell(FactForm form, Answers.@Nullable Given given, State state, String why, boolean aboutWords) {}

    /**
     * What rows would do.
     *
     * @param names what is wrong with the names of new items, by row
     */
    record Judged(Map<Slot, Cell> cells, Map<String, String> names) {

        long count(State state) {
            return cells.values().stream().filter(c -> c.state() == state).count();
        }
    }

    /**
     * What was recorded.
     *
     * @param added new items by the key of their row
     * @param rows as they were sent; those that an equal sending has added are items already
     * @param before how they were judged before they were recorded
     * @param again an equal sending was recorded already, so that nothing of this one was
     */
    record Saved(int cells, Map<String, RegisterItem> added, List<Row> rows, Judged before, boolean again) {

        boolean isLeft(Cell cell) {
            return cell.state().isRefused() || again && cell.state().isTaken();
        }

        /** How much is still to be looked at. */
        int left() {
            long names = rows.stream()
                    .filter(row -> before.names().containsKey(row.key()) || again && isNew(row.key()) && !row.isBlank())
                    .count();
            return (int) (names
                    + before.cells().values().stream().filter(this::isLeft).count());
        }
    }

    /** A new item that cannot be added. */
    private static final class NotAdded extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String row;
        private final transient InputRefused refused;

        NotAdded(String row, InputRefused refused) {
            super(refused);
            this.row = row;
            this.refused = refused;
        }
    }

    /** Looks at what was typed; nothing is recorded. */
    Judged judge(Series series, Vocabulary.Collection collection, List<Row> rows, Ui ui) {
        return new Look(series, collection, ui).at(rows);
    }

    /** Records what fits: the new items, their list, and the answers that differ from what stands, as one piece of evidence. */
    Saved save(Series series, Vocabulary.Collection collection, List<Row> rows, String sending, Person person, Ui ui) {
        Judged judged = judge(series, collection, rows, ui);
        Map<String, String> names = new LinkedHashMap<>(judged.names());
        while (true) {
            try {
                Map<String, RegisterItem> added = new LinkedHashMap<>();
                Integer cells = transaction.execute(
                        status -> record(series, collection, rows, judged, names.keySet(), added, sending, person, ui));
                return cells == null
                        ? again(series, collection, rows, ui)
                        : new Saved(cells, added, rows, new Judged(judged.cells(), names), false);
            } catch (NotAdded one) {
                // All of it was rolled back; without this row it is tried again.
                InputRefused.Mistake first = one.refused.mistakes().getFirst();
                names.put(
                        one.row,
                        ui.t("product.field." + first.code(), first.args().toArray()));
            }
        }
    }

    /** The same form was sent before: what of it stands now, and what does not. */
    private Saved again(Series series, Vocabulary.Collection collection, List<Row> rows, Ui ui) {
        List<Row> now = asAdded(rows, products.items(series.id(), collection.id()));
        return new Saved(0, Map.of(), now, judge(series, collection, now, ui), true);
    }

    /** How many cells were recorded; null: an equal sending was already. */
    private @Nullable Integer record(
            Series series,
            Vocabulary.Collection collection,
            List<Row> rows,
            Judged judged,
            Set<String> without,
            Map<String, RegisterItem> added,
            String sending,
            Person person,
            Ui ui) {
        String list = ofList(sending, collection);
        if (answers.isRecorded(sending) || answers.isRecorded(list)) {
            return null;
        }
        String title = ui.t("register.evidence", collection.item().in(ui.locale()));
        for (Row row : rows) {
            if (isNew(row.key()) && !row.isBlank() && !without.contains(row.key())) {
                try {
                    added.put(row.key(), products.addItem(series, collection.id(), row.name(), "", person));
                } catch (InputRefused refused) {
                    throw new NotAdded(row.key(), refused);
                }
            }
        }
        if (!added.isEmpty()) {
            answers.recordList(series, collection.id(), person, title, list);
        }
        List<Answers.Given> given = new ArrayList<>();
        judged.cells().forEach((slot, cell) -> {
            Answers.Given says = cell.given();
            if (says != null && cell.state().isTaken() && !without.contains(slot.item())) {
                RegisterItem item = added.get(slot.item());
                given.add(
                        item == null
                                ? says
                                : new Answers.Given(new Slot(slot.key(), item.code()), says.value(), says.detail()));
            }
        });
        if (!given.isEmpty()) {
            answers.record(series, title, given, null, Answers.Answerer.of(person, "register"), sending);
        }
        return given.size();
    }

    /** Rows of which the same form was sent before: what it added is there by its name, and had no row of its own. */
    private static List<Row> asAdded(List<Row> rows, List<RegisterItem> items) {
        Map<String, String> codes = items.stream()
                .filter(item -> rows.stream().noneMatch(row -> row.key().equals(item.code())))
                .collect(Collectors.toMap(RegisterItem::name, RegisterItem::code));
        return rows.stream()
                .map(row -> {
                    String code = isNew(row.key()) ? codes.get(row.name()) : null;
                    return code == null ? row : new Row(code, "", row.cells(), Map.of());
                })
                .toList();
    }

    private static String ofList(String sending, Vocabulary.Collection collection) {
        return sending.isEmpty() ? Sending.UNKNOWN : sending + " " + collection.id();
    }

    /** Codes of items have a number behind a hyphen. */
    static boolean isNew(String row) {
        return row.startsWith("new") && row.indexOf('-') < 0;
    }

    /** One look at a register while it does not change. */
    private final class Look {

        private final Vocabulary.Collection collection;
        private final Ui ui;
        private final FactForms.OfSeries ofSeries;
        private final Map<Slot, FactEntry> present;
        private final Map<String, List<RegisterItem>> items;
        private final Map<String, String> names;
        private final AnswerWords words = AnswerWords.of(messages);

        Look(Series series, Vocabulary.Collection collection, Ui ui) {
            this.collection = collection;
            this.ui = ui;
            ofSeries = forms.of(series.id());
            present = answers.present(series);
            items = products.items(series.id());
            names = products.itemNames(series.id());
        }

        Judged at(List<Row> rows) {
            Map<Slot, Cell> cells = new LinkedHashMap<>();
            Map<String, String> wrongNames = new LinkedHashMap<>();
            Set<String> taken = items.getOrDefault(collection.id(), List.of()).stream()
                    .map(RegisterItem::name)
                    .collect(Collectors.toSet());
            for (Row row : rows) {
                if (isNew(row.key())) {
                    if (row.isBlank()) {
                        continue;
                    }
                    if (row.name().isBlank()) {
                        wrongNames.put(row.key(), ui.t("grid.name.missing"));
                    } else if (!taken.add(row.name().strip())) {
                        wrongNames.put(
                                row.key(),
                                ui.t("product.field.item-taken", row.name().strip()));
                    }
                }
                for (FactDefinition definition :
                        answers.catalogue().vocabulary().factsOf(collection.id())) {
                    cell(row, definition).ifPresent(c -> cells.put(new Slot(definition.key(), row.key()), c));
                }
            }
            withhold(cells);
            return new Judged(cells, wrongNames);
        }

        /** What another answer makes pointless is not taken; that may make others pointless. */
        private void withhold(Map<Slot, Cell> cells) {
            boolean changed;
            do {
                changed = false;
                Map<Slot, Value> given = new LinkedHashMap<>();
                cells.forEach((slot, cell) -> {
                    if (cell.given() != null && !cell.state().isRefused()) {
                        given.put(slot, cell.given().value());
                    }
                });
                for (Map.Entry<Slot, Cell> entry : cells.entrySet()) {
                    Slot by = entry.getValue().state() == State.NEW
                            ? answers.withheldBy(entry.getKey(), present, given).orElse(null)
                            : null;
                    if (by != null) {
                        String why = ui.t("grid.pointless", factWords.heading(answers.definition(by), ui.locale()));
                        entry.setValue(new Cell(entry.getValue().form(), null, State.WRONG, why, false));
                        changed = true;
                    }
                }
            } while (changed);
        }

        private Optional<Cell> cell(Row row, FactDefinition definition) {
            String typed = row.cells().getOrDefault(definition.key().value(), "");
            Slot slot = new Slot(definition.key(), row.key());
            FactEntry now = isNew(row.key()) ? null : present.get(slot);
            String written = row.words(definition);
            // A dash that stood as words is not touched.
            boolean gone = AnswerWords.areGone(written)
                    && (now == null || !now.detail().strip().equals(written.strip()));
            String beside = gone ? "" : written;
            boolean left = typed.isBlank() || isUnknown(typed);
            if (left && beside.isBlank() && !(gone && now != null)) {
                return Optional.empty();
            }
            Optional<FactForm> form =
                    isNew(row.key()) ? Optional.of(ofSeries.ofNew(definition, row.name(), "")) : ofSeries.of(slot, "");
            return form.map(empty -> {
                Function<String, FactForm> with = detail -> empty.read(
                        left && now != null
                                ? AnswerWords.fields(now.fact().value(), detail)
                                : words.fields(definition, named(definition), "", left ? "" : typed, detail));
                // Words that are left out are those that stand, as long as the answer does.
                boolean leftOut = beside.isBlank() && !gone && now != null;
                FactForm stays = with.apply(leftOut && now != null ? now.detail() : beside);
                boolean isOther = leftOut
                        && now != null
                        && !(stays.answer() instanceof FactForm.Answer.Given(var value, String ignored)
                                && now.says(value, null));
                return judged(row, slot, isOther ? with.apply("") : stays, now);
            });
        }

        private Cell judged(Row row, Slot slot, FactForm form, @Nullable FactEntry now) {
            return switch (form.answer()) {
                case FactForm.Answer.Blank(), FactForm.Answer.Unknown() -> new Cell(form, null, State.SAME, "", false);
                case FactForm.Answer.Wrong()
                when now != null && now.isLeftIn(form) -> new Cell(form, null, State.SAME, "", false);
                case FactForm.Answer.Wrong() -> {
                    boolean aboutWords = form.mistake() == null;
                    yield new Cell(form, null, State.WRONG, aboutWords ? mistake(form) : why(form), aboutWords);
                }
                case FactForm.Answer.Given(var value, String detail) -> given(row, slot, form, now, value, detail);
            };
        }

        private Cell given(Row row, Slot slot, FactForm form, @Nullable FactEntry now, Value value, String detail) {
            Answers.Given given = new Answers.Given(slot, value, detail);
            String said = row.words(form.definition()).isBlank() ? null : detail;
            if (now != null && now.says(value, said)) {
                return new Cell(form, given, State.SAME, "", false);
            }
            if (now != null
                    && "".equals(said)
                    && now.says(value, null)
                    && now.fact().strength() != Strength.DECLARED) {
                return new Cell(form, null, State.WRONG, ui.t("grid.words.stronger", now.evidenceCode()), true);
            }
            UUID seen = row.seen().get(slot.key());
            if (!Objects.equals(seen, now == null ? null : now.id())) {
                FactEntry was = seen == null
                        ? null
                        : evidence.fact(seen)
                                .filter(f -> f.fact().slot().equals(slot))
                                .orElse(null);
                if (was != null && was.says(value, said)) {
                    // Nobody touched the cell; what came meanwhile stands.
                    return new Cell(form, null, State.SAME, "", false);
                }
                String why = now == null ? ui.t("grid.gone") : ui.t("grid.raced", words(slot, now));
                return new Cell(form, given, State.RACED, why, false);
            }
            return now == null
                    ? new Cell(form, given, State.NEW, "", false)
                    : new Cell(form, given, State.CHANGED, before(slot, now, value, "".equals(said)), false);
        }

        /** What stood before; an answer that rests on more than a statement is not replaced by another one. */
        private String before(Slot slot, FactEntry now, Value value, boolean gone) {
            Strength strength = now.fact().strength();
            if (gone && now.says(value, null)) {
                return ui.t("grid.words.gone", now.detail());
            }
            return strength == Strength.DECLARED || now.says(value, null)
                    ? ui.t("grid.before", words(slot, now))
                    : ui.t("grid.before.stronger", words(slot, now), ui.t("web.strength." + strength.code()));
        }

        private String words(Slot slot, FactEntry now) {
            return factWords.value(slot, now.fact().value(), ui.locale(), names);
        }

        private Map<String, String> named(FactDefinition definition) {
            String of = definition.collection();
            return of == null
                    ? Map.of()
                    : items.getOrDefault(of, List.of()).stream()
                            .collect(Collectors.toMap(RegisterItem::code, RegisterItem::name));
        }

        private boolean isUnknown(String typed) {
            String plain = AnswerWords.plain(typed);
            return plain.equals(FactForm.UNKNOWN)
                    || List.of(Locale.JAPANESE, Locale.ENGLISH).stream()
                            .anyMatch(l -> AnswerWords.plain(messages.get(l, "fact.unknown"))
                                    .equals(plain));
        }

        private String mistake(FactForm form) {
            return form.mistakes(ui).stream()
                    .map(Parts.Mistake::message)
                    .findFirst()
                    .orElse("");
        }

        /** A choice that there is not, with the one that was probably meant. */
        private String why(FactForm form) {
            Set<String> labels = form.choices(ui).stream()
                    .map(Parts.Choice::label)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            Optional<String> unknown = form.ticked().stream()
                    .filter(t ->
                            form.choices(ui).stream().noneMatch(c -> c.value().equals(t)))
                    .findFirst();
            return labels.isEmpty() || unknown.isEmpty()
                    ? mistake(form)
                    : Nearest.of(unknown.get(), labels)
                            .map(near -> ui.t("grid.choice.nearest", unknown.get(), near))
                            .orElseGet(() -> ui.t(
                                    "grid.choice.none",
                                    unknown.get(),
                                    String.join(ui.t("fact.list-separator"), labels)));
        }
    }

    /** The facts that stand in one row. */
    static Map<FactKey, UUID> seen(Map<Slot, FactEntry> present, List<GridColumn> columns, String item) {
        Map<FactKey, UUID> seen = new LinkedHashMap<>();
        for (GridColumn column : columns) {
            FactEntry now = present.get(new Slot(column.definition().key(), item));
            if (now != null) {
                seen.put(column.definition().key(), now.id());
            }
        }
        return seen;
    }

    /** A value as a cell shows it, and as it is typed: figures without their unit. */
    String shown(FactDefinition definition, Value value, Locale locale, Map<String, String> names) {
        return definition.type() == FactType.WHOLE
                ? value.canonical()
                : factWords.value(definition, value, locale, names);
    }
}
