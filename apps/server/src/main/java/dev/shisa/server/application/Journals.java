package dev.shisa.server.application;

import dev.shisa.server.application.Entry.Attached;
import dev.shisa.server.application.EntryKind.Field;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people record of an application and of the label: entries are checked, written, told to the ledger, taken back. */
@Service
class Journals {

    /** One application has some dozens of entries; what has so many is no record that a person keeps. */
    static final int ENTRIES_MAX = 2_000;

    /** Nobody pays more for one application. */
    static final int YEN_MAX = 100_000_000;

    private final EntryStore store;
    private final Products products;
    private final LabelledState labelled;
    private final Schemes schemes;
    private final LedgerOutbox ledger;
    private final Audit audit;
    private final Ids ids;
    private final InstantSource clock;

    Journals(
            EntryStore store,
            Products products,
            LabelledState labelled,
            Schemes schemes,
            LedgerOutbox ledger,
            Audit audit,
            Ids ids,
            InstantSource clock) {
        this.store = store;
        this.products = products;
        this.labelled = labelled;
        this.schemes = schemes;
        this.ledger = ledger;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Why a field cannot be taken: the end of the message key {@code entry.wrong.<key>}. */
    record Wrong(String key, List<Object> args) {
        Wrong {
            args = List.copyOf(args);
        }

        static Wrong of(String key, Object... args) {
            return new Wrong(key, List.of(args));
        }
    }

    /** What is to be recorded, as typed. */
    record Told(EntryKind kind, String on, @Nullable UUID about, Map<String, String> values) {
        Told {
            values = Map.copyOf(values);
        }
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    @Transactional(readOnly = true)
    public Journal of(Series series) {
        return store.of(series.id());
    }

    /** What is wrong with something told, by field; {@code on} and {@code about} count as fields. */
    Map<String, Wrong> wrong(Series series, Journal journal, Told told) {
        Map<String, Wrong> wrong = new LinkedHashMap<>();
        LocalDate on = day(told.on(), "on", wrong);
        if (told.on().isBlank()) {
            wrong.put("on", Wrong.of("day-empty"));
        } else if (on != null && on.isAfter(today())) {
            wrong.put("on", Wrong.of("future", on.toString()));
        }
        for (Field field : told.kind().fields()) {
            String value = told.values().getOrDefault(field.name(), "").strip();
            check(field, value, wrong);
        }
        told.kind().answers().ifPresent(asked -> {
            boolean there = told.about() != null
                    && journal.find(told.about())
                            .filter(e -> e.holds() && e.kind() == asked)
                            .isPresent();
            if (!there) {
                wrong.put("about", Wrong.of("about"));
            }
        });
        if (told.kind() == EntryKind.LABEL && on != null && !wrong.containsKey("until")) {
            label(series, told, on, wrong);
        }
        if (on != null) {
            order(journal, told.kind(), on, wrong);
        }
        if (told.kind() == EntryKind.RENEWAL && journal.label().isEmpty()) {
            wrong.put("on", Wrong.of("no-label"));
        }
        if (told.kind() == EntryKind.RENEWAL
                && journal.last(journal.round(), EntryKind.LABEL).isEmpty()) {
            wrong.putIfAbsent("on", Wrong.of("round-open", journal.round()));
        }
        if (journal.all().size() >= ENTRIES_MAX) {
            wrong.put("on", Wrong.of("many", ENTRIES_MAX));
        }
        return wrong;
    }

    /**
     * Days that cannot be: IPA neither accepts nor issues what has not been sent. Nothing is asked for that was not recorded, since who begins
     * with Shisa under way has no record of what came before.
     */
    private static void order(Journal journal, EntryKind kind, LocalDate on, Map<String, Wrong> wrong) {
        int round = journal.round();
        Optional<LocalDate> sent = first(journal, round, EntryKind.SENT);
        if (kind == EntryKind.ACCEPTED || kind == EntryKind.LABEL) {
            sent.filter(on::isBefore)
                    .ifPresent(day -> wrong.putIfAbsent("on", Wrong.of("before-sent", on.toString(), day.toString())));
        }
        if (kind == EntryKind.SENT && sent.isEmpty()) {
            first(journal, round, EntryKind.ACCEPTED)
                    .filter(on::isAfter)
                    .ifPresent(
                            day -> wrong.putIfAbsent("on", Wrong.of("after-accepted", on.toString(), day.toString())));
            first(journal, round, EntryKind.LABEL)
                    .filter(on::isAfter)
                    .ifPresent(day -> wrong.putIfAbsent("on", Wrong.of("after-label", on.toString(), day.toString())));
        }
    }

    private static Optional<LocalDate> first(Journal journal, int round, EntryKind kind) {
        return journal.of(round, kind).stream().map(Entry::on).min(Comparator.naturalOrder());
    }

    private void label(Series series, Told told, LocalDate on, Map<String, Wrong> wrong) {
        String text = told.values().getOrDefault("until", "").strip();
        if (text.isEmpty()) {
            wrong.put("until", Wrong.of("day-empty"));
            return;
        }
        LocalDate until = LocalDate.parse(text);
        int years = schemes.current().labelYearsMax();
        if (!until.isAfter(on)) {
            wrong.put("until", Wrong.of("before-issue", until.toString(), on.toString()));
        } else if (until.isAfter(on.plusYears(years))) {
            wrong.put("until", Wrong.of("too-long", years, on.plusYears(years).toString()));
        }
        String release = told.values().getOrDefault("release", "");
        if (!release.isEmpty() && products.releaseChosen(series, release).isEmpty()) {
            wrong.put("release", Wrong.of("release"));
        }
    }

    private static void check(Field field, String value, Map<String, Wrong> wrong) {
        if (value.isEmpty()) {
            if (field.required()) {
                wrong.put(field.name(), Wrong.of(field.type() == EntryKind.Type.CHOICE ? "choose" : "empty"));
            }
            return;
        }
        if (value.length() > field.charsMax()) {
            wrong.put(field.name(), Wrong.of("long", value.length(), field.charsMax()));
            return;
        }
        switch (field.type()) {
            case DAY -> day(value, field.name(), wrong);
            case YEN -> {
                String digits = value.replaceAll("[,，円¥\\s]", "");
                if (!digits.matches("[0-9]{1,9}") || Integer.parseInt(digits) > YEN_MAX) {
                    wrong.put(field.name(), Wrong.of("yen", value));
                }
            }
            case URL -> {
                if (!isWebAddress(value)) {
                    wrong.put(field.name(), Wrong.of("url", value));
                }
            }
            case CHOICE -> {
                if (!field.choices().contains(value)) {
                    wrong.put(field.name(), Wrong.of("choose"));
                }
            }
            case LINE, WORD -> {
                if (value.chars().anyMatch(c -> c < ' ')) {
                    wrong.put(field.name(), Wrong.of("line"));
                }
            }
            case LINES -> {}
        }
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static @Nullable LocalDate day(String text, String field, Map<String, Wrong> wrong) {
        if (text.isBlank()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text.strip());
            if (!Applications.isNear(day)) {
                wrong.put(field, Wrong.of("far", text.strip()));
                return null;
            }
            return day;
        } catch (DateTimeParseException e) {
            wrong.put(field, Wrong.of("day", text.strip()));
            return null;
        }
    }

    /** Records what was found to be sound by {@link #wrong}. */
    @Transactional
    public Entry record(Series series, Told told, Person person) {
        Journal journal = store.of(series.id());
        List<SortedMap<String, String>> rows = switch (told.kind()) {
            case LABEL ->
                labelled.rows(
                        series,
                        journal,
                        told.values().getOrDefault("number", "").strip(),
                        LocalDate.parse(told.on().strip()),
                        release(series, told.values().getOrDefault("release", ""))
                                .orElse(null));
            case SENT -> sent(journal, told.values().getOrDefault("package", ""));
            default -> List.of();
        };
        TreeMap<String, String> values = new TreeMap<>();
        for (Field field : told.kind().fields()) {
            String value = told.values().getOrDefault(field.name(), "").strip();
            values.put(field.name(), field.type() == EntryKind.Type.YEN ? value.replaceAll("[,，円¥\\s]", "") : value);
        }
        if (told.kind() == EntryKind.LABEL) {
            values.put(
                    "release",
                    release(series, values.getOrDefault("release", ""))
                            .map(Release::name)
                            .orElse(""));
        }
        int round = told.kind() == EntryKind.RENEWAL ? journal.round() + 1 : journal.round();
        UUID about = told.about();
        if (about != null) {
            round = journal.find(about).map(Entry::round).orElse(round);
        }
        return write(
                series,
                told.kind(),
                round,
                about,
                LocalDate.parse(told.on().strip()),
                values,
                rows,
                List.of(),
                person.id(),
                person.name());
    }

    /** The release that a label is for: the one that was chosen, otherwise the designated one. */
    private Optional<Release> release(Series series, String id) {
        return products.releaseChosen(series, id).or(() -> products.designated(series));
    }

    /** The files of the package that was sent, with their hashes. */
    private static List<SortedMap<String, String>> sent(Journal journal, String packageId) {
        return journal.standing()
                .filter(e -> e.kind() == EntryKind.PACKAGE && e.id().toString().equals(packageId))
                .findFirst()
                .map(Entry::rows)
                .orElse(List.of());
    }

    /** An entry of the round under way that holds and says the same of the same person; whoever asks has it to themselves until the end. */
    @Transactional
    public Optional<Entry> same(
            Series series, EntryKind kind, SortedMap<String, String> values, @Nullable UUID by, String byName) {
        store.lock(series.id());
        Journal journal = store.of(series.id());
        return journal.of(journal.round(), kind).stream()
                .filter(entry -> entry.values().equals(values)
                        && Objects.equals(entry.by(), by)
                        && entry.byName().equals(byName))
                .findFirst();
    }

    /** Writes an entry that an act of its own made. */
    @Transactional
    public Entry write(
            Series series,
            EntryKind kind,
            int round,
            @Nullable UUID about,
            LocalDate on,
            SortedMap<String, String> values,
            List<SortedMap<String, String>> rows,
            List<Attached> files,
            @Nullable UUID by,
            String byName) {
        return write(ids.next(), series, kind, round, about, on, values, rows, files, by, byName);
    }

    /** The number of an entry that is named in a file before it is written. */
    UUID next() {
        return ids.next();
    }

    @Transactional
    public Entry write(
            UUID id,
            Series series,
            EntryKind kind,
            int round,
            @Nullable UUID about,
            LocalDate on,
            SortedMap<String, String> values,
            List<SortedMap<String, String>> rows,
            List<Attached> files,
            @Nullable UUID by,
            String byName) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Entry entry = new Entry(id, round, kind, about, on, values, rows, files, by, byName, now, null);
        store.insert(series.id(), entry);
        ledger.append("application-entry/1", series.id(), body(series.id(), entry));
        TreeMap<String, Object> details = new TreeMap<>();
        details.put("on", on.toString());
        details.put("round", round);
        details.put("entry", entry.id().toString());
        entry.values().forEach((key, value) -> {
            if (!value.isEmpty() && value.length() <= EntryKind.Field.LINE_MAX) {
                details.put(key, value);
            }
        });
        String act = "application." + kind.id();
        audit.record(act, series.code(), details);
        return entry;
    }

    static SortedMap<String, Object> body(UUID seriesId, Entry entry) {
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", entry.id().toString());
        body.put("series", seriesId.toString());
        body.put("round", Integer.toString(entry.round()));
        body.put("kind", entry.kind().id());
        if (entry.about() != null) {
            body.put("about", entry.about().toString());
        }
        body.put("on", entry.on().toString());
        body.put("values", entry.values());
        body.put("rows", entry.rows());
        body.put(
                "files",
                entry.files().stream()
                        .map(file -> new TreeMap<>(
                                Map.of("name", file.fileName(), "sha256", file.sha256(), "size", file.sizeBytes())))
                        .toList());
        if (entry.by() != null) {
            body.put("by", entry.by().toString());
        }
        body.put("byName", entry.byName());
        body.put("at", entry.at().toString());
        return body;
    }

    /** Takes an entry back; false when it is none, or was taken back already. */
    @Transactional
    public boolean undo(Series series, UUID id, String reason, Person person) {
        Journal journal = store.of(series.id());
        Entry entry = journal.find(id).orElseThrow(() -> new Problem(404, "application.entry.unknown"));
        if (!entry.holds()) {
            return false;
        }
        boolean answered = !journal.answering(entry).isEmpty();
        boolean begun = entry.kind() == EntryKind.RENEWAL
                && journal.standing().anyMatch(e -> e.round() == entry.round() && !e.id().equals(entry.id()));
        if (answered || begun) {
            throw new Problem(409, "application.entry.rests");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!store.undo(id, person.id(), person.name(), now, reason)) {
            return false;
        }
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("id", id.toString());
        body.put("by", person.id().toString());
        body.put("byName", person.name());
        body.put("at", now.toString());
        body.put("reason", reason);
        ledger.append("application-undone/1", series.id(), body);
        audit.record(
                person,
                "application.undo",
                series.code(),
                Map.of("kind", entry.kind().id(), "entry", id.toString(), "reason", reason));
        return true;
    }
}
