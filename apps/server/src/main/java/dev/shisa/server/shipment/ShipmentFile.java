package dev.shisa.server.shipment;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.office.TableLines;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A list of what left, as a factory or a warehouse keeps one. A line is a shipment, or one device with its serial number; lines of the
 * second kind that agree in everything else are one shipment. The first line names the columns, in either language; what is exported can
 * be taken in again.
 *
 * <p>What is there already is known again. A device by its serial number: it is in the register with the same model, version, lot, day and
 * destination. Any other line by all that it says: of the lines that say the same, as many are left out as rows that count say it in the
 * register, so that the same file twice adds nothing and two true deliveries of one day stay two.
 */
@Component
class ShipmentFile {

    static final int BYTES_MAX = 20 * 1024 * 1024;
    static final int LINES_MAX = 200_000;
    static final int SERIALS_MAX = 1_000_000;

    /** Rows with a record each that one act adds. */
    static final int SHIPMENTS_MAX = 20_000;

    /** More mistakes are counted only. */
    static final int FAULTS_KEPT = 500;

    private static final TableLines.Bounds BOUNDS = new TableLines.Bounds(LINES_MAX + 1, 30, 32_000);

    /** Columns by their keys, which are also the ends of their headings' messages. */
    static final List<String> COLUMNS =
            List.of("series", "model", "release", "lot", "day", "count", "serials", "destination", "again");

    /** A further column of what is exported; such lines do not count, so they are left out. */
    static final String STRUCK = "struck";

    private final Messages messages;
    private final Products products;
    private final Shipments shipments;
    private final ShipmentStore store;

    ShipmentFile(Messages messages, Products products, Shipments shipments, ShipmentStore store) {
        this.messages = messages;
        this.products = products;
        this.shipments = shipments;
        this.store = store;
    }

    /** A line that cannot be taken: why, as the end of a message {@code shipment.wrong.<why>}, and what that names. */
    record Fault(int line, String column, String why, List<Object> args) {

        Fault {
            args = List.copyOf(args);
        }
    }

    /**
     * What is in a file.
     *
     * @param entries to be added
     * @param lines that say something
     * @param known lines of what is there already
     * @param faults the first ones
     * @param wrong how many lines cannot be taken
     * @param whole whether nothing of it can be read
     */
    record Read(List<Shipments.Entered> entries, int lines, int known, List<Fault> faults, int wrong, boolean whole) {

        Read {
            entries = List.copyOf(entries);
            faults = List.copyOf(faults);
        }

        long devices() {
            return entries.stream()
                    .filter(one -> !one.again())
                    .mapToLong(Shipments.Entered::count)
                    .sum();
        }

        private static Read nothing(String why, Object... args) {
            return new Read(List.of(), 0, 0, List.of(new Fault(1, "", why, List.of(args))), 1, true);
        }
    }

    /** Reads a file for somebody, who may bring in only what is about series that the person sees. */
    Read read(byte[] bytes, Person person) {
        Reading reading = new Reading(person);
        try {
            if (!TableLines.read(bytes, BOUNDS, reading::line)) {
                return Read.nothing("file-lines", LINES_MAX);
            }
        } catch (WorkbookRefused e) {
            return Read.nothing("file");
        } catch (TooMuchException e) {
            return Read.nothing("file-serials", SERIALS_MAX);
        }
        return reading.end();
    }

    private static final class TooMuchException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private List<String> both(String key) {
        return List.of(messages.get(Locale.JAPANESE, key), messages.get(Locale.ENGLISH, key));
    }

    /** What lines may name of a series. */
    private record Known(boolean archived, Map<String, Model> models, Map<String, Release> releases) {}

    /** A shipment, of one line or of many devices. */
    private record Line(int number, Shipments.Entered entered) {}

    /** Devices that agree in everything but their serials. */
    private static final class Group {
        private final int first;
        private final Shipments.Entered like;
        private final List<SerialRange> serials = new ArrayList<>();
        private final List<Integer> lines = new ArrayList<>();

