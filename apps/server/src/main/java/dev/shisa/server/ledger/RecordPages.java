package dev.shisa.server.ledger;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Requires;
import dev.shisa.server.platform.audit.Recorded;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerRecord;
import dev.shisa.server.platform.ledger.LedgerRecords;
import dev.shisa.server.platform.web.ListPage;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Query;
import dev.shisa.server.platform.web.TableFile;
import dev.shisa.server.platform.web.Ui;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Find a record, see that it is as it was written, take its proof along. */
@Controller
class RecordPages {

    private static final int ROWS = 20;

    static final Pattern NUMBER = Pattern.compile("([0-9]{1,6})-([0-9]{1,18})");

    private final LedgerRecords records;
    private final LedgerKeeper keeper;
    private final Abouts abouts;
    private final RecordWords words;
    private final RecordProofs proofs;
    private final Erasures erasures;

    RecordPages(
            LedgerRecords records,
            LedgerKeeper keeper,
            Abouts abouts,
            RecordWords words,
            RecordProofs proofs,
            Erasures erasures) {
        this.words = words;
        this.records = records;
        this.keeper = keeper;
        this.abouts = abouts;
        this.proofs = proofs;
        this.erasures = erasures;
    }

    @GetMapping("/records")
    @Requires(Act.READ_AUDIT)
    ModelAndView list(
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "new") String sort,
            @RequestParam(name = "to", required = false) @Nullable Long upTo,
            @RequestParam(defaultValue = "1") int page) {
        Matcher number = NUMBER.matcher(q.strip());
        if (number.matches() && records.at(position(number)).isPresent()) {
            return new ModelAndView("redirect:/records/" + q.strip());
        }
        // Whoever turns the pages goes on in the list as it was on the first.
        long last = upTo == null ? records.last() : upTo;
        LedgerRecords.Filter filter = filter(q, kind, from, until, sort).upTo(last);
        long found = records.count(filter);
        ListPage leaf = ListPage.of(found, page, ROWS);
        Query query = Query.of("/records")
                .with("q", q)
                .with("kind", kind)
                .with("from", from)
                .with("until", until)
                .with("sort", filter.newestFirst() ? "" : "old");
        LedgerRecords.Waiting waiting = records.waiting();
        long total = records.count(new LedgerRecords.Filter("", null, null, null, true).upTo(last));
        long folded = filter.withoutRows() ? records.count(filter.ofKind(LedgerRecords.ROW)) : 0;
        return new ModelAndView("ledger/records")
                .addObject("rows", rows(ui, records.page(filter, leaf.from(), ROWS)))
                .addObject("columns", columns(ui, query, filter.newestFirst()))
                .addObject("total", total)
                .addObject("waiting", waiting.count())
                .addObject(
                        "trouble",
                        keeper.trouble().map(trouble -> trouble.words(ui::t)).orElse(null))
                .addObject("found", found)
                .addObject("folded", folded)
                .addObject("foldedHref", query.with("kind", LedgerRecords.ROW).href())
                .addObject("filters", filters(ui, query, q, kind, from, until))
                .addObject("exportHref", query.at("/records.csv").href())
                .addObject("page", leaf.at())
                .addObject("pages", leaf.pages())
                .addObject("pageHref", query.with("to", Long.toString(last)).pageHref())
                .addObject("q", q)
                .addObject("kind", kind)
                .addObject("from", from)
                .addObject("until", until)
                .addObject("kinds", kinds(ui));
    }

    @GetMapping("/records.{format}")
    @Requires(Act.READ_AUDIT)
    @Recorded("take.list")
    ResponseEntity<TableFile> export(
            @PathVariable String format,
            @ModelAttribute("ui") Ui ui,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "new") String sort) {
        return TableFile.of(format, "shisa-records-" + ui.day(ui.now()), ui)
                .column("number", "ledger.number")
                .column("at", "ledger.at")
                .column("kind", "ledger.kind")
                .column("row", "ledger.column.row")
                .column("commitment", "ledger.column.commitment")
                .download((most, lines) -> records.each(
                        filter(q, kind, from, until, sort),
                        most,
                        record -> lines.accept(List.of(
                                number(record),
                                ui.second(record.at()),
                                words.kind(ui, record),
                                record.rowId(),
                                record.commitment()))));
    }

    @GetMapping("/records/{number}")
    @Requires(Act.READ_AUDIT)
    ModelAndView one(@ModelAttribute("ui") Ui ui, @PathVariable String number) {
        LedgerRecord record = require(number);
        RecordViews.Row row = rows(ui, List.of(record)).getFirst();
        return new ModelAndView("ledger/record")
                .addObject("record", proofs.show(ui, record, row))
                .addObject("erasing", erasing(ui, record));
    }

    @PostMapping("/records/{number}/erase")
    @Requires(Act.ASK_ERASURE)
    ModelAndView ask(
            @PathVariable String number,
            @RequestParam(defaultValue = "") String reason,
            @AuthenticationPrincipal Person person) {
        erasures.ask(require(number), person, reason);
        return new ModelAndView("redirect:/records/erasures");
    }

    private RecordViews.Erasing erasing(Ui ui, LedgerRecord record) {
        return new RecordViews.Erasing(
                erasures.kept(record)
                        .map(kept -> ui.t("error.erasure.kept." + kept))
                        .orElse(null),
                erasures.isAsked(record));
    }

    @GetMapping(path = "/records/{number}/entry.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @Requires(Act.READ_AUDIT)
    ResponseEntity<byte[]> entry(@PathVariable String number) {
        return file("entry-" + number + ".json", require(number).entry().bytes());
    }

    /** Salt and body, one after the other: their SHA-256 is the commitment of the entry. */
    @GetMapping(path = "/records/{number}/content", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @Requires(Act.READ_AUDIT)
    @Recorded("take.record")
    ResponseEntity<byte[]> content(@PathVariable String number) {
        return file(
                "content-" + number,
                require(number)
                        .opened()
                        .map(RecordProofs::committed)
                        .orElseThrow(() -> new Problem(410, "ledger.erased", number)));
    }

    @GetMapping(path = "/records/{number}/proof", produces = MediaType.TEXT_PLAIN_VALUE)
    @Requires(Act.READ_AUDIT)
    ResponseEntity<byte[]> proof(@PathVariable String number) {
        return file(
                number + ".tlog-proof",
                proofs.tlogProof(require(number))
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() -> new Problem(409, "ledger.unproven", number)));
    }

    private LedgerRecord require(String number) {
        Matcher matcher = NUMBER.matcher(number);
        if (!matcher.matches()) {
            throw new Problem(404, "ledger.not-found", number);
        }
        return records.at(position(matcher)).orElseThrow(() -> new Problem(404, "ledger.not-found", number));
    }

    static LedgerRecord.Position position(Matcher number) {
        return new LedgerRecord.Position(Integer.parseInt(number.group(1)), Long.parseLong(number.group(2)));
    }

    static ResponseEntity<byte[]> file(String name, byte[] bytes) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(bytes);
    }

    private LedgerRecords.Filter filter(String q, String kind, String from, String until, String sort) {
        // What names nothing finds nothing, rather than everything.
        Set<UUID> subjects = q.isBlank() ? null : abouts.named(q).orElse(Set.of());
        LedgerRecords.Filter all =
                new LedgerRecords.Filter(kind, subjects, day(from, 0), day(until, 1), !sort.equals("old"));
        // Each act of people changes several rows, each with a record of its own; the act is what one looks for.
        return kind.isEmpty() ? all.foldingRows() : all;
    }

    /** The beginning of a day in Japan; null for what is no day. */
    private static @Nullable Instant day(String text, int later) {
        try {
            return text.isBlank()
                    ? null
                    : LocalDate.parse(text)
                            .plusDays(later)
                            .atStartOfDay(Ui.ZONE)
                            .toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private List<RecordViews.Row> rows(Ui ui, List<LedgerRecord> page) {
        Map<UUID, Abouts.About> about = abouts.of(page, ui.locale());
        return page.stream()
                .map(record -> {
                    UUID subject = record.subject();
                    Abouts.About thing =
                            subject == null ? Abouts.About.NOTHING : about.getOrDefault(subject, Abouts.About.NOTHING);
                    String number = number(record);
                    return new RecordViews.Row(
                            number,
                            number.isEmpty() ? null : "/records/" + number,
                            record.at(),
                            words.kind(ui, record),
                            words.what(ui, record),
                            thing.words(),
                            thing.href(),
                            record.opened().isEmpty() ? "erased" : number.isEmpty() ? "waiting" : "taken");
                })
                .toList();
    }

    private static String number(LedgerRecord record) {
        LedgerRecord.Position position = record.position();
        return position == null ? "" : position.number();
    }

    private List<Parts.Choice> kinds(Ui ui) {
        List<Parts.Choice> choices = new ArrayList<>();
        choices.add(new Parts.Choice("", ui.t("ledger.kind.any")));
        records.kinds().forEach(kind -> choices.add(new Parts.Choice(kind, ui.t("ledger.kind." + kind))));
        return choices;
    }

    private static List<Parts.Filter> filters(Ui ui, Query query, String q, String kind, String from, String until) {
        List<Parts.Filter> filters = new ArrayList<>();
        if (!q.isBlank()) {
            filters.add(new Parts.Filter(
                    ui.t("ledger.filter.q", q), query.without("q").href()));
        }
        if (!kind.isEmpty()) {
            filters.add(new Parts.Filter(
                    ui.has("ledger.kind." + kind) ? ui.t("ledger.kind." + kind) : kind,
                    query.without("kind").href()));
        }
        if (day(from, 0) != null) {
            filters.add(new Parts.Filter(
                    ui.t("ledger.filter.from", from), query.without("from").href()));
        }
        if (day(until, 0) != null) {
            filters.add(new Parts.Filter(
                    ui.t("ledger.filter.until", until), query.without("until").href()));
        }
        return filters;
    }

    private static List<Parts.Column> columns(Ui ui, Query query, boolean newestFirst) {
        return List.of(
                Parts.Column.sortable(
                        ui.t("ledger.at"),
                        query.with("sort", newestFirst ? "old" : "").href(),
                        newestFirst ? Parts.Order.DESCENDING : Parts.Order.ASCENDING),
                Parts.Column.plain(ui.t("ledger.kind")),
                Parts.Column.plain(ui.t("ledger.about")),
                Parts.Column.plain(ui.t("ledger.number")));
    }
}
