package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofJson;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reopened;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Rule;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.ledger.PersonTraces;
import dev.shisa.server.platform.ledger.Redaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Requirements that changed after they had been decided for a subject, until somebody has looked at the difference. */
@Component
class Reopenings implements PersonTraces {

    /** What came out good stands on what was asked then. */
    private static final List<String> GOOD = List.of("met", "expected", "not-applicable", "deemed", "exempt");

    private static final String OPEN = " reviewed_at IS NULL AND ended_at IS NULL ";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Ids ids;

    private volatile Asked asked = new Asked("", Map.of());

    Reopenings(JdbcClient jdbc, JsonMapper json, Ids ids) {
        this.jdbc = jdbc;
        this.json = json;
        this.ids = ids;
    }

    /**
     * What a requirement asks and how that is decided.
     *
     * @param rule as {@link Requirement#decides()}
     * @param claims the sentences of its leaves
     */
    record Content(Text text, String rule, List<Text> claims) {

        Content {
            claims = List.copyOf(claims);
        }

        static Content of(Requirement requirement) {
            return new Content(
                    requirement.text(),
                    requirement.decides(),
                    requirement.trees().stream()
                            .flatMap(Rule::nodes)
                            .filter(Rule.Leaf.class::isInstance)
                            .flatMap(leaf -> Stream.ofNullable(leaf.text()))
                            .distinct()
                            .toList());
        }

        /** As far as a proof shows it; the text that was in force then is not known. */
        static Content of(Proof proof, Requirement now) {
            return new Content(
                    now.text(),
                    "",
                    proof.nodes()
                            .filter(node -> node.kind() == ProofNode.Kind.LEAF)
                            .flatMap(leaf -> Stream.ofNullable(leaf.text()))
                            .distinct()
                            .toList());
        }

        /** SHA-256 of all by which it is the same as another. */
        String digest() {
            return VerdictStore.Row.sha256(text.ja() + "\n" + text.en() + "\n" + rule);
        }

        /** Whether it asks the same and decides alike. */
        boolean isSame(Content other) {
            return text.equals(other.text) && rule.equals(other.rule);
        }

        /** The claims that another has not. */
        List<Text> beyond(Content other) {
            return claims.stream()
                    .filter(claim -> !other.claims.contains(claim))
                    .toList();
        }
    }

    /** The digest of each requirement's content in an edition. */
    private record Asked(String edition, Map<RequirementId, String> digests) {}

    /** One requirement that changed. */
    record Change(UUID id, Instant at, Content before, Content after, Reopened.@Nullable Review review) {

        Reopened reopened() {
            return new Reopened(at, before.text(), after.text(), !before.rule().equals(after.rule()), review);
        }
    }

    /**
     * Compares the edition that comes into force with what was in force before it: what differs is reopened wherever it came
     * out good; what somebody took back before anybody had looked is no longer.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void look(Catalogue catalogue, Instant now) {
        Map<RequirementId, Content> known = known();
        for (Requirement requirement : catalogue.requirements()) {
            RequirementId id = requirement.id();
            Content content = Content.of(requirement);
            Content before = known.get(id);
            if (before != null && before.isSame(content)) {
                continue;
            }
            if (before != null) {
                reopen(id, before, content, now);
            }
            remember(id, content, now);
        }
    }

    private Map<RequirementId, Content> known() {
        Map<RequirementId, Content> known = new HashMap<>();
        jdbc.sql("""
                        SELECT DISTINCT ON (framework, requirement) framework, requirement, content
                        FROM requirement_edition ORDER BY framework, requirement, id DESC""").query(row -> {
            known.put(id(row), content(row.getString("content")));
        });
        return known;
    }

    private void remember(RequirementId id, Content content, Instant at) {
        jdbc.sql(
                        "INSERT INTO requirement_edition (framework, requirement, at, content) VALUES (:f, :r, :at, :c::jsonb)")
                .param("f", id.framework())
                .param("r", id.number())
                .param("at", Timestamp.from(at))
                .param("c", json.writeValueAsString(content))
                .update();
    }

    private void reopen(RequirementId id, Content before, Content after, Instant now) {
        Map<UUID, Change> open = open(id);
        // Who has not looked yet compares with what was decided then, however often it changes meanwhile, and with what
        // stands now.
        open.forEach((subject, change) -> {
            end(change.id(), now);
            if (!change.before().isSame(after)) {
                insert(subject, id, change.before(), after, now);
            }
        });
        good(id).stream()
                .filter(subject -> !open.containsKey(subject))
                .forEach(subject -> insert(subject, id, before, after, now));
    }

    /**
     * By what each requirement came out good for a subject, or, where that changed since and nobody has compared yet, had come
     * out good.
     */
    Map<RequirementId, Content> decidedBy(
            UUID subjectId, Map<RequirementId, VerdictState> states, Catalogue catalogue) {
        Map<RequirementId, Content> decided = new TreeMap<>();
        states.forEach((id, state) -> {
            if (GOOD.contains(state.code())) {
                catalogue.requirement(id).ifPresent(requirement -> decided.put(id, Content.of(requirement)));
            }
        });
        jdbc.sql("SELECT * FROM reopened WHERE subject_id = :subject AND" + OPEN)
                .param("subject", subjectId)
                .query(row -> {
                    decided.put(id(row), change(row).before());
                });
        return decided;
    }