        Group(int first, Shipments.Entered like) {
            this.first = first;
            this.like = like;
        }
    }

    private final class Reading {

        private final Person person;
        private final Map<String, Series> series = new HashMap<>();
        private final Map<UUID, Known> parts = new HashMap<>();
        private final Set<String> yes = new HashSet<>();
        private final List<Line> singles = new ArrayList<>();
        private final Map<String, Group> groups = new LinkedHashMap<>();
        private final List<Fault> faults = new ArrayList<>();
        private @Nullable Map<String, Integer> columns;
        private int lines;
        private int wrong;
        private int known;
        private long serials;

        Reading(Person person) {
            this.person = person;
            for (Series one : products.every()) {
                if (person.sees(one.id())) {
                    series.putIfAbsent(fold(one.name()), one);
                }
            }
            products.every().stream()
                    .filter(one -> person.sees(one.id()))
                    .forEach(one -> series.put(fold(one.code()), one));
            yes.addAll(List.of("yes", "true", "1", "○", "◯"));
            both("shipment.again.yes").forEach(word -> yes.add(fold(word)));
        }

        private Known parts(Series one) {
            return parts.computeIfAbsent(one.id(), id -> {
                Known of = new Known(products.isArchived(id), new HashMap<>(), new HashMap<>());
                products.models(id).forEach(model -> of.models().put(fold(model.number()), model));
                products.releases(id).forEach(release -> of.releases().put(fold(release.name()), release));
                return of;
            });
        }

        private void fault(int line, String column, String why, Object... args) {
            wrong++;
            if (faults.size() < FAULTS_KEPT) {
                faults.add(new Fault(line, column, why, List.of(args)));
            }
        }

        void line(int number, List<String> cells) {
            if (cells.stream().allMatch(String::isBlank)) {
                return;
            }
            if (columns == null) {
                columns = columns(cells);
                return;
            }
            lines++;
            Map<String, String> said = new HashMap<>();
            columns.forEach(
                    (column, at) -> said.put(column, at < cells.size() ? ShipmentCells.typed(cells.get(at)) : ""));
            if (said.getOrDefault(STRUCK, "").isEmpty()) {
                entered(number, said).ifPresent(entered -> take(number, entered));
            } else {
                known++;
            }
        }

        private Map<String, Integer> columns(List<String> head) {
            Map<String, Integer> found = new HashMap<>();
            for (int c = 0; c < head.size(); c++) {
                String word = fold(head.get(c));
                for (String column :
                        Stream.concat(COLUMNS.stream(), Stream.of(STRUCK)).toList()) {
                    if (word.equals(column)
                            || both("shipment.column." + column).stream()
                                    .anyMatch(heading -> fold(heading).equals(word))) {
                        found.putIfAbsent(column, c);
                    }
                }
            }
            return found;
        }

        private Optional<Shipments.Entered> entered(int number, Map<String, String> said) {
            String code = said.getOrDefault("series", "");
            Series one = series.get(fold(code));
            if (one == null) {
                fault(number, "series", code.isEmpty() ? "series-empty" : "series", cut(code));
                return Optional.empty();
            }
            Known of = parts(one);
            if (of.archived()) {
                fault(number, "series", "series-archived", one.name());
                return Optional.empty();
            }
            String model = said.getOrDefault("model", "");
            String release = said.getOrDefault("release", "");
            if (!model.isEmpty() && !of.models().containsKey(fold(model))) {
                fault(number, "model", "model", cut(model), one.code());
                return Optional.empty();
            }
            if (!release.isEmpty() && !of.releases().containsKey(fold(release))) {
                fault(number, "release", "release", cut(release), one.code());
                return Optional.empty();
            }
            String count = said.getOrDefault("count", "");
            Shipments.Entered entered = new Shipments.Entered(
                    one,
                    of.models().get(fold(model)),
                    of.releases().get(fold(release)),
                    said.getOrDefault("lot", ""),
                    ShipmentCells.day(said.getOrDefault("day", "")),
                    count.isEmpty() ? null : ShipmentCells.number(count),
                    SerialRange.parse(said.getOrDefault("serials", "")),
                    said.getOrDefault("destination", ""),
                    yes.contains(fold(said.getOrDefault("again", ""))),
                    true);
            List<Shipments.Wrong> mistakes = shipments.wrong(entered);
            if (!mistakes.isEmpty()) {
                Shipments.Wrong first = mistakes.getFirst();
                fault(number, first.field(), first.why(), first.args().toArray());
                return Optional.empty();
            }
            return Optional.of(entered);
        }

