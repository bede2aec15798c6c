package dev.shisa.server.evidence;

import dev.shisa.server.platform.office.DocumentPage;
import dev.shisa.server.platform.office.DocumentText;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A file beside what is said of it: one of its pages in a frame, or why it cannot be shown.
 *
 * @param address where the frame finds a page, up to its number
 * @param page null: {@code problem} says why not
 */
public record Beside(
        String fileName, String address, @Nullable DocumentPage page, String problem) {

    /** A page said in figures is one of these; longer lists are turned page by page. */
    private static final int CHOICES_MAX = 500;

    static Beside of(StoredFile file, String address, Viewer.Look look, Ui ui) {
        return switch (look) {
            case Viewer.Look.Page(DocumentPage page) -> new Beside(file.fileName(), address, page, "");
            case Viewer.Look.Not not -> new Beside(file.fileName(), address, null, not.in(ui));
        };
    }

    /** Which page a pressed button asks for; empty: it asks for something else. */
    static OptionalInt turned(String act, String to) {
        String number = act.equals("turn") ? to : act.startsWith("page ") ? act.substring("page ".length()) : "";
        return number.matches("\\d{1,6}") ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }

    public String src() {
        return address + number();
    }

    public int number() {
        return page == null ? 1 : page.number();
    }

    public int count() {
        return page == null ? 0 : page.count();
    }

    public boolean cut() {
        return page != null && page.cut();
    }

    /** The pages to turn to. */
    public List<Parts.Choice> pages() {
        return IntStream.rangeClosed(1, Math.min(count(), CHOICES_MAX))
                .mapToObj(n -> new Parts.Choice(Integer.toString(n), Integer.toString(n)))
                .toList();
    }

    /** The places on the page, by their order. */
    public List<Parts.Choice> marks() {
        List<DocumentPage.Mark> marks = page == null ? List.of() : page.marks();
        return IntStream.range(0, marks.size())
                .mapToObj(i -> new Parts.Choice(
                        Integer.toString(i),
                        marks.get(i).at().isEmpty()
                                ? marks.get(i).words()
                                : marks.get(i).at() + ": " + marks.get(i).words()))
                .toList();
    }

    /** Whether a place can be named on it at all: a picture has none. */
    public boolean hasPlaces() {
        return page != null && (page.count() > 1 || !page.marks().isEmpty());
    }

    /**
     * A place in words.
     *
     * @param mark number of one of the {@link #marks}; anything else: the page
     */
    String place(String mark, Ui ui) {
        if (page == null) {
            return "";
        }
        DocumentPage.Mark at = IntStream.range(0, page.marks().size())
                .filter(i -> Integer.toString(i).equals(mark))
                .mapToObj(i -> page.marks().get(i))
                .findFirst()
                .orElse(null);
        String number = at == null || at.at().isEmpty() ? Integer.toString(page.number()) : at.at();
        String words = at == null ? "" : at.words();
        return switch (page.content()) {
            case DocumentPage.Picture picture -> place(ui, "page", number, words);
            case DocumentPage.Words(DocumentText.Unit unit, int first, List<String> lines) ->
                unit == DocumentText.Unit.PAGE
                        ? place(ui, "page", number, words)
                        : place(ui, unit.id(), at == null ? Integer.toString(first) : number, words);
            case DocumentPage.Cells(String sheet, List<DocumentPage.Line> rows) ->
                at == null ? ui.t("evidence.view.place.sheet", sheet) : ui.t("evidence.view.place.cell", sheet, number);
        };
    }

    private static String place(Ui ui, String unit, String number, String words) {
        String place = ui.t("evidence.view.place." + unit, number);
        return words.isEmpty() ? place : ui.t("evidence.view.place.words", place, words);
    }
}
