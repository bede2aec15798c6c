package dev.shisa.server.audience;

import dev.shisa.server.platform.office.TableLines;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.SearchWords;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * A list of businesses as people keep one: the first sheet of an xlsx, or CSV (RFC 4180) in UTF-8 or in what Excel in Japan writes. The
 * first line names the columns, in either language; what is exported can be taken in again.
 */
@Component
class BusinessFile {

    static final int BYTES_MAX = 5 * 1024 * 1024;
    static final int ROWS_MAX = 2_000;
    private static final TableLines.Bounds BOUNDS = new TableLines.Bounds(ROWS_MAX + 1, 30, 2_000);

    /** Columns by their keys, which are also the ends of their headings' messages. */
    static final List<String> COLUMNS =
            List.of("name", "kind", "contact", "mail", "language", "series", "note", "active");

    private final Messages messages;
    private final Products products;

    BusinessFile(Messages messages, Products products) {
        this.messages = messages;
        this.products = products;
    }

    /** A line that cannot be taken. */
    record Fault(int line, String column, String why) {}

    /** A file as it was read; with faults nothing of it is to be taken. */
    record Read(List<Businesses.Entered> entries, List<Integer> lines, List<Fault> faults) {

        Read {
            entries = List.copyOf(entries);
            lines = List.copyOf(lines);
            faults = List.copyOf(faults);
        }
    }

    Read read(byte[] bytes) {
        List<List<String>> rows = new ArrayList<>();
        try {
            if (!TableLines.read(bytes, BOUNDS, (number, cells) -> rows.add(cells))) {
                return new Read(List.of(), List.of(), List.of(new Fault(ROWS_MAX + 2, "", "rows")));
            }
        } catch (WorkbookRefused e) {
            return new Read(List.of(), List.of(), List.of(new Fault(1, "", "file")));
        }
        Map<String, Integer> columns = rows.isEmpty() ? Map.of() : columns(rows.getFirst());
        List<Fault> faults = new ArrayList<>();
        for (String needed : List.of("name", "mail")) {
            if (!columns.containsKey(needed)) {
                faults.add(new Fault(1, needed, "column"));
            }
        }
        List<Businesses.Entered> entries = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        Map<String, Series> series = new HashMap<>();
        products.every().forEach(one -> {
            series.put(one.code().toLowerCase(Locale.ROOT), one);
            series.put(SearchWords.fold(one.name()), one);
        });
        for (int i = 1; faults.isEmpty() && i < rows.size(); i++) {
            if (rows.get(i).stream().allMatch(String::isBlank)) {
                continue;
            }
            entry(rows.get(i), i + 1, columns, series, faults).ifPresent(entries::add);
            lines.add(i + 1);
        }
        if (faults.isEmpty() && entries.isEmpty()) {
            faults.add(new Fault(2, "", "empty"));
        }
        return new Read(entries, lines, faults);
    }

    private Map<String, Integer> columns(List<String> head) {
        Map<String, Integer> columns = new HashMap<>();
        for (int c = 0; c < head.size(); c++) {
            String word = SearchWords.fold(head.get(c).strip());
            for (String column : COLUMNS) {
                if (word.equals(column)
                        || both("audience.business." + column).stream()
                                .anyMatch(heading -> SearchWords.fold(heading).equals(word))) {
                    columns.putIfAbsent(column, c);
                }
            }
        }
        return columns;
    }

    private List<String> both(String key) {
        return List.of(messages.get(Locale.JAPANESE, key), messages.get(Locale.ENGLISH, key));
    }

    private Optional<Businesses.Entered> entry(
            List<String> row, int line, Map<String, Integer> columns, Map<String, Series> series, List<Fault> faults) {
        Map<String, String> cells = new HashMap<>();
        columns.forEach(
                (column, at) -> cells.put(column, at < row.size() ? row.get(at).strip() : ""));
        String kind = cells.getOrDefault("kind", "");
        Optional<BusinessKind> known = BusinessKind.ALL.stream()
                .filter(one -> one.id().equalsIgnoreCase(kind)
                        || both("audience.business.kind." + one.id()).contains(kind))
                .findFirst();
        if (known.isEmpty() && !kind.isEmpty()) {
            faults.add(new Fault(line, "kind", "kind"));
            return Optional.empty();
        }
        String language = cells.getOrDefault("language", "");
        boolean english =
                language.equalsIgnoreCase("en") || both("audience.language.en").contains(language);
        String about = cells.getOrDefault("series", "");
        boolean every =
                about.isEmpty() || about.equals("*") || both("audience.every").contains(about);
        List<UUID> chosen = new ArrayList<>();
        for (String one : every ? new String[0] : about.split("[,、;\\n]")) {
            Series found = Optional.ofNullable(series.get(one.strip().toLowerCase(Locale.ROOT)))
                    .or(() -> Optional.ofNullable(series.get(SearchWords.fold(one.strip()))))
                    .orElse(null);
            if (found == null) {
                faults.add(new Fault(line, "series", "series"));
                return Optional.empty();
            }
            chosen.add(found.id());
        }
        String active = cells.getOrDefault("active", "");
        return Optional.of(new Businesses.Entered(
                known.orElse(BusinessKind.DEALER),
                cells.getOrDefault("name", ""),
                cells.getOrDefault("contact", ""),
                Subscriptions.tidy(cells.getOrDefault("mail", "")),
                english ? "en" : "ja",
                every,
                chosen,
                cells.getOrDefault("note", ""),
                !both("audience.business.active.no").contains(active) && !active.equalsIgnoreCase("no")));
    }
}