        private void take(int number, Shipments.Entered entered) {
            serials += entered.serials().ranges().size();
            if (serials > SERIALS_MAX) {
                throw new TooMuchException();
            }
            boolean device = entered.count() == 1 && entered.serials().ranges().size() == 1 && !entered.again();
            if (!device) {
                singles.add(new Line(number, entered));
                return;
            }
            Group group = groups.computeIfAbsent(
                    entered.series().id() + "\n" + same(entered), _ -> new Group(number, entered));
            group.serials.add(entered.serials().ranges().getFirst());
            group.lines.add(number);
        }

        /** Holds lines against the register, series by series. */
        Read end() {
            if (columns == null || lines == 0) {
                return Read.nothing("file-empty");
            }
            for (String needed : List.of("series", "day")) {
                if (!columns.containsKey(needed)) {
                    return Read.nothing(
                            "file-column",
                            messages.get(Locale.forLanguageTag(person.language()), "shipment.column." + needed));
                }
            }
            Map<UUID, LeftSerials> left = new HashMap<>();
            List<Line> fresh = new ArrayList<>();
            for (Line line : unknown()) {
                Shipments.Entered entered = line.entered();
                LeftSerials others = left.computeIfAbsent(entered.series().id(), LeftSerials::new);
                Optional<ShipmentStore.Left> before = entered.again()
                        ? Optional.empty()
                        : others.find(entered.serials().ranges());
                if (before.isPresent()) {
                    left(line.number(), before.get());
                } else {
                    fresh.add(line);
                    others.add(entered, entered.serials().ranges(), line.number());
                }
            }
            groups.values()
                    .forEach(group -> group(
                            group, left.computeIfAbsent(group.like.series().id(), LeftSerials::new), fresh));
            if (fresh.size() > SHIPMENTS_MAX) {
                return Read.nothing("file-shipments", SHIPMENTS_MAX);
            }
            fresh.sort(Comparator.comparingInt(Line::number));
            faults.sort(Comparator.comparingInt(Fault::line));
            return new Read(fresh.stream().map(Line::entered).toList(), lines, known, faults, wrong, false);
        }

        private void left(int line, ShipmentStore.Left before) {
            if (before.code().startsWith(HERE)) {
                fault(
                        line,
                        "serials",
                        "left-line",
                        before.range().text(),
                        Integer.parseInt(before.code().substring(HERE.length())));
            } else {
                fault(
                        line,
                        "serials",
                        "left",
                        before.range().text(),
                        before.day().toString(),
                        before.code());
            }
        }

        /** Lines of which the register does not have as many. */
        private List<Line> unknown() {
            Map<String, List<Line>> same = new LinkedHashMap<>();
            singles.forEach(line -> same.computeIfAbsent(
                            shipments.shipment(line.entered(), null, person).fingerprint(), _ -> new ArrayList<>())
                    .add(line));
            Map<String, Integer> there = store.known(same.keySet());
            List<Line> unknown = new ArrayList<>();
            same.forEach((fingerprint, all) -> {
                int skipped = Math.min(all.size(), there.getOrDefault(fingerprint, 0));
                known += skipped;
                unknown.addAll(all.subList(skipped, all.size()));
            });
            return unknown;
        }

