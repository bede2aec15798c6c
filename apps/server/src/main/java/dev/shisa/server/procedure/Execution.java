package dev.shisa.server.procedure;

import dev.shisa.server.evidence.StoredFile;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One procedure carried out on one unit.
 *
 * @param procedure id of the procedure
 * @param item code in the register; empty: it is about the product
 * @param unit serial number
 * @param firmware as the unit shows it
 * @param ended null: it is under way
 * @param reason why it cannot be done here; empty: it can
 * @param evidence codes of what was recorded, the one with the facts first
 */
record Execution(
        UUID id,
        UUID seriesId,
        UUID releaseId,
        String procedure,
        String item,
        String model,
        String unit,
        String firmware,
        String performedBy,
        State state,
        UUID begunBy,
        String begunName,
        Instant begunAt,
        @Nullable Ended ended,
        String reason,
        List<String> evidence) {

    Execution {
        evidence = List.copyOf(evidence);
    }

    /** How far it is. */
    enum State {
        OPEN,
        DONE,
        /** It cannot be done here. */
        CLOSED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }

    /** Who ended it. */
    record Ended(String name, Instant at) {}

    /**
     * What was noted in one step.
     *
     * @param notes by field
     * @param impossible why it cannot be done here; empty: it can
     * @param version 0: nobody has saved it
     */
    record Saved(String step, Map<String, String> notes, String impossible, String name, Instant at, int version) {

        Saved {
            notes = Map.copyOf(notes);
        }

        static Saved nothing(String step) {
            return new Saved(step, Map.of(), "", "", Instant.EPOCH, 0);
        }
    }

    /**
     * A file of a field.
     *
     * @param marker what was searched in it; empty: nothing
     */
    record Attached(UUID id, String field, StoredFile file, String marker, boolean found, String name, Instant at) {

        boolean isPicture() {
            return file.mediaType().startsWith("image/");
        }
    }

    /** Everything that was noted, as the rules read it. */
    Notes notes(Procedure of, Collection<Saved> saved, Collection<Attached> files) {
        Map<String, String> values = new HashMap<>();
        saved.forEach(s -> values.putAll(s.notes()));
        Set<String> pictures = new HashSet<>();
        for (Attached file : files) {
            if (file.isPicture()) {
                pictures.add(file.field());
            }
            String marker = of.field(file.field())
                    .map(f -> values.getOrDefault(f.marker(), ""))
                    .orElse("");
            // Searched for another text than the one that counts by now: it tells nothing.
            if (!marker.isEmpty() && marker.equals(file.marker())) {
                values.merge(
                        file.field() + Notes.FOUND, file.found() ? "yes" : "no", (a, b) -> a.equals("yes") ? a : b);
            }
        }
        return new Notes(values, pictures, files.stream().map(Attached::field).collect(Collectors.toSet()), model);
    }

    static Set<String> impossible(Collection<Saved> saved) {
        return saved.stream()
                .filter(s -> !s.impossible().isEmpty())
                .map(Saved::step)
                .collect(Collectors.toSet());
    }
}
