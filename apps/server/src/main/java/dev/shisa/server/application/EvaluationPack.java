package dev.shisa.server.application;

import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.application.Evaluations.Actor;
import dev.shisa.server.evidence.Blobs;
import dev.shisa.server.evidence.EvidenceDetails;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.office.OfficePackage;
import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.office.Workbooks;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.storage.TemporaryFiles;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Series;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DataValidation;
import org.apache.poi.ss.usermodel.DataValidationHelper;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.ss.util.CellRangeAddressList;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an evaluator works on without a connection: the verdicts with reasons and evidence to be read, and a sheet for
 * comments and the sign-off, which comes back. What comes back names the pack that it belongs to; every line in which
 * something other than the answer cells was changed is told and not taken.
 */
@Service
class EvaluationPack {

    /** Evidence files in one pack. */
    private static final long FILES_BYTES_MAX = 150L << 20;

    private static final String SHEET = "Evaluation";
    private static final int HEAD_ROW = 7;
    private static final int OPINION = 4;
    private static final int COMMENT = 5;
    private static final int CHARACTER = 256;

    private final Evaluations evaluations;
    private final Journals journals;
    private final Blobs blobs;
    private final Messages messages;
    private final Settings settings;
    private final JsonMapper json;

    EvaluationPack(
            Evaluations evaluations,
            Journals journals,
            Blobs blobs,
            Messages messages,
            Settings settings,
            JsonMapper json) {
        this.evaluations = evaluations;
        this.journals = journals;
        this.blobs = blobs;
        this.messages = messages;
        this.settings = settings;
        this.json = json;
    }

    /** Makes a pack and keeps it, so that what comes back can be compared. */
    @Transactional
    public Entry make(View view, Actor actor, Locale locale) {
        Series series = view.series();
        Evaluated state = evaluations.state(view);
        UUID id = journals.next();
        List<SortedMap<String, String>> rows = new ArrayList<>(state.rows());
        view.snapshot()
                .answers()
                .forEach(answer -> rows.add(
                        Entry.row("what", "line", "number", answer.id(), "hash", lineHash(cells(answer, locale)))));
        Path file = null;
        try {
            file = TemporaryFiles.create("shisa-evaluation-", ".zip");
            write(file, view, state, id, locale);
            try (InputStream in = Files.newInputStream(file)) {
                StoredFile stored =
                        blobs.store(in, Enclosures.safe(series.code()) + "-evaluation.zip", Files.size(file));
                return journals.write(
                        id,
                        series,
                        EntryKind.PACK,
                        journals.of(series).round(),
                        null,
                        journals.today(),
                        Entry.row("state", state.hash(), "release", state.release(), "edition", state.edition()),
                        rows,
                        List.of(new Entry.Attached(
                                stored.fileName(), stored.sha256(), stored.sizeBytes(), stored.mediaType())),
                        actor.id(),
                        actor.name());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the pack could not be written", e);
        } finally {
            try {
                if (file != null) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                // The system's own sweep takes it.
            }
        }
    }

    /** What a line prints besides the cells for answers. */
    private List<String> cells(CriterionAnswer answer, Locale locale) {
        String reason = (answer.route().in(locale) + "\n" + answer.reason().in(locale)).strip();
        return List.of(
                answer.id(),
                FormFiller.clean(answer.title().in(locale)),
                messages.get(locale, "application.state." + answer.state().code()),
                FormFiller.clean(reason));
    }

    private static String lineHash(List<String> cells) {
        return HashedZip.hash(
                cells.stream().map(c -> c.replace("\r", "").strip()).collect(Collectors.joining("\u001f")));
    }

    private void write(Path file, View view, Evaluated state, UUID id, Locale locale) throws IOException {
        List<EvidenceDetails> all = evaluations.evidenceOf(view, "");
        Map<UUID, String> names = new LinkedHashMap<>();
        List<Map<String, Object>> files = new ArrayList<>();
        try (HashedZip zip = new HashedZip(Files.newOutputStream(file))) {
            long bytes = 0;
            for (EvidenceDetails one : all) {
                StoredFile stored = one.file();
                if (stored == null || !blobs.isThere(stored) || (bytes += stored.sizeBytes()) > FILES_BYTES_MAX) {
                    continue;
                }
                String name = "evidence/" + Enclosures.safe(one.code()) + "-" + Enclosures.safe(stored.fileName());
                names.put(one.id(), name);
                try (InputStream in = blobs.open(stored.sha256())) {
                    files.add(described(zip.add(name, in)));
                }
            }
            files.add(
                    described(zip.add("evaluation.xlsx", new ByteArrayInputStream(workbook(view, state, id, locale)))));
            files.add(described(zip.add(
                    "index.html",
                    new ByteArrayInputStream(
                            page(view, state, all, names, locale).getBytes(StandardCharsets.UTF_8)))));
            Map<String, Object> manifest = new LinkedHashMap<>();
            manifest.put("format", "shisa-evaluation/1");
            manifest.put("pack", id.toString());
            manifest.put("series", state.series());
            manifest.put("release", state.release());
            manifest.put("edition", state.edition());
            manifest.put("guideEdition", state.guide());
            manifest.put("state", state.hash());
            manifest.put("verdicts", state.rows());
            manifest.put("files", files);
            zip.add(
                    "manifest.json",
                    new ByteArrayInputStream(
                            json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest)));
        }
    }

