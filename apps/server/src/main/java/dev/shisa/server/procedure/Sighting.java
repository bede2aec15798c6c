package dev.shisa.server.procedure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that was seen and is an item of the register, or has to become one.
 *
 * @param name as a tool or a person calls it; of a question that was answered with yes, its field
 * @param isField whether the name is that of a field, whose words are shown
 */
record Sighting(String name, boolean isField) {

    /** How a tie says that the register does not have it yet. */
    static final String NEW = "new";

    private static final String TIE = "\t";

    /** Everything that was seen, each once, in the order of the sources. */
    static List<Sighting> all(Procedure procedure, Procedure.Field ties, Notes notes) {
        Map<String, Sighting> all = new LinkedHashMap<>();
        for (String source : ties.sources()) {
            Procedure.Field field = procedure.field(source).orElseThrow();
            switch (field.type()) {
                case OUTPUT -> {
                    Reader reader = field.reader();
                    if (reader != null) {
                        reader.read(notes.of(source))
                                .seen()
                                .forEach(name -> all.putIfAbsent(name, new Sighting(name, false)));
                    }
                }
                case YES_NO -> {
                    if (notes.of(source).equals("yes")) {
                        all.putIfAbsent(source, new Sighting(source, true));
                    }
                }
                default -> notes.lines(source).forEach(name -> all.putIfAbsent(name, new Sighting(name, false)));
            }
        }
        return new ArrayList<>(all.values());
    }

    /** Whether some of what a tool printed could not be understood, so that more may have been there. */
    static boolean hasGap(Procedure procedure, Procedure.Field ties, Notes notes) {
        return ties.sources().stream()
                .map(source -> procedure.field(source).orElseThrow())
                .anyMatch(field -> field.reader() != null
                        && !notes.of(field.id()).isEmpty()
                        && !field.reader().read(notes.of(field.id())).gaps().isEmpty());
    }

    /** The ties by name, as one note. */
    static String write(Map<String, String> ties) {
        List<String> lines = new ArrayList<>();
        ties.forEach((name, code) -> lines.add(code + TIE + name));
        return String.join("\n", lines);
    }

    /** {@link #write} backwards. */
    static Map<String, String> ties(String note) {
        Map<String, String> ties = new LinkedHashMap<>();
        note.lines().filter(l -> l.contains(TIE)).forEach(line -> {
            int at = line.indexOf(TIE);
            ties.put(line.substring(at + 1), line.substring(0, at));
        });
        return ties;
    }
}
