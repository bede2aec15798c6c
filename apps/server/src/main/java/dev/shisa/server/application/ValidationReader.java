package dev.shisa.server.application;

import dev.shisa.server.platform.office.WorkbookRefused;
import dev.shisa.server.platform.office.Workbooks;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.ss.SpreadsheetVersion;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Name;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.AreaReference;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellReference;

/**
 * Reads the data validations of a sheet from its XML (ECMA-376, 18.3.1.32), together with those that Excel puts into
 * the extension list when a list stands on another sheet (MS-XLSX, 2.6.4 {@code x14:dataValidations}), which POI does
 * not show.
 */
final class ValidationReader {

    /** A list of allowed words is read up to here. */
    private static final int WORDS_MAX = 500;

    private static final int RULES_MAX = 5_000;

    private static final Pattern RANGE =
            Pattern.compile("\\$?[A-Z]{1,3}\\$?\\d{1,7}(:\\$?[A-Z]{1,3}\\$?\\d{1,7})?|[A-Z]{1,3}:[A-Z]{1,3}");

    private final Workbook workbook;
    private final DataFormatter formatter = new DataFormatter();

    ValidationReader(Workbook workbook) {
        this.workbook = workbook;
    }

    /** One validation as written. */
    private static final class Raw {
        String type = "none";
        String operator = "between";
        String formula1 = "";
        String formula2 = "";
        String where = "";
    }

    List<AllowedWords> read(Sheet sheet, String xml) {
        List<AllowedWords> found = new ArrayList<>();
        for (Raw raw : raw(xml)) {
            List<CellRangeAddress> where = where(raw.where);
            if (where.isEmpty()) {
                continue;
            }
            if (raw.type.equals("list")) {
                Optional<List<String>> words = words(sheet, raw.formula1);
                found.add(new AllowedWords(where, true, words.isPresent(), words.orElse(List.of()), 0));
            } else if (raw.type.equals("textLength")) {
                longest(raw).ifPresent(n -> found.add(new AllowedWords(where, false, true, List.of(), n)));
            }
        }
        return found;
    }

    private static List<Raw> raw(String xml) {
        List<Raw> all = new ArrayList<>();
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml.replace("\ufeff", "")));
            Raw current = null;
            StringBuilder text = new StringBuilder();
            String within = "";
            while (reader.hasNext() && all.size() < RULES_MAX) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    String element = reader.getLocalName();
                    if (element.equals("dataValidation")) {
                        current = new Raw();
                        current.type = attribute(reader, "type", "none");
                        current.operator = attribute(reader, "operator", "between");
                        current.where = attribute(reader, "sqref", "");
                    } else if (element.equals("formula1") || element.equals("formula2")) {
                        within = element;
                    }
                    text.setLength(0);
                } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                    if (current != null && text.length() < 40_000) {
                        text.append(reader.getText());
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT && current != null) {
                    switch (reader.getLocalName()) {
                        case "formula1", "formula2", "f" -> {
                            String formula = text.toString().strip();
                            if (within.equals("formula1") && current.formula1.isEmpty()) {
                                current.formula1 = formula;
                            } else if (within.equals("formula2") && current.formula2.isEmpty()) {
                                current.formula2 = formula;
                            }
                        }
                        case "sqref" -> current.where = text.toString().strip();
                        case "dataValidation" -> {
                            all.add(current);
                            current = null;
                        }
                        default -> {}
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw new WorkbookRefused("damaged", "dataValidations");
        }
        return all;
    }

    private static String attribute(XMLStreamReader reader, String name, String otherwise) {
        String value = reader.getAttributeValue(null, name);
        return value == null ? otherwise : value;
    }

    private static List<CellRangeAddress> where(String sqref) {
        List<CellRangeAddress> where = new ArrayList<>();
        for (String ref : sqref.split("\\s+", -1)) {
            // A range that cannot be read covers nothing.
            if (RANGE.matcher(ref).matches() && where.size() < RULES_MAX) {
                where.add(CellRangeAddress.valueOf(ref));
            }
        }
        return where;
    }

    private static Optional<Integer> longest(Raw raw) {
        String bound = raw.operator.equals("between") ? raw.formula2 : raw.formula1;
        if (!bound.matches("\\d{1,6}")) {
            return Optional.empty();
        }
        int n = Integer.parseInt(bound);
        return switch (raw.operator) {
            case "between", "lessThanOrEqual", "equal" -> Optional.of(n);
            case "lessThan" -> Optional.of(n - 1);
            default -> Optional.empty();
        };
    }

    /** The words of a list: written out, a range, or a name for a range; empty when it is another formula. */
    private Optional<List<String>> words(Sheet sheet, String formula) {
        String text = formula.strip();
        if (text.startsWith("\"") && text.endsWith("\"") && text.length() >= 2) {
            return Optional.of(Arrays.stream(text.substring(1, text.length() - 1)
                            .replace("\"\"", "\"")
                            .split(",", -1))
                    .map(Spelling::trim)
                    .filter(word -> !word.isEmpty())
                    .limit(WORDS_MAX)
                    .toList());
        }
        try {
            Name name = workbook.getName(text);
            String range = name == null ? text : name.getRefersToFormula();
            AreaReference area = new AreaReference(range, SpreadsheetVersion.EXCEL2007);
            String on = area.getFirstCell().getSheetName();
            Sheet source = on == null ? sheet : workbook.getSheet(on);
            return source == null ? Optional.empty() : Optional.of(words(source, area));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private List<String> words(Sheet source, AreaReference area) {
        CellReference first = area.getFirstCell();
        CellReference last = area.getLastCell();
        List<String> words = new ArrayList<>();
        int lastRow = Math.min(last.getRow() < 0 ? source.getLastRowNum() : last.getRow(), source.getLastRowNum());
        for (int r = Math.max(0, first.getRow()); r <= lastRow && words.size() < WORDS_MAX; r++) {
            Row row = source.getRow(r);
            int lastColumn = row == null ? -1 : Math.min(last.getCol(), row.getLastCellNum());
            for (int c = first.getCol(); row != null && c <= lastColumn; c++) {
                Cell cell = row.getCell(c);
                String word = cell == null ? "" : Spelling.trim(Workbooks.text(cell, formatter));
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return words;
    }
}
