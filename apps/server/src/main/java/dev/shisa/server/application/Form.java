package dev.shisa.server.application;

import dev.shisa.server.platform.office.OfficePackage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A form that was read: its sheets as a reader sees them, and the package that it came in. */
public final class Form {

    private final OfficePackage parts;
    private final List<FormSheet> sheets;
    private final String workbookPart;
    private final String stylesPart;

    Form(OfficePackage parts, List<FormSheet> sheets, String workbookPart, String stylesPart) {
        this.parts = parts;
        this.sheets = List.copyOf(sheets);
        this.workbookPart = workbookPart;
        this.stylesPart = stylesPart;
    }

    OfficePackage parts() {
        return parts;
    }

    public List<FormSheet> sheets() {
        return sheets;
    }

    String workbookPart() {
        return workbookPart;
    }

    /** The part with the cells' styles; the package may lack it. */
    String stylesPart() {
        return stylesPart;
    }

    /** Names of the sheets that a reader sees. */
    public List<String> sheetNames() {
        return sheets.stream()
                .filter(sheet -> !sheet.hidden())
                .map(FormSheet::name)
                .toList();
    }

    /** The language of its answers: English where it has no Japanese word. */
    public Locale language() {
        boolean japanese = sheets.stream()
                .flatMap(sheet -> sheet.cells().stream())
                .anyMatch(cell -> VerdictWord.japanese(cell.text()));
        return japanese ? Locale.JAPANESE : Locale.ENGLISH;
    }

    /**
     * What this edition of a form has in common however far it is filled in: names of the sheets, merged cells. A
     * mapping by hand is remembered under it.
     */
    public String fingerprint() {
        String layout = sheets.stream()
                .map(sheet -> sheet.name() + "\n"
                        + sheet.merges().stream()
                                .map(merge -> merge.formatAsString())
                                .sorted()
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(layout.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