        /** Makes a shipment of devices, without those that are there; one that left otherwise is a mistake of its own line. */
        private void group(Group group, LeftSerials others, List<Line> fresh) {
            Shipments.Entered like = group.like;
            String same = same(like);
            List<SerialRange> added = new ArrayList<>();
            Set<SerialRange> met = new HashSet<>();
            for (int i = 0; i < group.serials.size(); i++) {
                SerialRange serial = group.serials.get(i);
                int line = group.lines.get(i);
                if (!met.add(serial)) {
                    fault(line, "serials", "serial-twice");
                    continue;
                }
                ShipmentStore.Left before = others.find(List.of(serial)).orElse(null);
                if (before == null) {
                    added.add(serial);
                    others.add(like, List.of(serial), line);
                } else if (before.same().equals(same)) {
                    known++;
                } else {
                    left(line, before);
                }
            }
            if (!added.isEmpty()) {
                fresh.add(new Line(
                        group.first,
                        new Shipments.Entered(
                                like.series(),
                                like.model(),
                                like.release(),
                                like.lot(),
                                like.day(),
                                null,
                                new SerialRange.Typed(SerialRange.joined(added), List.of(), false),
                                like.destination(),
                                false,
                                true)));
            }
        }

        private String cut(String text) {
            return text.substring(0, Math.min(text.length(), 60));
        }
    }

    /** What tells shipments apart, but for their serials and number; as the store writes it. */
    private static String same(Shipments.Entered entered) {
        List<String> parts = new ArrayList<>();
        Model model = entered.model();
        if (model != null) {
            parts.add(model.id().toString());
        }
        Release release = entered.release();
        if (release != null) {
            parts.add(release.id().toString());
        }
        parts.add(Item.lot(entered.lot()));
        parts.add(String.valueOf(entered.day()));
        parts.add(entered.destination().strip());
        return String.join("\n", parts);
    }

    /** Stands before the number of a line of the file itself, where otherwise the code of a shipment stands. */
    private static final String HERE = "#";

    /** Serials of a series that left, and those of this file before; no two runs share one. */
    private final class LeftSerials {

        /** By beginning and digits, then by the first number of each run. */
        private final Map<String, NavigableMap<Long, ShipmentStore.Left>> runs = new HashMap<>();

        LeftSerials(UUID series) {
            store.eachLeft(series, this::put);
        }

        private static String place(SerialRange range) {
            return range.digits() + "\n" + range.prefix();
        }

        private void put(ShipmentStore.Left left) {
            runs.computeIfAbsent(place(left.range()), _ -> new TreeMap<>())
                    .put(left.range().first(), left);
        }

        void add(Shipments.Entered entered, List<SerialRange> ranges, int line) {
            LocalDate day = entered.day();
            if (day != null && !entered.again()) {
                ranges.forEach(range -> put(new ShipmentStore.Left(range, HERE + line, day, same(entered))));
            }
        }

        Optional<ShipmentStore.Left> find(List<SerialRange> ranges) {
            for (SerialRange range : ranges) {
                NavigableMap<Long, ShipmentStore.Left> here = runs.get(place(range));
                Map.Entry<Long, ShipmentStore.Left> last = here == null ? null : here.floorEntry(range.last());
                if (last != null && last.getValue().range().last() >= range.first()) {
                    ShipmentStore.Left left = last.getValue();
                    return Optional.of(new ShipmentStore.Left(
                            new SerialRange(
                                    range.prefix(),
                                    range.digits(),
                                    Math.max(range.first(), left.range().first()),
                                    Math.min(range.last(), left.range().last())),
                            left.code(),
                            left.day(),
                            left.same()));
                }
            }
            return Optional.empty();
        }
    }

    private static String fold(String text) {
        return SearchWords.fold(text).strip();
    }
}