    private static Map<String, Object> described(HashedZip.Written written) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", written.name());
        one.put("sha256", written.sha256());
        one.put("size", written.size());
        return one;
    }

    private byte[] workbook(View view, Evaluated state, UUID id, Locale locale) {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            Sheet sheet = workbook.createSheet(SHEET);
            Font bold = workbook.createFont();
            bold.setBold(true);
            XSSFCellStyle head = workbook.createCellStyle();
            head.setFont(bold);
            head.setWrapText(true);
            XSSFCellStyle read = workbook.createCellStyle();
            read.setWrapText(true);
            read.setVerticalAlignment(VerticalAlignment.TOP);
            read.setQuotePrefixed(true);
            XSSFCellStyle fill = workbook.createCellStyle();
            fill.setWrapText(true);
            fill.setVerticalAlignment(VerticalAlignment.TOP);
            fill.setFillForegroundColor(IndexedColors.LIGHT_YELLOW.getIndex());
            fill.setFillPattern(FillPatternType.SOLID_FOREGROUND);
            fill.setDataFormat(workbook.createDataFormat().getFormat("@"));
            String[][] top = {
                {"evaluation.sheet.pack", id.toString()},
                {"evaluation.sheet.series", state.series() + " " + view.series().name()},
                {"evaluation.sheet.release", state.release()},
                {"evaluation.sheet.state", state.hash()},
                {"evaluation.sheet.signed", ""},
                {"evaluation.sheet.signer", ""},
            };
            for (int i = 0; i < top.length; i++) {
                Row row = sheet.createRow(i);
                row.createCell(0).setCellValue(messages.get(locale, top[i][0]));
                row.getCell(0).setCellStyle(head);
                row.createCell(1).setCellValue(top[i][1]);
                row.getCell(1).setCellStyle(i < 4 ? read : fill);
            }
            Row titles = sheet.createRow(HEAD_ROW - 1);
            List<String> columns = List.of("criterion", "title", "verdict", "reason", "opinion", "comment");
            int[] widths = {22, 40, 16, 70, 18, 60};
            for (int i = 0; i < columns.size(); i++) {
                titles.createCell(i).setCellValue(messages.get(locale, "evaluation.sheet." + columns.get(i)));
                titles.getCell(i).setCellStyle(head);
                sheet.setColumnWidth(i, widths[i] * CHARACTER);
            }
            int at = HEAD_ROW;
            for (CriterionAnswer answer : view.snapshot().answers()) {
                Row row = sheet.createRow(at++);
                List<String> cells = cells(answer, locale);
                for (int i = 0; i < cells.size(); i++) {
                    row.createCell(i).setCellValue(cells.get(i));
                    row.getCell(i).setCellStyle(read);
                }
                row.createCell(OPINION).setCellStyle(fill);
                row.createCell(COMMENT).setCellStyle(fill);
            }
            choices(sheet, HEAD_ROW, at - 1, OPINION, List.of("agree", "disagree", "question"), locale);
            sheet.createFreezePane(1, HEAD_ROW);
            workbook.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the sheet could not be written", e);
        }
    }

    private void choices(Sheet sheet, int from, int to, int column, List<String> words, Locale locale) {
        DataValidationHelper helper = sheet.getDataValidationHelper();
        DataValidation validation = helper.createValidation(
                helper.createExplicitListConstraint(words.stream()
                        .map(word -> messages.get(locale, "entry.comment.opinion." + word))
                        .toArray(String[]::new)),
                new CellRangeAddressList(from, Math.max(from, to), column, column));
        sheet.addValidationData(validation);
    }

    /** The same to be read, with links to the files beside it: plain HTML that needs nothing else. */
    private String page(View view, Evaluated state, List<EvidenceDetails> all, Map<UUID, String> names, Locale locale) {
        String title =
                messages.get(locale, "evaluation.page.title", view.series().name());
        StringBuilder page = new StringBuilder(
                        "<!DOCTYPE html><html lang=\"" + locale.getLanguage() + "\"><meta charset=\"utf-8\"><title>")
                .append(Enclosures.escaped(title))
                .append("</title><style>body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
                        + "line-height:1.7}h2{border-top:1px solid #999;padding-top:1rem}pre{white-space:pre-wrap;"
                        + "font:inherit}code{word-break:break-all}</style><h1>")
                .append(Enclosures.escaped(title))
                .append("</h1><p>")
                .append(Enclosures.escaped(settings.organisationName() + " · " + state.release()))
                .append("<p>")
                .append(Enclosures.escaped(messages.get(locale, "evaluation.page.how")))
                .append("<p><code>")
                .append(state.hash())
                .append("</code>");
        for (CriterionAnswer answer : view.snapshot().answers()) {
            List<String> cells = cells(answer, locale);
            page.append("<h2>")
                    .append(Enclosures.escaped(answer.id() + " " + cells.get(1)))
                    .append("</h2><p><b>")
                    .append(Enclosures.escaped(cells.get(2)))
                    .append("</b><pre>")
                    .append(Enclosures.escaped(cells.get(3)))
                    .append("</pre><ul>");
            Set<UUID> mine = new HashSet<>();
            view.snapshot().evidenceOf().forEach((evidence, criteria) -> {
                if (criteria.contains(answer.id())) {
                    mine.add(evidence);
                }
            });
            for (EvidenceDetails one : all) {
                if (!mine.contains(one.id())) {
                    continue;
                }
                String name = names.get(one.id());
                String words = Enclosures.escaped(one.code() + " "
                        + one.summary().title().in(locale) + " " + one.summary().place());
                page.append("<li>")
                        .append(
                                name == null
                                        ? words
                                        : "<a href=\"" + Enclosures.escaped(name) + "\">" + words + "</a>");
                if (!one.statement().isBlank()) {
                    page.append("<pre>")
                            .append(Enclosures.escaped(one.statement()))
                            .append("</pre>");
                }
            }
            page.append("</ul>");
        }
        return page.append("</html>").toString();
    }

    /** What becomes of one line that came back. */
    enum Fate {
        /** A comment is recorded. */
        NEW,
        /** A comment is recorded; the verdict has changed since the pack was made. */
        MOVED,
        /** The same comment came back before. */
        SAME,
        /** Nothing was written in it. */
        EMPTY,
        /** Something other than the answer cells was changed. */
        CHANGED,
        /** There is no such criterion in the pack. */
        UNKNOWN,
        /** What stands in the cell for the opinion is none of the choices, or there is no comment. */
        WRONG;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isTaken() {
            return this == NEW || this == MOVED;
        }
    }

    /** One line that came back. */
    record Returned(String number, String opinion, String text, Fate fate) {}

    /**
     * All that came back.
     *
     * @param signer who signed off; empty: nobody
     * @param missing criteria of the pack that the sheet no longer has
     * @param signedBefore whether the same sign-off came back before
     * @param moved criteria that stand differently than in the pack
     */
    record Return(
            Entry pack,
            List<Returned> lines,
            String signer,
            String words,
            List<String> missing,
            boolean signedBefore,
            List<String> moved) {

        long taken() {
            return lines.stream().filter(line -> line.fate().isTaken()).count();
        }

        boolean signs() {
            return !signer.isEmpty() && !signedBefore;
        }
    }

    /**
     * Reads what came back, without recording anything.
     *
     * @throws WorkbookRefused when it is no workbook, no sheet of a pack, or of another series
     */
    Return read(View view, byte[] bytes) {
        byte[] sheet = unwrapped(bytes);
        record Cells(List<List<String>> rows) {}
        Cells cells = Workbooks.read(sheet, (parts, workbook) -> {
            Sheet found = workbook.getSheet(SHEET);
            if (found == null) {
                throw new WorkbookRefused("no-evaluation");
            }
            DataFormatter formatter = new DataFormatter();
            List<List<String>> rows = new ArrayList<>();
            for (int r = 0; r <= Math.min(found.getLastRowNum(), 500); r++) {
                List<String> line = new ArrayList<>();
                Row row = found.getRow(r);
                for (int c = 0; c <= COMMENT; c++) {
                    line.add(
                            row == null || row.getCell(c) == null
                                    ? ""
                                    : Workbooks.text(row.getCell(c), formatter).strip());
                }
                rows.add(line);
            }
            return new Cells(rows);
        });
        if (cells.rows().size() <= HEAD_ROW) {
            throw new WorkbookRefused("no-evaluation");
        }
        Journal journal = journals.of(view.series());
        String id = cells.rows().getFirst().get(1);
        Entry pack = journal.standing()
                .filter(e -> e.kind() == EntryKind.PACK && e.id().toString().equals(id))
                .findFirst()
                .orElseThrow(() -> new WorkbookRefused(
                        "other-evaluation",
                        cells.rows().get(1).get(1),
                        view.series().code()));
        return returned(view, journal, pack, cells.rows());
    }

    private Return returned(View view, Journal journal, Entry pack, List<List<String>> rows) {
        Map<String, String> printed = pack.rows("line").stream()
                .collect(Collectors.toMap(
                        row -> row.getOrDefault("number", ""), row -> row.getOrDefault("hash", ""), (a, b) -> a));
        Set<String> moved = new HashSet<>(evaluations.state(view).differing(pack));
        Map<String, String> opinions = new TreeMap<>();
        for (Locale locale : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
            for (String word : List.of("agree", "disagree", "question")) {
                opinions.put(messages.get(locale, "entry.comment.opinion." + word), word);
            }
        }
        String signer = rows.get(5).get(1);
        List<Returned> lines = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (List<String> row : rows.subList(HEAD_ROW, rows.size())) {
            if (row.stream().allMatch(String::isEmpty)) {
                continue;
            }
            String number = row.getFirst();
            String text = row.get(COMMENT);
            String opinion =
                    opinions.getOrDefault(row.get(OPINION), row.get(OPINION).isEmpty() ? "" : "?");
            String hash = printed.get(number);
            Fate fate;
            if (hash == null || !seen.add(number)) {
                fate = Fate.UNKNOWN;
            } else if (!hash.equals(lineHash(row.subList(0, OPINION)))) {
                fate = Fate.CHANGED;
            } else if (text.isEmpty() && opinion.isEmpty()) {
                fate = Fate.EMPTY;
            } else if (opinion.equals("?")
                    || opinion.isEmpty()
                    || text.isEmpty()
                    || text.length() > EntryKind.Field.LINES_MAX) {
                fate = Fate.WRONG;
            } else if (isSame(journal, number, opinion, text)) {
                fate = Fate.SAME;
            } else {
                fate = moved.contains(number) ? Fate.MOVED : Fate.NEW;
            }
            lines.add(new Returned(number, opinion, text, fate));
        }
        List<String> missing = printed.keySet().stream()
                .filter(n -> !seen.contains(n))
                .sorted()
                .toList();
        boolean before = journal.standing()
                .anyMatch(e -> e.kind() == EntryKind.SIGNED
                        && e.value("state").equals(pack.value("state"))
                        && e.author().equals(signer));
        return new Return(
                pack,
                lines,
                signer.length() > EvaluationLinks.NAME_MAX ? signer.substring(0, EvaluationLinks.NAME_MAX) : signer,
                rows.get(4).get(1),
                missing,
                before,
                moved.stream().sorted().toList());
    }

    private static boolean isSame(Journal journal, String number, String opinion, String text) {
        return journal.standing()
                .anyMatch(e -> e.kind() == EntryKind.COMMENT
                        && e.value("criterion").equals(number)
                        && e.value("opinion").equals(opinion)
                        && e.value("text").equals(text));
    }

    /** Whoever sends back the whole pack is understood, too. */
    private static byte[] unwrapped(byte[] bytes) {
        try (ZipFile zip = ZipFile.builder().setByteArray(bytes).get()) {
            ZipArchiveEntry sheet = zip.getEntry("evaluation.xlsx");
            if (sheet == null) {
                return bytes;
            }
            try (InputStream in = zip.getInputStream(sheet)) {
                return in.readNBytes(OfficePackage.SIZE_MAX + 1);
            }
        } catch (IOException e) {
            return bytes;
        }
    }

    /**
     * Records what {@link #read} said is taken; returns how many comments.
     *
     * @param from whom to name where the sheet names nobody
     * @param takenBy who brings it in, and answers for it
     */
    @Transactional
    public int take(View view, Return back, String from, Person takenBy) {
        Actor actor = Actor.bySheet(takenBy, back.signer().isEmpty() ? from : back.signer());
        int taken = 0;
        for (Returned line : back.lines()) {
            if (line.fate().isTaken()) {
                evaluations.comment(view, line.number(), line.opinion(), line.text(), actor);
                taken++;
            }
        }
        if (back.signs()) {
            Entry pack = back.pack();
            evaluations.sign(
                    view.series(),
                    pack.value("state"),
                    pack.value("release"),
                    pack.value("edition"),
                    "",
                    pack.rows("verdict"),
                    back.words(),
                    actor);
        }
        return taken;
    }
}
