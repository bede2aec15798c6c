package dev.shisa.server.application;

import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.application.Enclosures.Attachable;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.EvidenceSummary;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.springframework.stereotype.Component;

/** The list of evidence that goes along with the papers: which criterion rests on what, and what of it is in the zip. */
@Component
class EvidenceSheet {

    private static final List<String> COLUMNS =
            List.of("criterion", "code", "title", "place", "strength", "observed", "included");
    private static final int[] WIDTHS = {14, 14, 50, 24, 12, 14, 12};
    private static final int CHARACTER = 256;

    private final EvidenceLog evidence;
    private final Messages messages;

    EvidenceSheet(EvidenceLog evidence, Messages messages) {
        this.evidence = evidence;
        this.messages = messages;
    }

    /** Evidence that criteria rest on and that has a file. */
    List<Attachable> attachable(View view) {
        Map<UUID, Set<String>> criteria = view.snapshot().evidenceOf();
        List<Attachable> all = new ArrayList<>();
        evidence.summaries(criteria.keySet()).values().stream()
                .sorted(Comparator.comparing(EvidenceSummary::code))
                .forEach(summary -> {
                    String name = summary.fileName();
                    Long size = summary.sizeBytes();
                    if (name != null && size != null) {
                        all.add(new Attachable(
                                summary.id(),
                                summary.code(),
                                summary.title(),
                                criteria.getOrDefault(summary.id(), Set.of()).stream()
                                        .sorted()
                                        .toList(),
                                name,
                                size));
                    }
                });
        return all;
    }

    byte[] write(View view, List<Attachable> attached) {
        Map<UUID, Set<String>> criteria = view.snapshot().evidenceOf();
        Map<UUID, EvidenceSummary> summaries = evidence.summaries(criteria.keySet());
        Set<UUID> included = attached.stream().map(Attachable::id).collect(Collectors.toSet());
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            Sheet sheet = workbook.createSheet(word("application.evidence-list"));
            Font bold = workbook.createFont();
            bold.setBold(true);
            XSSFCellStyle head = workbook.createCellStyle();
            head.setFont(bold);
            XSSFCellStyle body = workbook.createCellStyle();
            body.setWrapText(true);
            body.setVerticalAlignment(VerticalAlignment.TOP);
            XSSFCellStyle quoted = workbook.createCellStyle();
            quoted.cloneStyleFrom(body);
            quoted.setQuotePrefixed(true);
            Row first = sheet.createRow(0);
            for (int i = 0; i < COLUMNS.size(); i++) {
                first.createCell(i).setCellValue(word("application.evidence-list." + COLUMNS.get(i)));
                first.getCell(i).setCellStyle(head);
                sheet.setColumnWidth(i, WIDTHS[i] * CHARACTER);
            }
            sheet.createFreezePane(0, 1);
            int at = 1;
            for (CriterionAnswer answer : view.snapshot().answers()) {
                for (EvidenceSummary summary : summaries.values().stream()
                        .filter(s -> criteria.getOrDefault(s.id(), Set.of()).contains(answer.id()))
                        .sorted(Comparator.comparing(EvidenceSummary::code))
                        .toList()) {
                    row(
                            sheet.createRow(at++),
                            body,
                            quoted,
                            answer.id(),
                            summary.code(),
                            summary.title().in(Locale.JAPANESE),
                            summary.place(),
                            word("web.strength." + summary.strength().code()),
                            LocalDate.ofInstant(summary.observedAt(), Ui.ZONE).toString(),
                            word(
                                    included.contains(summary.id())
                                            ? "application.evidence-list.yes"
                                            : "application.evidence-list.no"));
                }
            }
            workbook.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the list of evidence could not be written", e);
        }
    }

    private String word(String key) {
        return messages.get(Locale.JAPANESE, key);
    }

    private static void row(Row row, XSSFCellStyle body, XSSFCellStyle quoted, String... values) {
        for (int i = 0; i < values.length; i++) {
            String value = FormFiller.clean(values[i]);
            row.createCell(i).setCellValue(value);
            // What looks like a formula stays text when somebody edits it.
            row.getCell(i).setCellStyle(!value.isEmpty() && "=+-@\t".indexOf(value.charAt(0)) >= 0 ? quoted : body);
        }
    }
}
