package dev.shisa.server.organisation;

import static dev.shisa.server.organisation.Field.Type.ACCOUNT;
import static dev.shisa.server.organisation.Field.Type.ADDRESS;
import static dev.shisa.server.organisation.Field.Type.CHOICE;
import static dev.shisa.server.organisation.Field.Type.DAY;
import static dev.shisa.server.organisation.Field.Type.EVIDENCE;
import static dev.shisa.server.organisation.Field.Type.FIXED;
import static dev.shisa.server.organisation.Field.Type.LINE;
import static dev.shisa.server.organisation.Field.Type.PERSON;
import static dev.shisa.server.organisation.Field.Type.PHONE;
import static dev.shisa.server.organisation.Field.Type.RACI;
import static dev.shisa.server.organisation.Field.Type.SERIES;
import static dev.shisa.server.organisation.Field.Type.SYSTEM;
import static dev.shisa.server.organisation.Field.Type.TEXT;
import static dev.shisa.server.organisation.Field.Type.TIME;
import static dev.shisa.server.organisation.Field.Type.WORDS;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the register holds: each kind of entry with its fields, and the page on which it stands. */
enum Kind {
    /** Somebody who works for the company, with or without an account. */
    PERSON_ENTRY(
            "person",
            "people",
            null,
            Field.of("name", LINE).must(),
            Field.of("department", LINE),
            Field.of("account", ACCOUNT),
            Field.of("mail", LINE),
            Field.of("phone", PHONE),
            Field.of("emergency", PHONE),
            Field.of("note", TEXT),
            Field.of("left", FIXED)),
    /** A role of guide 002, measure 2, or one of the company's own, with whoever holds it. */
    ROLE(
            "role",
            "roles",
            "role",
            Field.of("role", CHOICE).must(),
            Field.of("name", LINE),
            Field.of("by", CHOICE, "person", "outside", "nobody").must(),
            Field.of("holder", PERSON),
            Field.of("company", LINE),
            Field.of("contact", LINE),
            Field.of("until", DAY),
            Field.of("orderer", PERSON),
            Field.of("deputy", PERSON),
            Field.of("needs", TEXT)),
    /** Something that is done, and who is responsible, accountable, consulted and informed. */
    ACTIVITY(
            "activity",
            "roles",
            null,
            Field.of("name", LINE).must(),
            Field.of("time", CHOICE, "normal", "emergency").must(),
            Field.of("raci", RACI)),
    /** A department or an outside party, and its part in the four columns of guide 002, measure 2. */
    PARTY(
            "party",
            "parties",
            "party",
            Field.of("party", CHOICE).must(),
            Field.of("name", LINE),
            Field.of("side", CHOICE, "inside", "outside"),
            Field.of("sort", CHOICE, "supplier", "customer", "body", "other"),
            Field.of("policy", CHOICE, "must", "may", "no"),
            Field.of("development", CHOICE, "must", "may", "no"),
            Field.of("normal", CHOICE, "must", "may", "no"),
            Field.of("emergency", CHOICE, "must", "may", "no"),
            Field.of("duties", TEXT),
            Field.of("person", PERSON),
            Field.of("phone", PHONE),
            Field.of("mail", LINE)),
    /** A training that somebody had, or is to have. */
    TRAINING(
            "training",
            "training",
            null,
            Field.of("person", PERSON).must(),
            Field.of("topic", LINE).must(),
            Field.of("on", DAY).must(),
            Field.of("until", DAY),
            Field.of("provider", LINE),
            Field.of("evidence", EVIDENCE)),
    /** A way to make up for missing people or knowledge, as it was considered. */
    RESOURCE(
            "resource",
            "training",
            null,
            Field.of("way", CHOICE).must(),
            Field.of("what", TEXT).must(),
            Field.of("on", DAY).must(),
            Field.of("evidence", EVIDENCE)),
    /** A measure against misuse and mistakes inside, or of the development environment. */
    CONTROL(
            "control",
            "controls",
            "control",
            Field.of("control", CHOICE).must(),
            Field.of("name", LINE),
            Field.of("state", CHOICE, "done", "planned", "rejected").must(),
            Field.of("measure", TEXT).must(),
            Field.of("evidence", EVIDENCE),
            Field.of("review", DAY).must()),
    /** A service of the incident response team. */
    SERVICE(
            "service",
            "controls",
            null,
            Field.of("name", LINE).must(),
            Field.of("state", CHOICE, "offered", "partly", "no").must(),
            Field.of("note", TEXT)),
    /** A system with its administrator. */
    SYSTEM_ENTRY(
            "system",
            "access",
            null,
            Field.of("name", LINE).must(),
            Field.of("administrator", PERSON).must(),
            Field.of("personal", CHOICE, "yes", "no").must(),
            Field.of("review", DAY).must()),
    /** A right of somebody in a system, and what the last review decided; of an account here also the roles that were seen. */
    RIGHT(
            "right",
            "access",
            null,
            Field.of("system", SYSTEM).must(),
            Field.of("account", ACCOUNT),
            Field.of("holder", PERSON),
            Field.of("right", LINE).must(),
            Field.of("decision", CHOICE, "keep", "remove", "gone").must(),
            Field.of("reason", LINE),
            Field.of("on", DAY).must(),
            Field.of("review", DAY).must(),
            Field.of("roles", FIXED)),
    /** A field in which products are used: its risks, the level it asks for, and when it may be updated (guide 003). */
    SECTOR(
            "sector",
            "sectors",
            null,
            Field.of("name", LINE).must(),
            Field.of("products", SERIES),
            Field.of("risks", TEXT).must(),
            Field.of("level", TEXT).must(),
            Field.of("timing", CHOICE, "any", "window", "visit").must(),
            Field.of("days", WORDS, "mon", "tue", "wed", "thu", "fri", "sat", "sun"),
            Field.of("begins", TIME),
            Field.of("ends", TIME),
            Field.of("how", TEXT).must(),
            Field.of("evidence", EVIDENCE),
            Field.of("review", DAY).must()),
    /** Something done about the product security policy: made known, checked, reviewed. */
    DEED(
            "deed",
            "policy",
            null,
            Field.of("act", CHOICE, "education", "notice", "status", "review").must(),
            Field.of("covers", WORDS, "safety", "security").must(),
            Field.of("on", DAY).must(),
            Field.of("note", TEXT).must(),
            Field.of("evidence", EVIDENCE)),
    /** What the executives decided: measures in development, who becomes an expert, the money (guides 002, to executives; 001, 4.1). */
    DECISION(
            "decision",
            "policy",
            null,
            Field.of("act", CHOICE, "instruction", "experts", "no-experts", "budget")
                    .must(),
            Field.of("on", DAY).must(),
            Field.of("by", LINE).must(),
            Field.of("person", PERSON),
            Field.of("until", DAY),
            Field.of("basis", WORDS, "incident", "investment"),
            Field.of("note", TEXT).must(),
            Field.of("evidence", EVIDENCE)),
    /** A meeting, an exercise or an exchange with parties in normal times (guide 002, to executives). */
    EXCHANGE(
            "exchange",
            "parties",
            null,
            Field.of("on", DAY).must(),
            Field.of("sides", WORDS, "inside", "outside").must(),
            Field.of("note", TEXT).must(),
            Field.of("evidence", EVIDENCE)),
    /** Something of the policy that is published. */
    PUBLICATION(
            "publication",
            "policy",
            null,
            Field.of("what", LINE).must(),
            Field.of("address", ADDRESS).must(),
            Field.of("on", DAY).must(),
            Field.of("evidence", EVIDENCE)),
    /** That somebody has read the policy on paper: for who has no account (guide 002, measure 1). */
    ACKNOWLEDGEMENT(
            "acknowledgement",
            "policy",
            null,
            Field.of("person", PERSON).must(),
            Field.of("on", DAY).must(),
            Field.of("evidence", EVIDENCE),
            Field.of("version", FIXED)),
    /** Which section of the policy says what a guide wants it to say, and in which version somebody saw that. */
    CONTENT(
            "content",
            "policy",
            "item",
            Field.of("item", CHOICE).must(),
            Field.of("section", LINE).must(),
            Field.of("version", FIXED));

    /** The word of a keyed kind for an entry that no guide names. */
    static final String OWN = "own";

    /** The page of the platform itself among the systems. */
    static final String SHISA = "shisa";

    private final String id;
    private final String page;
    private final @Nullable String key;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot change
    private final List<Field> fields;

    Kind(String id, String page, @Nullable String key, Field... fields) {
        this.id = id;
        this.page = page;
        this.key = key;
        this.fields = List.of(fields);
    }

    /** The word in storage, addresses and messages. */
    String id() {
        return id;
    }

    /** The page below {@code /organisation/} on which it stands. */
    String page() {
        return "/organisation/" + page;
    }

    /** The field by which a guide's own list names the entry, once each; null: nothing names it. */
    @Nullable
    String key() {
        return key;
    }

    List<Field> fields() {
        return fields;
    }

    static Optional<Kind> parse(String id) {
        return Arrays.stream(values())
                .filter(k -> k.id.equals(id.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
