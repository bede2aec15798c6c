package dev.shisa.server.procedure;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person does at the bench to find out something that no program can, step by step, and which facts follow from what
 * was noted. Its words are the messages {@code procedure.<id>.…}.
 *
 * @param criteria numbers of JC-STAR ★1 that its facts bear on
 * @param collection of which an item is examined; null: the product as a whole
 * @param minutes that it takes about
 */
record Procedure(
        String id,
        List<String> criteria,
        @Nullable String collection,
        int minutes,
        List<Step> steps,
        List<Outcome> outcomes) {

    Procedure {
        criteria = List.copyOf(criteria);
        steps = List.copyOf(steps);
        outcomes = List.copyOf(outcomes);
    }

    /** One screen of a phone: what to do, and what to note. */
    record Step(String id, List<Field> fields) {

        Step {
            fields = List.copyOf(fields);
        }
    }

    /** How something is noted. */
    enum Type {
        TEXT,
        /** Several lines. */
        LINES,
        NUMBER,
        YES_NO,
        CHOICE,
        /** What a tool printed, read by a {@link Reader}. */
        OUTPUT,
        /** For each thing that was seen, the item of the register that it is. */
        TIES,
        /** The passwords on the labels of several units, of which only the comparison is kept ({@link Labels}). */
        LABELS,
        /** Taken with the camera. */
        PHOTO,
        /** A picture of a screen, from wherever it is. */
        PICTURE,
        FILE,
        /** A copy of the storage, in which the marker is searched. */
        DUMP;

        boolean isFile() {
            return isPicture() || this == FILE || this == DUMP;
        }

        boolean isPicture() {
            return this == PHOTO || this == PICTURE;
        }
    }

    /**
     * Something to note; its id is unique in the procedure.
     *
     * @param optional whether the procedure can end without it
     * @param choices of a choice
     * @param condition under which it is asked; null: always
     * @param reader of an output; null otherwise
     * @param marker field of the text that is searched in a dump; empty: none
     * @param collection whose items are tied; empty: none
     * @param sources fields whose contents are tied
     */
    record Field(
            String id,
            Type type,
            boolean optional,
            List<String> choices,
            @Nullable Condition condition,
            @Nullable Reader reader,
            String marker,
            String collection,
            List<String> sources) {

        Field {
            choices = List.copyOf(choices);
            sources = List.copyOf(sources);
        }

        boolean isAsked(Notes notes) {
            return condition == null || condition.in(notes) == Condition.Truth.TRUE;
        }
    }

    /** From what was noted to one fact. */
    sealed interface Outcome {

        String fact();

        /**
         * One value.
         *
         * @param value canonical; empty: what was noted in {@code field}
         * @param detail field whose text belongs to the fact; empty: none
         */
        record One(String fact, String value, String field, String detail, Condition when) implements Outcome {}

        /**
         * A complete set of words, decided only if each of them is.
         *
         * @param none the word that stands for the empty set
         */
        record Several(String fact, String none, List<Member> members) implements Outcome {

            public Several {
                members = List.copyOf(members);
            }
        }

        /** One word of a set. */
        record Member(String value, Condition when) {}

        /**
         * The complete list of what was seen, tied to the register.
         *
         * @param ties the field with the ties
         * @param nothing whether somebody says that nothing was there to see
         */
        record Seen(String fact, String ties, Condition nothing, Condition when) implements Outcome {}
    }

    Optional<Step> step(String step) {
        return steps.stream().filter(s -> s.id().equals(step)).findFirst();
    }

    Optional<Field> field(String field) {
        return steps.stream()
                .flatMap(s -> s.fields().stream())
                .filter(f -> f.id().equals(field))
                .findFirst();
    }

    /** The step after this one; empty: it is the last. */
    Optional<Step> after(Step step) {
        int index = steps.indexOf(step);
        return index + 1 < steps.size() ? Optional.of(steps.get(index + 1)) : Optional.empty();
    }

    /** What is still missing before it can end, in the order of the steps. */
    List<Field> missing(Notes noted, Set<String> impossible) {
        Notes notes = noted.asked(this, impossible);
        return steps.stream()
                .filter(s -> !impossible.contains(s.id()))
                .flatMap(s -> s.fields().stream())
                .filter(f -> !f.optional() && f.isAsked(notes) && !notes.isNoted(f) && !isEmpty(f, notes))
                .toList();
    }

    /** Nothing was seen that could be tied. */
    private boolean isEmpty(Field field, Notes notes) {
        return field.type() == Type.TIES && Sighting.all(this, field, notes).isEmpty();
    }
}
