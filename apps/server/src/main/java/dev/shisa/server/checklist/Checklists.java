package dev.shisa.server.checklist;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.application.Form;
import dev.shisa.server.application.FormReader;
import dev.shisa.server.application.FormSheet;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people do with a customer's checklist: take it in, name its columns, tie its rows. A tie says on what the answer to a
 * row rests; the answer itself is never stored, but follows from the facts whenever somebody looks.
 */
@Service
@Transactional
class Checklists {

    static final int NAME_CHARS_MAX = 200;

    /** Checklists of one series that are in use at a time. */
    static final int IN_USE_MAX = 200;

    /** What one question of a customer rests on; more would be a framework in a row. */
    static final int TIES_OF_ROW_MAX = 20;

    private final ChecklistStore store;
    private final Blobs blobs;
    private final Catalogues catalogues;
    private final Products products;
    private final Audit audit;
    private final LedgerOutbox ledger;
    private final Ids ids;
    private final InstantSource clock;

    Checklists(
            ChecklistStore store,
            Blobs blobs,
            Catalogues catalogues,
            Products products,
            Audit audit,
            LedgerOutbox ledger,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.blobs = blobs;
        this.catalogues = catalogues;
        this.products = products;
        this.audit = audit;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /** A checklist of this series that was not removed. */
    @Transactional(readOnly = true)
    public Checklist require(Series series, UUID id) {
        return store.one(series.id(), id)
                .filter(checklist -> checklist.removedAt() == null)
                .orElseThrow(() -> new Problem(404, "checklist.unknown"));
    }

    /**
     * Takes a checklist. Where its header is known, its columns are named at once as they were for the earlier file.
     *
     * @throws WorkbookRefused when the file cannot be read as a workbook; nothing is stored then
     */
    public Checklist upload(Series series, String name, String fileName, byte[] bytes, Person person) {
        Form form = FormReader.read(bytes);
        products.lock(series.id());
        if (store.of(series.id()).stream().filter(c -> c.removedAt() == null).count() >= IN_USE_MAX) {
            throw new Problem(409, "checklist.many", IN_USE_MAX);
        }
        StoredFile file = blobs.store(bytes, fileName);
        Checklist checklist = new Checklist(
                ids.next(),
                series.id(),
                name,
                file.fileName(),
                file.sha256(),
                file.sizeBytes(),
                Columns.NONE,
                person.name(),
                now(),
                null,
                null,
                1);
        store.insert(checklist, person);
        audit.record(
                person,
                "checklist.upload",
                series.code() + " " + name,
                Map.of("file", file.fileName(), "sha256", file.sha256()));
        readAsKnown(series, checklist, form, "", person);
        return require(series, checklist.id());
    }

    /** Those in use that read a sheet of one workbook, this one among them, in the order in which they were made. */
    @Transactional(readOnly = true)
    public List<Checklist> workbook(Checklist checklist) {
        return store.of(checklist.seriesId()).reversed().stream()
                .filter(one -> one.removedAt() == null && one.root().equals(checklist.root()))
                .toList();
    }

    /** The visible sheets of the workbook from which nobody reads questions yet. */
    @Transactional(readOnly = true)
    public List<String> unread(Checklist checklist, Form form) {
        Set<String> read =
                workbook(checklist).stream().map(one -> one.columns().sheet()).collect(Collectors.toSet());
        return form.sheetNames().stream().filter(sheet -> !read.contains(sheet)).toList();
    }

    /** Reads another sheet of the same workbook; the answers of all of them go into one file. */
    public Checklist another(Series series, Checklist checklist, String sheet, Person person) {
        products.lock(series.id());
        Form form = form(checklist);
        if (!unread(checklist, form).contains(sheet)) {
            throw new Problem(422, "checklist.sheet");
        }
        if (store.of(series.id()).stream().filter(c -> c.removedAt() == null).count() >= IN_USE_MAX) {
            throw new Problem(409, "checklist.many", IN_USE_MAX);
        }
        String name = checklist.name() + " / " + sheet;
        Checklist made = new Checklist(
                ids.next(),
                series.id(),
                name.length() > NAME_CHARS_MAX ? name.substring(0, NAME_CHARS_MAX) : name,
                checklist.fileName(),
                checklist.sha256(),
                checklist.sizeBytes(),
                Columns.NONE,
                person.name(),
                now(),
                null,
                checklist.root(),
                1);
        store.insert(made, person);
        audit.record(
                person,
                "checklist.sheet",
                series.code() + " " + made.name(),
                Map.of("file", checklist.fileName(), "sheet", sheet));
        readAsKnown(series, made, form, sheet, person);
        return require(series, made.id());
    }

    private void readAsKnown(Series series, Checklist checklist, Form form, String sheet, Person person) {
        Optional<Columns> known = known(form, sheet);
        if (known.isPresent() && ChecklistReader.rows(form, known.get()).isUsable()) {
            name(series, checklist, form, known.get(), person);
        }
    }

    private Optional<Columns> known(Form form, String sheet) {
        return ChecklistReader.headers(form).stream()
                .filter(header -> sheet.isEmpty() || header.sheet().equals(sheet))
                .flatMap(header -> store.layout(header.fingerprint(), header.sheet(), header.row()).stream())
                .findFirst();
    }

    /** The workbook of a checklist. */
    @Transactional(readOnly = true)
    public Form form(Checklist checklist) {
        try (InputStream in = blobs.open(checklist.sha256())) {
            return FormReader.read(in.readNBytes(OfficePackage.SIZE_MAX));
        } catch (IOException e) {
            throw new UncheckedIOException("a checklist could not be read", e);
        }
    }

    /** Notes what is wrong with columns as a person names them, by the fields of {@link Columns}. */
    @Transactional(readOnly = true)
    public void check(Form form, Checklist checklist, Columns columns, Mistakes mistakes, Ui ui) {
        if (ChecklistReader.sheet(form, columns.sheet()).isEmpty()) {
            mistakes.add("sheet", ui.t("checklist.mistake.sheet", columns.sheet()));
        }
        columns.unreadable().forEach(field -> mistakes.add(field, ui.t("checklist.mistake.letters")));
        columns.twice().forEach(field -> mistakes.add(field, ui.t("checklist.mistake.twice")));
        if (!mistakes.none()) {
            return;
        }
        int rows = ChecklistReader.rows(form, columns).rows().size();
        if (rows == 0) {
            mistakes.add("question", ui.t("checklist.mistake.no-rows", columns.question(), columns.headerRow()));
        } else if (rows > ChecklistReader.ROWS_MAX) {
            mistakes.add("question", ui.t("checklist.mistake.rows", rows, ChecklistReader.ROWS_MAX));
        } else if (!columns.readsAs(checklist.columns())
                && !store.ties(checklist.id()).isEmpty()) {
            mistakes.add("sheet", ui.t("checklist.mistake.tied"));
        }
    }

    /**
     * Names the columns, and remembers them for the next file with this header. While a row is tied, the questions cannot be
     * read anew: the tie would stand at another one.
     *
     * @param columns checked: they can be read in the form, and it has rows enough and not too many
     */
    public void name(Series series, Checklist checklist, Form form, Columns columns, Person person) {
        FormSheet sheet = ChecklistReader.sheet(form, columns.sheet()).orElseThrow();
        if (!columns.readsAs(checklist.columns())) {
            if (!store.ties(checklist.id()).isEmpty()) {
                throw new Problem(409, "checklist.tied");
            }
            store.replaceRows(
                    checklist.id(), ChecklistReader.rows(form, columns).rows());
        }
        if (!store.columns(checklist.id(), columns, checklist.version())) {
            throw new Problem(409, "checklist.changed");
        }
        store.layout(ChecklistReader.fingerprint(sheet, columns.headerRow()), columns, person, now());
        audit.record(
                person,
                "checklist.columns",
                series.code() + " " + checklist.name(),
                Map.of(
                        "sheet", columns.sheet(),
                        "header", columns.headerRow(),
                        "number", columns.number(),
                        "question", columns.question(),
                        "answer", columns.answer(),
                        "remark", columns.remark()));
    }

    /** Ties a row; what it rests on already changes nothing. */
    public void tie(Series series, Checklist checklist, ChecklistReader.Row row, Basis basis, Person person) {
        products.lock(series.id());
        check(basis);
        List<Tie> present = store.ties(checklist.id()).stream()
                .filter(tie -> tie.row() == row.row())
                .toList();
        for (Tie tie : present) {
            if (tie.basis().equals(basis)) {
                return;
            }
            if (tie.basis() instanceof Basis.Stated old
                    && basis instanceof Basis.Stated fresh
                    && old.fact().equals(fresh.fact())) {
                // Other answers to the same fact are accepted from now on.
                untie(series, checklist, tie.id(), person);
            }
        }
        if (present.size() >= TIES_OF_ROW_MAX) {
            throw new Problem(409, "checklist.ties", TIES_OF_ROW_MAX);
        }
        Tie tie = new Tie(
                ids.next(), checklist.id(), row.row(), row.question(), basis, person.id(), person.name(), now());
        store.insert(tie);
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", tie.id().toString());
        body.put("checklist", tie.checklistId().toString());
        body.put("row", String.valueOf(tie.row()));
        body.put("question", tie.question());
        body.put("requirement", basis instanceof Basis.Asked(RequirementId id) ? id.toString() : "");
        body.put("fact", basis instanceof Basis.Stated stated ? stated.fact().value() : "");
        body.put("accepted", basis instanceof Basis.Stated stated ? List.copyOf(stated.accepted()) : List.of());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("at", tie.at().toString());
        ledger.append("checklist-tie/1", series.id(), body);
        audit.record(
                person,
                "checklist.tie",
                series.code() + " " + checklist.name(),
                Map.of("row", row.row(), "basis", words(basis)));
    }

    private void check(Basis basis) {
        Catalogue catalogue = catalogues.current();
        boolean known = switch (basis) {
            case Basis.Asked(RequirementId id) -> catalogue.requirement(id).isPresent();
            case Basis.Stated stated ->
                Basis.requirement(stated, catalogue.vocabulary()).isPresent();
        };
        if (!known) {
            throw new Problem(404, "not-found");
        }
    }

    /** Says of a row whether "yes" is the bad answer to it. */
    public void turn(Series series, Checklist checklist, ChecklistReader.Row row, boolean opposite, Person person) {
        if (store.opposite(checklist.id(), row.row(), opposite)) {
            audit.record(
                    person,
                    "checklist.sense",
                    series.code() + " " + checklist.name(),
                    Map.of("row", row.row(), "opposite", opposite));
        }
    }

    /** Ends a tie; one that is none any more changes nothing. */
    public void untie(Series series, Checklist checklist, UUID tieId, Person person) {
        products.lock(series.id());
        Instant at = now();
        Optional<Tie> tie = store.ties(checklist.id()).stream()
                .filter(t -> t.id().equals(tieId))
                .findFirst();
        if (tie.isPresent() && store.end(checklist.id(), tieId, person.id(), at)) {
            TreeMap<String, Object> body = new TreeMap<>();
            body.put("id", tieId.toString());
            body.put("by", person.id().toString());
            body.put("at", at.toString());
            ledger.append("checklist-tie-ended/1", series.id(), body);
            audit.record(
                    person,
                    "checklist.untie",
                    series.code() + " " + checklist.name(),
                    Map.of("row", tie.get().row(), "basis", words(tie.get().basis())));
        }
    }

    private static String words(Basis basis) {
        return switch (basis) {
            case Basis.Asked(RequirementId id) -> id.toString();
            case Basis.Stated stated -> stated.fact() + " = " + String.join(", ", stated.accepted());
        };
    }

    /**
     * What rows that nobody tied rest on in other checklists that ask the same, by row; only of series that the person sees.
     * Of several files the one tied last counts.
     */
    @Transactional(readOnly = true)
    public Map<Integer, List<ChecklistStore.Earlier>> earlier(Checklist checklist, Person person) {
        Set<Integer> tied = store.ties(checklist.id()).stream().map(Tie::row).collect(Collectors.toSet());
        Map<String, List<ChecklistStore.Earlier>> bySame = store.earlier(checklist.id()).stream()
                .filter(earlier -> person.sees(earlier.seriesId()))
                .collect(Collectors.groupingBy(ChecklistStore.Earlier::same));
        Map<Integer, List<ChecklistStore.Earlier>> byRow = new LinkedHashMap<>();
        for (ChecklistReader.Row row : store.rows(checklist.id())) {
            List<ChecklistStore.Earlier> all = bySame.getOrDefault(row.same(), List.of());
            if (!all.isEmpty() && !tied.contains(row.row())) {
                UUID latest = all.getFirst().tie().checklistId();
                byRow.put(
                        row.row(),
                        all.stream()
                                .filter(e -> e.tie().checklistId().equals(latest))
                                .toList());
            }
        }
        return byRow;
    }

    /** Ties these rows as the same questions are tied elsewhere; returns how many rows. */
    public int takeOver(Series series, Checklist checklist, Set<Integer> wanted, Person person) {
        Map<Integer, ChecklistReader.Row> rows =
                store.rows(checklist.id()).stream().collect(Collectors.toMap(ChecklistReader.Row::row, row -> row));
        List<Integer> taken = new ArrayList<>();
        earlier(checklist, person).forEach((row, ties) -> {
            if (wanted.contains(row)) {
                ties.forEach(earlier -> tie(
                        series,
                        checklist,
                        Objects.requireNonNull(rows.get(row)),
                        earlier.tie().basis(),
                        person));
                turn(
                        series,
                        checklist,
                        Objects.requireNonNull(rows.get(row)),
                        ties.getFirst().opposite(),
                        person);
                taken.add(row);
            }
        });
        return taken.size();
    }

    /** Puts a checklist away; its ties and file stay, so that it can come back. */
    public void remove(Series series, Checklist checklist, Person person) {
        if (store.removed(checklist.id(), now())) {
            audit.record(person, "checklist.remove", series.code() + " " + checklist.name(), Map.of());
        }
    }

    public void restore(Series series, UUID id, Person person) {
        Checklist checklist = store.one(series.id(), id).orElseThrow(() -> new Problem(404, "checklist.unknown"));
        if (store.removed(id, null)) {
            audit.record(person, "checklist.restore", series.code() + " " + checklist.name(), Map.of());
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
