package dev.shisa.conformity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The canonical JSON text of a proof, for storage and audit: keys in order, no white space; what is absent is left out. It
 * is read whatever the order and white space, as a database may have changed them.
 */
public final class ProofJson {

    private ProofJson() {}

    public static String write(Proof proof) {
        StringBuilder out = new StringBuilder();
        ProofNode applies = proof.applies();
        Json.write(
                object(
                        "target", proof.target(),
                        "requirement", proof.requirement(),
                        "edition", proof.edition(),
                        "guideEdition", proof.guideEdition(),
                        "parameters", each(proof.parameters(), ProofJson::parameter),
                        "decidedAt", proof.decidedAt(),
                        "routes", each(proof.routes(), ProofJson::route),
                        "applies", applies == null ? null : node(applies),
                        "rule", node(proof.rule()),
                        "contradictions", emptyToAbsent(each(proof.contradictions(), ProofJson::held)),
                        "reopened", reopened(proof.reopened()),
                        "statements", emptyToAbsent(each(proof.statements(), ProofJson::statement)),
                        "facts", each(proof.facts(), ProofJson::fact)),
                out);
        return out.toString();
    }

    /**
     * Reads a proof.
     *
     * @throws IllegalArgumentException if the text is not a proof
     */
    public static Proof read(String json) {
        return new ProofJsonReader().read(json);
    }

    private static Object parameter(Proof.UsedParameter parameter) {
        Value value = parameter.value();
        return object("id", parameter.id(), "value", value == null ? null : value(value), "source", parameter.source());
    }

    private static Object route(Proof.RouteProof route) {
        return object("verdict", route.verdict().code(), "name", text(route.name()), "when", node(route.when()));
    }

    private static Object held(Proof.Held held) {
        return object(
                "id", held.id(),
                "text", text(held.text()),
                "when", node(held.when()),
                "both", reading(held.both()),
                "settled", held.settled(),
                "named", held.named() ? true : null);
    }

    private static Object node(ProofNode node) {
        Text text = node.text();
        Reading reading = node.reading();
        return object(
                "path", node.path(),
                "kind", code(node.kind()),
                "item", node.item(),
                "about", blankToAbsent(node.about()),
                "text", text == null ? null : text(text),
                "truth", code(node.truth()),
                "proven", code(node.proven()),
                "children", emptyToAbsent(each(node.children(), ProofJson::node)),
                "reading", reading == null ? null : reading(reading));
    }

    private static Object reading(Reading reading) {
        Subject subject = reading.subject();
        Value value = reading.value();
        return object(
                "slot", reading.slot(),
                "subject", subject == null ? null : subject(subject),
                "touched", reading.touched(),
                "predicate", blankToAbsent(reading.predicate()),
                "around", blankToAbsent(reading.around()),
                "called", blankToAbsent(reading.called()),
                "least", reading.least().code(),
                "ageDays", reading.ageDays(),
                "ageParameter", reading.ageParameter(),
                "unset", emptyToAbsent(reading.unset()),
                "reason", code(reading.reason()),
                "doubt", code(reading.doubt()),
                "value", value == null ? null : value(value),
                "used", emptyToAbsent(reading.used()),
                "against", emptyToAbsent(reading.against()),
                "passedOver", emptyToAbsent(reading.passedOver()));
    }

    private static @Nullable Object reopened(@Nullable Reopened reopened) {
        if (reopened == null) {
            return null;
        }
        Reopened.Review review = reopened.review();
        return object(
                "at",
                reopened.at(),
                "before",
                text(reopened.before()),
                "after",
                text(reopened.after()),
                "rule",
                reopened.rule(),
                "review",
                review == null ? null : object("by", review.by(), "at", review.at(), "reason", review.reason()));
    }

    private static Object statement(Statement statement) {
        return object(
                "release", statement.release(),
                "predecessor", statement.predecessor(),
                "touched", statement.touched().stream().sorted().toList(),
                "reason", statement.reason(),
                "signedBy", statement.signedBy(),
                "signedAt", statement.signedAt(),
                "confirmation", confirmation(statement.confirmation()));
    }

    private static @Nullable Object confirmation(@Nullable Confirmation confirmation) {
        return confirmation == null ? null : object("by", confirmation.by(), "at", confirmation.at());
    }

    private static Object fact(Fact fact) {
        return object(
                "id", fact.id(),
                "subject", subject(fact.subject()),
                "slot", fact.slot(),
                "value", value(fact.value()),
                "strength", fact.strength().code(),
                "observedAt", fact.observedAt(),
                "recordedAt", fact.recordedAt(),
                "validUntil", fact.validUntil(),
                "evidence", fact.evidence(),
                "supersedes", emptyToAbsent(fact.supersedes().stream().sorted().toList()),
                "confirmation", confirmation(fact.confirmation()));
    }

    private static Object subject(Subject subject) {
        return object("kind", subject.kind().code(), "id", subject.id());
    }

    private static Object text(Text text) {
        return object("ja", text.ja(), "en", text.en());
    }

    private static Object value(Value value) {
        return object("type", code(value.type()), "value", value.canonical());
    }

    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, Object> object(@Nullable Object... keysAndValues) {
        Map<String, Object> object = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            Object value = keysAndValues[i + 1];
            if (value != null) {
                object.put(String.valueOf(keysAndValues[i]), value);
            }
        }
        return object;
    }

    private static <T> List<Object> each(List<T> elements, Function<T, Object> write) {
        return elements.stream().map(write).toList();
    }

    private static @Nullable Object blankToAbsent(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Object emptyToAbsent(List<?> list) {
        return list.isEmpty() ? null : list;
    }
}
