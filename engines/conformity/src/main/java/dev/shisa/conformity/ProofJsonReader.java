package dev.shisa.conformity;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ProofJson} writes. */
final class ProofJsonReader {

    /** One object of the text; asked for a member that is missing or of another kind, it says which. */
    private record Members(Map<?, ?> members) {

        static Members of(@Nullable Object value) {
            if (value instanceof Map<?, ?> map) {
                return new Members(map);
            }
            throw new IllegalArgumentException("expected an object, got " + value);
        }

        boolean has(String name) {
            return members.get(name) != null;
        }

        Optional<Members> find(String name) {
            return Optional.ofNullable(members.get(name)).map(Members::of);
        }

        Members get(String name) {
            return find(name).orElseThrow(() -> missing(name));
        }

        Optional<String> findText(String name) {
            Object value = members.get(name);
            if (value != null && !(value instanceof String)) {
                throw new IllegalArgumentException(name + " is not a text");
            }
            return Optional.ofNullable((String) value);
        }

        String text(String name) {
            return findText(name).orElseThrow(() -> missing(name));
        }

        boolean flag(String name) {
            if (members.get(name) instanceof Boolean flag) {
                return flag;
            }
            throw missing(name);
        }

        Optional<Integer> findWhole(String name) {
            return members.get(name) instanceof Long number ? Optional.of(Math.toIntExact(number)) : Optional.empty();
        }

        <T> List<T> list(String name, Function<@Nullable Object, T> read) {
            Object value = members.get(name);
            if (value != null && !(value instanceof List<?>)) {
                throw new IllegalArgumentException(name + " is not a list");
            }
            List<T> list = new ArrayList<>();
            for (Object element : value instanceof List<?> elements ? elements : List.of()) {
                list.add(read.apply(element));
            }
            return list;
        }

        List<UUID> ids(String name) {
            return list(name, id -> UUID.fromString(String.valueOf(id)));
        }

        <E extends Enum<E>> E word(String name, Class<E> type) {
            return Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        Instant instant(String name) {
            return instantOf(text(name));
        }

        static Instant instantOf(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(text + " is not an instant", e);
            }
        }

        private static IllegalArgumentException missing(String name) {
            return new IllegalArgumentException(name + " is missing");
        }
    }

    Proof read(String json) {
        try {
            Members proof = Members.of(Json.read(json));
            return new Proof(
                    proof.text("target"),
                    parsed(RequirementId::parse, proof.text("requirement")),
                    proof.text("edition"),
                    proof.text("guideEdition"),
                    proof.list("parameters", e -> parameter(Members.of(e))),
                    proof.instant("decidedAt"),
                    proof.list("routes", e -> route(Members.of(e))),
                    proof.find("applies").map(this::node).orElse(null),
                    node(proof.get("rule")),
                    proof.list("contradictions", e -> held(Members.of(e))),
                    proof.find("reopened").map(this::reopened).orElse(null),
                    proof.list("statements", e -> statement(Members.of(e))),
                    proof.list("facts", e -> fact(Members.of(e))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a number is too large", e);
        }
    }

    private static <T> T parsed(Function<String, Optional<T>> parse, String text) {
        return parse.apply(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' cannot be read"));
    }

    private Proof.UsedParameter parameter(Members parameter) {
        return new Proof.UsedParameter(
                parameter.text("id"),
                parameter.find("value").map(this::value).orElse(null),
                parameter.findText("source").orElse(null));
    }

    private Proof.RouteProof route(Members route) {
        return new Proof.RouteProof(
                parsed(VerdictState::parse, route.text("verdict")), text(route.get("name")), node(route.get("when")));
    }

    private Proof.Held held(Members held) {
        return new Proof.Held(
                held.text("id"),
                text(held.get("text")),
                node(held.get("when")),
                reading(held.get("both")),
                held.flag("settled"),
                held.has("named") && held.flag("named"));
    }

    private ProofNode node(Members node) {
        return new ProofNode(
                node.text("path"),
                node.word("kind", ProofNode.Kind.class),
                node.findText("item").orElse(null),
                node.findText("about").orElse(""),
                node.find("text").map(this::text).orElse(null),
                node.word("truth", Truth.class),
                node.word("proven", Truth.class),
                node.list("children", e -> node(Members.of(e))),
                node.find("reading").map(this::reading).orElse(null));
    }

    private Reading reading(Members reading) {
        return new Reading(
                parsed(Slot::parse, reading.text("slot")),
                reading.find("subject").map(this::subject).orElse(null),
                reading.flag("touched"),
                reading.findText("predicate").orElse(""),
                reading.findText("around").orElse(""),
                reading.findText("called").orElse(""),
                parsed(Strength::parse, reading.text("least")),
                reading.findWhole("ageDays").orElse(null),
                reading.findText("ageParameter").orElse(null),
                reading.list("unset", String::valueOf),
                reading.word("reason", Reading.Reason.class),
                reading.word("doubt", Reading.Doubt.class),
                reading.find("value").map(this::value).orElse(null),
                reading.ids("used"),
                reading.ids("against"),
                reading.ids("passedOver"));
    }

    private Fact fact(Members fact) {
        return new Fact(
                UUID.fromString(fact.text("id")),
                subject(fact.get("subject")),
                parsed(Slot::parse, fact.text("slot")),
                value(fact.get("value")),
                parsed(Strength::parse, fact.text("strength")),
                fact.instant("observedAt"),
                fact.instant("recordedAt"),
                fact.findText("validUntil").map(Members::instantOf).orElse(null),
                UUID.fromString(fact.text("evidence")),
                Set.copyOf(fact.ids("supersedes")),
                confirmation(fact));
    }

    private Reopened reopened(Members reopened) {
        return new Reopened(
                reopened.instant("at"),
                text(reopened.get("before")),
                text(reopened.get("after")),
                reopened.flag("rule"),
                reopened.find("review")
                        .map(r -> new Reopened.Review(r.text("by"), r.instant("at"), r.text("reason")))
                        .orElse(null));
    }

    private Statement statement(Members statement) {
        return new Statement(
                UUID.fromString(statement.text("release")),
                UUID.fromString(statement.text("predecessor")),
                Set.copyOf(statement.list("touched", e -> parsed(RequirementId::parse, String.valueOf(e)))),
                statement.text("reason"),
                statement.text("signedBy"),
                statement.instant("signedAt"),
                confirmation(statement));
    }

    private static @Nullable Confirmation confirmation(Members confirmed) {
        return confirmed
                .find("confirmation")
                .map(c -> new Confirmation(c.text("by"), c.instant("at")))
                .orElse(null);
    }

    private Subject subject(Members subject) {
        return new Subject(parsed(Subject.Kind::parse, subject.text("kind")), UUID.fromString(subject.text("id")));
    }

    private Text text(Members text) {
        return new Text(text.text("ja"), text.text("en"));
    }

    private Value value(Members value) {
        Value.Type type = value.word("type", Value.Type.class);
        return parsed(text -> Value.parse(type, text), value.text("value"));
    }
}
