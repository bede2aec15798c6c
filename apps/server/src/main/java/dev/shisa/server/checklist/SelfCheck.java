package dev.shisa.server.checklist;

import dev.shisa.server.catalogue.GapFills;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The self-diagnosis of IoT quality with 24 items (guide 002, measure 5, after IPA's quality guide). The items are a figure
 * that the guide's text lacks, so they are those that people of the company entered ({@link GapFills}); without any there is
 * nothing to answer. The score says how far the diagnosis went and decides nothing.
 */
@Service
@Transactional
class SelfCheck {

    /** The table of the library whose gap the items fill. */
    static final String TABLE = "quality-checklist";

    static final String COLUMN = "item";

    /** How many items the guide's figure has. */
    static final int ITEMS = 24;

    static final int NOTE_CHARS_MAX = 1_000;

    private final GapFills gaps;
    private final SelfCheckStore store;
    private final Products products;
    private final Audit audit;
    private final InstantSource clock;

    SelfCheck(GapFills gaps, SelfCheckStore store, Products products, Audit audit, InstantSource clock) {
        this.gaps = gaps;
        this.store = store;
        this.products = products;
        this.audit = audit;
        this.clock = clock;
    }

    enum Answer {
        YES,
        NO,
        /** It does not concern this product. */
        NA;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Answer> parse(String id) {
            return Arrays.stream(values()).filter(a -> a.id().equals(id)).findFirst();
        }
    }

    /** An answer with who gave it. */
    record Given(UUID item, Answer answer, String note, String by, Instant at) {}

    /** An item and its answer; null while there is none. */
    record Line(UUID item, String text, @Nullable Given given) {

        boolean is(Answer answer) {
            return given != null && given.answer() == answer;
        }
    }

    /** All items in the order in which they were entered. */
    record Sheet(List<Line> lines) {
        Sheet {
            lines = List.copyOf(lines);
        }

        int count(Answer answer) {
            return (int) lines.stream().filter(line -> line.is(answer)).count();
        }

        int open() {
            return (int) lines.stream().filter(line -> line.given() == null).count();
        }

        /** What the score is taken of: items that concern the product. */
        int asked() {
            return lines.size() - count(Answer.NA);
        }

        /** What is not as it should be, and what nobody has answered. */
        List<Line> gaps() {
            return lines.stream()
                    .filter(line -> line.given() == null || line.is(Answer.NO))
                    .toList();
        }
    }

    @Transactional(readOnly = true)
    public Sheet of(Series series) {
        return of(series, TABLE, COLUMN);
    }

    /** The same for what people of the company entered into another table of the library. */
    Sheet of(Series series, String table, String column) {
        Map<UUID, Given> given =
                store.of(series.id()).stream().collect(Collectors.toMap(Given::item, Function.identity()));
        return new Sheet(gaps.rows(table).stream()
                .map(row -> new Line(row.id(), row.cell(column), given.get(row.id())))
                .toList());
    }

    /** An answer as it is given. */
    record Entry(UUID item, Answer answer, String note) {}

    /** Answers items that there are; answers that say the same as before stay as they were. */
    public void answer(Series series, List<Entry> entries, Person person) {
        answer(series, TABLE, COLUMN, entries, person);
    }

    /** The same for what people of the company entered into another table of the library. */
    void answer(Series series, String table, String column, List<Entry> entries, Person person) {
        products.lock(series.id());
        Map<UUID, Line> lines =
                of(series, table, column).lines().stream().collect(Collectors.toMap(Line::item, Function.identity()));
        List<Entry> fresh = new ArrayList<>();
        for (Entry entry : entries) {
            Line line = lines.get(entry.item());
            Given before = line == null ? null : line.given();
            boolean same = before != null
                    && before.answer() == entry.answer()
                    && before.note().equals(entry.note());
            if (line != null && !same) {
                store.put(series.id(), entry, person, Timestamp.from(clock.instant()));
                fresh.add(entry);
            }
        }
        if (!fresh.isEmpty()) {
            TreeMap<String, Object> details = new TreeMap<>();
            fresh.forEach(entry -> details.put(
                    entry.item().toString(),
                    entry.note().isEmpty()
                            ? entry.answer().id()
                            : entry.answer().id() + ": " + entry.note()));
            audit.record(person, "self-check.answer", series.code(), details);
        }
    }
}
