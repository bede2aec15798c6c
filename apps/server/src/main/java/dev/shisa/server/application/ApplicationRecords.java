package dev.shisa.server.application;

import dev.shisa.server.application.Entry.Attached;
import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.Copies;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.LedgerOutbox;
import dev.shisa.server.product.Series;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Everything that was recorded of the applications of a series, all rounds, with the files that were sent, as it goes along
 * in its file. It is what another installation recorded, so it arrives under the names of there and without an account of
 * here. Links are secrets of that installation and stay.
 */
@Component
class ApplicationRecords implements SeriesRecords {

    private final EntryStore store;
    private final LedgerOutbox ledger;
    private final Ids ids;

    ApplicationRecords(EntryStore store, LedgerOutbox ledger, Ids ids) {
        this.store = store;
        this.ledger = ledger;
        this.ids = ids;
    }

    /** Ids are those of there: they only say what answers what. */
    record Copy(List<EntryCopy> entries, List<FileCopy> files) {}

    record EntryCopy(
            UUID id,
            int round,
            String kind,
            @Nullable UUID about,
            LocalDate on,
            Map<String, String> values,
            List<Map<String, String>> rows,
            List<String> files,
            String by,
            Instant at,
            @Nullable UndoneCopy undone) {}

    record UndoneCopy(String by, Instant at, String reason) {}

    /** A file of the zip, as {@code SeriesFileReader} checks them. */
    record FileCopy(String sha256, long sizeBytes, String fileName, String mediaType, boolean nameDisagrees) {}

    @Override
    public String name() {
        return "application";
    }

    @Override
    public @Nullable Object of(Series series, Map<UUID, String> releases) {
        Journal journal = store.of(series.id());
        if (journal.all().isEmpty()) {
            return null;
        }
        return new Copy(
                journal.all().stream().map(ApplicationRecords::copy).toList(),
                files(series).stream()
                        .map(f ->
                                new FileCopy(f.sha256(), f.sizeBytes(), f.fileName(), f.mediaType(), f.nameDisagrees()))
                        .toList());
    }

    private static EntryCopy copy(Entry entry) {
        Entry.Undone undone = entry.undone();
        return new EntryCopy(
                entry.id(),
                entry.round(),
                entry.kind().id(),
                entry.about(),
                entry.on(),
                entry.values(),
                List.copyOf(entry.rows()),
                entry.files().stream().map(Attached::sha256).toList(),
                entry.byName(),
                entry.at(),
                undone == null ? null : new UndoneCopy(undone.name(), undone.at(), undone.reason()));
    }

    @Override
    public Set<String> evidence(Series series) {
        return Set.of();
    }

    @Override
    public List<StoredFile> files(Series series) {
        Map<String, StoredFile> files = new TreeMap<>();
        store.of(series.id())
                .all()
                .forEach(entry -> entry.files()
                        .forEach(f -> files.putIfAbsent(
                                f.sha256(),
                                new StoredFile(f.sha256(), f.sizeBytes(), f.fileName(), f.mediaType(), false))));
        return List.copyOf(files.values());
    }

    @Override
    public void bring(Series series, JsonNode records, Landing landing, Person person) {
        Copy copy = Copies.read(records, Copy.class);
        if (copy.entries().size() > Journals.ENTRIES_MAX) {
            throw new BrokenCopy("too many entries");
        }
        Map<UUID, UUID> here = new HashMap<>();
        for (EntryCopy one : inOrder(copy.entries())) {
            Entry entry = brought(one, here, landing);
            store.insert(series.id(), entry);
            ledger.append("application-entry/1", series.id(), Journals.body(series.id(), entry));
            UndoneCopy undone = one.undone();
            if (undone != null) {
                store.undo(entry.id(), person.id(), undone.by(), undone.at(), undone.reason());
                TreeMap<String, Object> body = new TreeMap<>();
                body.put("id", entry.id().toString());
                body.put("by", person.id().toString());
                body.put("byName", undone.by());
                body.put("at", undone.at().toString());
                body.put("reason", undone.reason());
                ledger.append("application-undone/1", series.id(), body);
            }
        }
    }

    /** What an entry is about comes before it, also where both were recorded in one instant. */
    private static List<EntryCopy> inOrder(List<EntryCopy> entries) {
        List<EntryCopy> ordered = new ArrayList<>();
        Set<UUID> placed = new HashSet<>();
        List<EntryCopy> waiting = entries;
        while (!waiting.isEmpty()) {
            List<EntryCopy> later = new ArrayList<>();
            for (EntryCopy one : waiting) {
                if (one.about() == null || placed.contains(one.about())) {
                    ordered.add(one);
                    placed.add(one.id());
                } else {
                    later.add(one);
                }
            }
            if (later.size() == waiting.size()) {
                throw new BrokenCopy("an entry is about one that is not there");
            }
            waiting = later;
        }
        return ordered;
    }

    private Entry brought(EntryCopy one, Map<UUID, UUID> here, Landing landing) {
        EntryKind kind = EntryKind.parse(one.kind()).orElseThrow(() -> new BrokenCopy("an entry of no known kind"));
        Set<String> known = new HashSet<>();
        kind.fields().forEach(field -> known.add(field.name()));
        boolean sound = one.round() > 0
                && Applications.isNear(one.on())
                && known.containsAll(one.values().keySet())
                && kind.fields().stream()
                        .allMatch(f -> one.values().getOrDefault(f.name(), "").length() <= f.charsMax());
        UUID about = one.about() == null ? null : here.get(one.about());
        if (!sound || (one.about() != null && about == null) || one.by().length() > 200) {
            throw new BrokenCopy("an entry that nobody could have recorded");
        }
        String until = one.values().getOrDefault("until", "");
        // The day that a label holds the state of stands in a row, and its pages read it as one.
        boolean isDated = (until.isEmpty() || isDay(until))
                && one.rows().stream()
                        .filter(row -> "day".equals(row.get("what")))
                        .allMatch(row -> isDay(row.getOrDefault("day", "")));
        if (kind == EntryKind.LABEL && !isDated) {
            throw new BrokenCopy("a label with a day that is none");
        }
        UUID id = ids.next();
        here.put(one.id(), id);
        List<Attached> files = new ArrayList<>();
        for (String sha256 : one.files()) {
            StoredFile file = landing.files().get(sha256);
            if (file == null) {
                throw new BrokenCopy("an entry names a file that is not there");
            }
            files.add(new Attached(file.fileName(), file.sha256(), file.sizeBytes(), file.mediaType()));
        }
        List<SortedMap<String, String>> rows = new ArrayList<>();
        one.rows().forEach(row -> rows.add(new TreeMap<>(row)));
        TreeMap<String, String> values = new TreeMap<>(one.values());
        // What names another entry by its number names it by the number of here.
        values.computeIfPresent("package", (key, value) -> {
            try {
                UUID there = value.isEmpty() ? null : UUID.fromString(value);
                UUID now = there == null ? null : here.get(there);
                return now == null ? "" : now.toString();
            } catch (IllegalArgumentException e) {
                return "";
            }
        });
        return new Entry(id, one.round(), kind, about, one.on(), values, rows, files, null, one.by(), one.at(), null);
    }

    private static boolean isDay(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
