package dev.shisa.conformity.cases;

import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.Value;
import java.util.Locale;

/** A proof as indented lines, for people at a terminal. */
final class ProofOutline {

    private ProofOutline() {}

    static String of(Proof proof) {
        StringBuilder lines = new StringBuilder();
        proof.routes().forEach(route -> append(lines, route.when(), 1));
        ProofNode applies = proof.applies();
        if (applies != null) {
            append(lines, applies, 1);
        }
        append(lines, proof.rule(), 1);
        return lines.toString();
    }

    private static void append(StringBuilder lines, ProofNode node, int depth) {
        lines.append("  ".repeat(depth))
                .append(word(node.kind()))
                .append(' ')
                .append(node.path())
                .append(": ")
                .append(word(node.truth()));
        if (node.proven() != node.truth()) {
            lines.append(", proven ").append(word(node.proven()));
        }
        Reading reading = node.reading();
        if (reading != null) {
            lines.append("  ").append(reading.slot()).append(' ').append(reading.predicate());
            Value value = reading.value();
            if (value != null) {
                lines.append(" <- ").append(value.canonical().replace('\n', ' '));
            }
            lines.append("  ").append(word(reading.reason()));
            if (!reading.unset().isEmpty()) {
                lines.append(' ').append(reading.unset());
            }
            if (reading.doubt() != Reading.Doubt.NONE) {
                lines.append(", ").append(word(reading.doubt()));
            }
        }
        lines.append('\n');
        node.children().forEach(child -> append(lines, child, depth + 1));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