    /**
     * Reopens a requirement that came out good elsewhere, if it asks something else here.
     *
     * @param before by what it came out good
     * @return whether it was reopened
     */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean compare(UUID subjectId, RequirementId id, Content before, Catalogue catalogue, Instant now) {
        Content here = catalogue.requirement(id).map(Content::of).orElse(before);
        boolean differs = !before.isSame(here) && !open(id).containsKey(subjectId);
        if (differs) {
            insert(subjectId, id, before, here, now);
        }
        return differs;
    }

    /** The digest of what a requirement asks in an edition. */
    String asked(Catalogue catalogue, RequirementId id) {
        Asked known = asked;
        if (!known.edition().equals(catalogue.edition())) {
            known = new Asked(
                    catalogue.edition(),
                    catalogue.requirements().stream()
                            .collect(Collectors.toMap(
                                    Requirement::id, r -> Content.of(r).digest())));
            asked = known;
        }
        return known.digests().getOrDefault(id, "");
    }

    /**
     * Reopens what came out good by another text or rule than is in force and {@link #look} has not seen: what somebody was
     * deciding by the edition before while the new one came into force; and what was decided before it was remembered by what,
     * as far as its proof tells.
     *
     * @param before verdicts that are decided again; whoever calls holds the lock of their subject
     * @param proof of one of them
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void late(
            UUID subjectId,
            Map<RequirementId, VerdictStore.Before> before,
            Catalogue catalogue,
            Function<RequirementId, Optional<String>> proof,
            Instant now) {
        before.forEach((id, old) -> {
            boolean good = GOOD.contains(old.state().code());
            String asked = old.asked();
            Requirement requirement = catalogue.requirement(id).orElse(null);
            if (!good
                    || requirement == null
                    || old.edition().equals(catalogue.edition())
                    || asked(catalogue, id).equals(asked)) {
                return;
            }
            Optional<Content> by = asked == null
                    ? proof.apply(id)
                            .flatMap(Reopenings::readable)
                            .filter(p -> !p.cameOf(requirement))
                            .map(p -> Content.of(p, requirement))
                    : remembered(id, asked);
            by.ifPresent(content -> compare(subjectId, id, content, catalogue, now));
        });
    }

    /** A proof of an earlier version of Shisa may be written in a way that this one does not read. */
    private static Optional<Proof> readable(String proof) {
        try {
            return Optional.of(ProofJson.read(proof));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Content> remembered(RequirementId id, String digest) {
        return jdbc
                .sql("SELECT content FROM requirement_edition WHERE framework = :f AND requirement = :r")
                .param("f", id.framework())
                .param("r", id.number())
                .query((row, n) -> content(row.getString("content")))
                .stream()
                .filter(content -> content.digest().equals(digest))
                .findFirst();
    }

    private void end(UUID change, Instant now) {
        jdbc.sql("UPDATE reopened SET ended_at = :now WHERE id = :id")
                .param("now", Timestamp.from(now))
                .param("id", change)
                .update();
    }

    private void insert(UUID subject, RequirementId id, Content before, Content after, Instant now) {
        jdbc.sql("""
                        INSERT INTO reopened (id, subject_id, framework, requirement, at, before, after)
                        VALUES (:id, :subject, :f, :r, :at, :before::jsonb, :after::jsonb)""")
                .param("id", ids.next())
                .param("subject", subject)
                .param("f", id.framework())
                .param("r", id.number())
                .param("at", Timestamp.from(now))
                .param("before", json.writeValueAsString(before))
                .param("after", json.writeValueAsString(after))
                .update();
    }

    /** By subject. */
    private Map<UUID, Change> open(RequirementId id) {
        Map<UUID, Change> open = new HashMap<>();
        jdbc.sql("SELECT * FROM reopened WHERE framework = :f AND requirement = :r AND" + OPEN)
                .param("f", id.framework())
                .param("r", id.number())
                .query(row -> {
                    open.put(row.getObject("subject_id", UUID.class), change(row));
                });
        return open;
    }

    /** Subjects for which it came out good, or may have: what they were answered last is not decided yet. */
    private List<UUID> good(RequirementId id) {
        return jdbc.sql("""
                        SELECT series_id FROM verdict v
                        WHERE framework = :f AND requirement = :r
                          AND (state = ANY (:good)
                              OR EXISTS (SELECT FROM redecision_series w WHERE w.series_id = v.series_id))
                        ORDER BY series_id""")
                .param("f", id.framework())
                .param("r", id.number())
                .param("good", GOOD.toArray(String[]::new))
                .query((row, n) -> row.getObject("series_id", UUID.class))
                .list();
    }

    /** What changed for a subject, the last of each requirement. */
    Map<RequirementId, Reopened> of(UUID subjectId) {
        Map<RequirementId, Reopened> reopened = new HashMap<>();
        jdbc.sql("""
                        SELECT DISTINCT ON (framework, requirement) * FROM reopened
                        WHERE subject_id = :subject AND ended_at IS NULL
                        ORDER BY framework, requirement, at DESC, id DESC""").param("subject", subjectId).query(row -> {
            reopened.put(id(row), change(row).reopened());
        });
        return reopened;
    }

    /** The last change of one requirement for a subject. */
    Optional<Change> of(UUID subjectId, RequirementId id) {
        return jdbc.sql("""
                        SELECT * FROM reopened WHERE subject_id = :subject AND framework = :f AND requirement = :r
                          AND ended_at IS NULL ORDER BY at DESC, id DESC LIMIT 1""")
                .param("subject", subjectId)
                .param("f", id.framework())
                .param("r", id.number())
                .query((row, n) -> change(row))
                .optional();
    }

    /**
     * Somebody looked at a difference.
     *
     * @param seen when the change that was looked at came into force
     * @return false if that one does not wait, as when it changed again meanwhile
     */
    boolean review(UUID subjectId, RequirementId id, Instant seen, String reason, Person person, Instant at) {
        return jdbc.sql("""
                        UPDATE reopened SET reviewed_by = :by, reviewed_name = :name, reviewed_at = :at, reason = :reason
                        WHERE subject_id = :subject AND framework = :f AND requirement = :r AND at = :seen AND""" + OPEN)
                        .param("seen", Timestamp.from(seen))
                        .param("by", person.id())
                        .param("name", person.name())
                        .param("at", Timestamp.from(at))
                        .param("reason", reason)
                        .param("subject", subjectId)
                        .param("f", id.framework())
                        .param("r", id.number())
                        .update()
                > 0;
    }

    private Change change(ResultSet row) throws SQLException {
        Timestamp reviewed = row.getTimestamp("reviewed_at");
        return new Change(
                row.getObject("id", UUID.class),
                row.getTimestamp("at").toInstant(),
                content(row.getString("before")),
                content(row.getString("after")),
                reviewed == null
                        ? null
                        : new Reopened.Review(
                                row.getString("reviewed_name"), reviewed.toInstant(), row.getString("reason")));
    }

    private Content content(String text) {
        return json.readValue(text, Content.class);
    }

    private static RequirementId id(ResultSet row) throws SQLException {
        return new RequirementId(row.getString("framework"), row.getString("requirement"));
    }

    @Override
    public void forget(Redaction.PersonGone who) {
        jdbc.sql("UPDATE reopened SET reviewed_name = :instead WHERE reviewed_by = :id")
                .param("instead", who.instead())
                .param("id", who.id())
                .update();
        Map<UUID, String> reasons = new HashMap<>();
        jdbc.sql("SELECT id, reason FROM reopened WHERE reason IS NOT NULL").query(row -> {
            reasons.put(row.getObject("id", UUID.class), row.getString("reason"));
        });
        reasons.forEach((id, reason) -> {
            String without = who.text(reason);
            if (!without.equals(reason)) {
                jdbc.sql("UPDATE reopened SET reason = :reason WHERE id = :id")
                        .param("reason", without)
                        .param("id", id)
                        .update();
            }
        });
    }
}
