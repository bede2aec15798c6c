package dev.shisa.server.shipment;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people type into the cells of a list of shipments, of which there are a million in a large one. */
final class ShipmentCells {

    private static final Pattern DAY = Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?");
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[,\\s]");
    private static final Pattern UNIT = Pattern.compile("(台|個|\\.0+)$");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,12}");

    /** What a spreadsheet takes for the beginning of a formula. */
    private static final String FORMULA = "=+-@＝＋－＠";

    private ShipmentCells() {}

    /** Without the mark that keeps a spreadsheet from taking it for a formula. */
    static String typed(String cell) {
        String text = cell.strip();
        boolean marked = text.length() > 1 && text.charAt(0) == '\'' && FORMULA.indexOf(text.charAt(1)) >= 0;
        return marked ? text.substring(1) : text;
    }

    static @Nullable LocalDate day(String typed) {
        Matcher day = DAY.matcher(plain(typed).strip());
        if (!day.matches()) {
            return null;
        }
        try {
            return LocalDate.of(
                    Integer.parseInt(day.group(1)), Integer.parseInt(day.group(2)), Integer.parseInt(day.group(3)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A number of devices; 0: none that can be read. */
    static long number(String typed) {
        String digits = UNIT.matcher(BETWEEN_DIGITS.matcher(plain(typed)).replaceAll(""))
                .replaceFirst("");
        return DIGITS.matcher(digits).matches() ? Long.parseLong(digits) : 0;
    }

    private static String plain(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC);
    }
}
