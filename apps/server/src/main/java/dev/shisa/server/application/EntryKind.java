package dev.shisa.server.application;

import dev.shisa.server.application.Application.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can be recorded of an application, with the fields of each. Its words are the messages {@code entry.<id>}. */
enum EntryKind {
    /** IPA gave the number under which everything goes. */
    NUMBER(Step.NUMBER, Field.line("number", true)),
    /** A set of papers was put together. */
    PACKAGE(Step.SEND),
    /** A paper that only the maker can fill and sign was added. */
    PAPER(Step.SEND, Field.word("form")),
    /** The papers went to IPA. */
    SENT(Step.SEND, Field.line("to", false), Field.word("package"), Field.lines("note", false)),
    /** IPA asks for a correction (補正). */
    CORRECTION(Step.CORRECTIONS, Field.line("place", true), Field.lines("text", true), Field.day("due")),
    /** How a correction was answered. */
    ANSWER(Step.CORRECTIONS, Field.lines("text", true), Field.choice("state", "sent", "settled")),
    /** IPA has nothing more to correct. */
    SETTLED(Step.CORRECTIONS, Field.lines("note", false)),
    /** IPA accepted the application. */
    ACCEPTED(Step.ACCEPTED, Field.lines("note", false)),
    /** The fee was paid. */
    PAID(Step.ACCEPTED, Field.yen("amount"), Field.line("reference", false)),
    /** The label was issued. */
    LABEL(Step.LABEL, Field.line("number", true), Field.day("until"), Field.word("release"), Field.url("url")),
    /** What IPA publishes was compared with the register. */
    CHECKED(
            Step.LABEL,
            Field.choice("maker", "same", "differs"),
            Field.choice("models", "same", "differs"),
            Field.choice("release", "same", "differs"),
            Field.choice("support", "same", "differs"),
            Field.lines("note", false)),
    /** A person judged what changed since the label. */
    JUDGED(
            Step.CHANGES,
            Field.word("item"),
            Field.choice("needs", "change", "report", "nothing"),
            Field.lines("reason", true)),
    /** The text of a notice to IPA. */
    NOTICE(Step.CHANGES, Field.choice("type", "change", "report"), Field.lines("text", true)),
    /** A notice went to IPA. */
    NOTICE_SENT(Step.CHANGES, Field.line("to", false)),
    /** IPA took a notice. */
    NOTICE_TAKEN(Step.CHANGES, Field.lines("note", false)),
    /** The next round begins; the label that is in force stays so. */
    RENEWAL(Step.RENEWAL, Field.lines("note", false)),
    /** A text that speaks of the label was checked. */
    CLAIMS(Step.LABEL, Field.line("name", true), Field.word("source"), Field.word("address")),
    /** An evaluator's or proxy's words about a criterion. */
    COMMENT(
            Step.EVALUATOR,
            Field.word("criterion"),
            Field.choice("opinion", "agree", "disagree", "question"),
            Field.lines("text", true),
            Field.word("way"),
            Field.line("signer", false)),
    /** An evaluator or proxy signed off what was decided. */
    SIGNED(
            Step.EVALUATOR,
            Field.lines("text", false),
            Field.word("state"),
            Field.word("release"),
            Field.word("edition"),
            Field.word("guide"),
            Field.word("way"),
            Field.line("signer", false)),
    /** What an evaluator works on without a connection was handed out. */
    PACK(Step.EVALUATOR, Field.word("state"), Field.word("release"), Field.word("edition"));

    /** Entries that a person makes by a form of the stepper; the others come about by an act of their own. */
    private static final Set<String> FORMS = Set.of(
            "number",
            "sent",
            "correction",
            "answer",
            "settled",
            "accepted",
            "paid",
            "label",
            "checked",
            "notice-sent",
            "notice-taken",
            "judged",
            "renewal");

    private final Step step;

    @SuppressWarnings("ImmutableEnumChecker") // a list of records that cannot change
    private final List<Field> fields;

    EntryKind(Step step, Field... fields) {
        this.step = step;
        this.fields = List.of(fields);
    }

    Step step() {
        return step;
    }

    List<Field> fields() {
        return fields;
    }

    boolean isByForm() {
        return FORMS.contains(id());
    }

    /** Whether it answers another entry, and of which kind. */
    Optional<EntryKind> answers() {
        return switch (this) {
            case ANSWER -> Optional.of(CORRECTION);
            case NOTICE_SENT, NOTICE_TAKEN -> Optional.of(NOTICE);
            default -> Optional.empty();
        };
    }

    /** The name in messages, addresses and the database. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<EntryKind> parse(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }

    /** What a field takes. */
    enum Type {
        LINE,
        LINES,
        DAY,
        YEN,
        URL,
        CHOICE,
        /** Made by a page, not typed. */
        WORD
    }

    /**
     * A field of an entry.
     *
     * @param choices the words that it takes; empty: any
     */
    record Field(String name, Type type, boolean required, List<String> choices) {

        /** One line that people read. */
        static final int LINE_MAX = 200;

        /** What people write at length. */
        static final int LINES_MAX = 5_000;

        Field {
            choices = List.copyOf(choices);
        }

        static Field line(String name, boolean required) {
            return new Field(name, Type.LINE, required, List.of());
        }

        static Field lines(String name, boolean required) {
            return new Field(name, Type.LINES, required, List.of());
        }

        static Field day(String name) {
            return new Field(name, Type.DAY, false, List.of());
        }

        static Field yen(String name) {
            return new Field(name, Type.YEN, true, List.of());
        }

        static Field url(String name) {
            return new Field(name, Type.URL, false, List.of());
        }

        static Field word(String name) {
            return new Field(name, Type.WORD, false, List.of());
        }

        static Field choice(String name, String... choices) {
            return new Field(name, Type.CHOICE, true, List.of(choices));
        }

        int charsMax() {
            return type == Type.LINES ? LINES_MAX : type == Type.URL ? 2_000 : LINE_MAX;
        }

        /** Whether people write freely in it, so that it can hold what must be erased. */
        boolean isFree() {
            return type == Type.LINE || type == Type.LINES || type == Type.URL;
        }
    }
}
