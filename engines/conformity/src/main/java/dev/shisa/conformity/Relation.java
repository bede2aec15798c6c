package dev.shisa.conformity;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That two requirements have to do with each other. It only helps to find evidence and places to read; it never carries a
 * verdict from one to the other, not even {@link Kind#SAME}.
 *
 * @param source where a guide prints it; null for a judgement
 * @param why on what a judgement rests, or how a printed relation is to be read; present when {@code mark} is a judgement
 */
public record Relation(
        RequirementId from,
        RequirementId to,
        Kind kind,
        Requirement.Reading.Mark mark,
        Requirement.@Nullable Source source,
        @Nullable Text why) {

    public enum Kind {
        /** Both say the same in substance. */
        SAME("same", false),
        /** The first is a part of what the second asks. */
        PART_OF("part-of", true),
        /** Work and evidence for the first serve the second too. */
        SUPPORTS("supports", true),
        /** Both are about the same matter. */
        RELATED("related", false);

        private final String code;
        private final boolean directed;

        Kind(String code, boolean directed) {
            this.code = code;
            this.directed = directed;
        }

        public String code() {
            return code;
        }

        /** Whether it matters which of the two comes first. */
        public boolean isDirected() {
            return directed;
        }

        public static Optional<Kind> parse(String code) {
            return Arrays.stream(values()).filter(k -> k.code.equals(code)).findFirst();
        }
    }

    /** The end that is not this one. */
    public RequirementId other(RequirementId end) {
        return end.equals(from) ? to : from;
    }
}
