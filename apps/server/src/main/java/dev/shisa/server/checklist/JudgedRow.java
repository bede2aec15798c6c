package dev.shisa.server.checklist;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.application.VerdictWord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A row of a checklist with what its answer rests on, in the reader's language.
 *
 * @param state null: nobody has tied the row to anything, so there is no answer
 */
record JudgedRow(
        ChecklistReader.Row row, List<Part> parts, @Nullable VerdictState state) {

    JudgedRow {
        parts = List.copyOf(parts);
    }

    /**
     * One thing that the answer rests on.
     *
     * @param guide the guide's title; empty for a fact
     * @param number the requirement's; empty for a fact
     * @param title of the requirement, or what the fact is asked by
     * @param accepted the answers that the customer accepts, for a fact
     * @param href its page
     * @param proven whether nothing of it waits for a second person
     * @param reason why it is so; empty while it is open
     * @param open what is still to be answered, confirmed or settled
     * @param evidence what it rests on, one reference a line
     */
    record Part(
            Tie tie,
            String guide,
            String number,
            String title,
            String accepted,
            String href,
            VerdictState state,
            boolean proven,
            String reason,
            List<String> open,
            List<String> evidence) {
        Part {
            open = List.copyOf(open);
            evidence = List.copyOf(evidence);
        }

        /** What it is, as the answer names it. */
        String name() {
            return number.isEmpty() ? title : number;
        }

        /** Evidence that the reason does not name. */
        List<String> beside() {
            return evidence.stream().filter(one -> !reason.contains(one)).toList();
        }

        /** The reason as one of several; a question says itself what it is about. */
        private String told() {
            return number.isEmpty() ? reason : title + ": " + reason;
        }
    }

    static JudgedRow of(ChecklistReader.Row row, List<Part> parts) {
        return new JudgedRow(
                row,
                parts,
                RowVerdict.of(parts.stream().map(Part::state).toList()).orElse(null));
    }

    /** The code of the state; {@code not-tied} without one. */
    String code() {
        return Optional.ofNullable(state).map(VerdictState::code).orElse("not-tied");
    }

    /** What may be written into the customer's workbook. */
    VerdictWord word() {
        return state == null ? VerdictWord.OPEN : VerdictWord.of(state);
    }

    /** Whether 不適合 would be written although nobody but the answerer has looked. */
    boolean isUnconfirmedNo() {
        return state == VerdictState.NOT_MET
                && parts.stream().noneMatch(part -> part.state() == VerdictState.NOT_MET && part.proven());
    }

    String reason() {
        boolean several = parts.size() > 1;
        return parts.stream()
                .filter(part -> !part.reason().isEmpty())
                .map(part -> several ? part.told() : part.reason())
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    List<String> evidence() {
        return parts.stream()
                .flatMap(part -> part.evidence().stream())
                .distinct()
                .toList();
    }

    /** Evidence that the reason does not name, for whoever reads both. */
    List<String> beside() {
        return parts.stream().flatMap(part -> part.beside().stream()).distinct().toList();
    }

    List<String> open() {
        return parts.stream().flatMap(part -> part.open().stream()).distinct().toList();
    }
}
