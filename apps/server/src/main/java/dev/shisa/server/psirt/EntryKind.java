package dev.shisa.server.psirt;

import static dev.shisa.server.psirt.EntryField.choice;
import static dev.shisa.server.psirt.EntryField.day;
import static dev.shisa.server.psirt.EntryField.line;
import static dev.shisa.server.psirt.EntryField.person;
import static dev.shisa.server.psirt.EntryField.text;
import static dev.shisa.server.psirt.EntryField.time;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can be recorded of a case, with the fields of each; its words are the messages {@code psirt.entry.<id>}. */
enum EntryKind {
    /** The report. */
    OPENED(
            choice("what", "vulnerability", "incident").must(),
            line("title").must(),
            choice("source", Sources.ALL).must(),
            text("text"),
            time("received"),
            line("reporter"),
            line("contact"),
            text("key"),
            choice("thanks", "yes", "no", "unasked"),
            line("product"),
            line("jvn"),
            line("ipa"),
            line("cve")),
    /** What is known of the report, changed: what is left empty stays. */
    DESCRIBED(
            line("title"),
            choice("what", "vulnerability", "incident"),
            choice("source", Sources.ALL),
            line("reporter"),
            line("contact"),
            text("key"),
            choice("thanks", "yes", "no", "unasked"),
            line("product"),
            line("jvn"),
            line("ipa"),
            line("cve")),
    /** Somebody works on the case from now on, and may know of it. */
    ASSIGNED(person("person").must()),
    UNASSIGNED(person("person").must()),
    /** The case goes on to another state. */
    STEP(
            choice("to", Arrays.stream(CaseState.values()).map(CaseState::id).toArray(String[]::new))
                    .must(),
            line("duplicate"),
            text("text")),
    /** Words among those who work on it. */
    NOTE(text("text").must()),
    /** Words to the reporter. */
    TOLD(text("text").must()),
    /** Words of the reporter that came another way than by the page. */
    HEARD(text("text").must()),
    TASK(text("text").must(), person("owner").must(), day("due")),
    /** A task is done. */
    DONE(text("text")),
    /** Somebody who has to be told or asked (S-060). */
    PARTY(
            choice(
                            "role",
                            "finder",
                            "jpcert",
                            "ipa",
                            "supplier",
                            "integrator",
                            "provider",
                            "operator",
                            "seller",
                            "customer",
                            "ministry",
                            "isac",
                            "other")
                    .must(),
            line("name").must(),
            line("contact").must(),
            text("key")),
    /** A mail to the reporter or to a party. */
    MAILED(
            choice("whom", "reporter", "party"),
            line("name"),
            line("address"),
            line("subject"),
            line("sealed"),
            text("text")),
    /** What became of such a mail. */
    HANDED_OVER(choice("result", "sent", "failed", "unclear"), line("why")),
    /** Words of a party that came by mail. */
    ANSWERED(line("name"), text("text")),
    /** Part of a case became a case of its own. */
    SPLIT(line("into"), line("from"), text("text")),
    /** Two cases that are the same go on as one. */
    MERGED(line("into"), line("from"), text("text")),
    /** A file was added. */
    FILE(text("text")),
    /** Which releases are concerned, or are not. */
    CONCERNS(choice("standing", "affected", "not-affected", "investigating").must(), line("because"), text("places")),
    /** How grave it is: CVSS, and the maker's tree of SSVC. */
    RATED(
            line("vector"),
            line("vector3"),
            choice("exploitation", "none", "public poc", "active"),
            choice("utility", "laborious", "efficient", "super effective"),
            choice("impact", "partial", "total"),
            choice("safety", "minimal", "significant"),
            text("text")),
    /** What is done about it (guide 001, point 6). */
    PLAN(
            choice("option", "fix", "workaround", "substitute", "stop", "investigating", "none")
                    .must(),
            choice("meanwhile", "workaround", "substitute", "stop", "nothing"),
            line("release"),
            day("day"),
            text("text").must()),
    /** An executive accepts what remains (S-020). */
    ACCEPTED(text("text").must(), day("until").must()),
    /** What was agreed with JPCERT/CC and others. */
    COORDINATED(day("start"), day("agreed"), line("with"), text("text")),
    /** The European regulation asks for reports from now on. */
    REGULATED(choice("what", "exploited", "incident").must(), time("aware").must(), text("text")),
    /** One of these reports was made, or what its clock counts from. */
    REPORTED(
            choice("duty", "warned", "notified", "measured", "reported").must(),
            time("when").must(),
            line("reference")),
    /** What a drill would publish. */
    DRAFTED(text("summary").must(), text("action").must()),
    /** A second person agrees to it. */
    AGREED(text("text")),
    /** Something came in a drill, as it would in a real case. */
    INJECTED(line("name"), choice("addressed", "psirt", "quality", "executive"), text("text")),
    /** What a drill or a case taught. */
    LESSON(text("text").must()),
    /** An entry was a mistake. */
    TAKEN_BACK(text("text").must());

    /** Where reports come from. */
    private static final class Sources {
        static final String[] ALL = {"stranger", "jpcert", "ipa", "supplier", "customer", "own"};

        private Sources() {}
    }

    private static final Set<EntryKind> AFTER_CLOSING =
            EnumSet.of(STEP, NOTE, ASSIGNED, UNASSIGNED, LESSON, DONE, TASK);

    private static final Set<EntryKind> BY_ITSELF =
            EnumSet.of(OPENED, FILE, MAILED, HANDED_OVER, ANSWERED, SPLIT, MERGED, INJECTED);

    private static final Set<EntryKind> CAN_BE_TAKEN_BACK =
            EnumSet.of(NOTE, TASK, PARTY, FILE, CONCERNS, LESSON, REPORTED, REGULATED);

    @SuppressWarnings("ImmutableEnumChecker") // a list of records that cannot change
    private final List<EntryField> fields;

    EntryKind(EntryField... fields) {
        this.fields = List.of(fields);
    }

    List<EntryField> fields() {
        return fields;
    }

    /** Whether a person enters it by itself; the others come about by an act of their own. */
    boolean isByForm() {
        return !BY_ITSELF.contains(this);
    }

    /** Whether it can be entered when the case is closed. */
    boolean afterClosing() {
        return AFTER_CLOSING.contains(this);
    }

    boolean canBeTakenBack() {
        return CAN_BE_TAKEN_BACK.contains(this);
    }

    /** The kind of entry that this one is about; empty: none, or any that can be taken back. */
    Optional<EntryKind> about() {
        return this == DONE ? Optional.of(TASK) : Optional.empty();
    }

    /** The name in messages, addresses and the database. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<EntryKind> parse(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }
}
