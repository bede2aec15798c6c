package dev.shisa.conformity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong, or could, as a guide tells it.
 *
 * @param when the day, month or year in words; null where the guide gives none
 * @param cause what the guide says about it besides {@code causes}; null where it says nothing
 * @param causes ids of {@link Cause}
 * @param issue what the guide prints as the problem or task that it shows of connected things; null where it prints none
 * @param also id of the incident by which another guide tells the same event; null if there is none
 * @param mark on what lesson and requirements rest
 */
public record Incident(
        String id,
        Reality reality,
        Text device,
        Text title,
        @Nullable Text when,
        Text what,
        @Nullable Text cause,
        List<String> causes,
        @Nullable Text issue,
        @Nullable String also,
        Text lesson,
        List<Phase> phases,
        List<RequirementId> requirements,
        Requirement.Reading.Mark mark,
        Requirement.Source source) {

    /** Whether it was more than a thought. */
    public enum Reality {
        /** It happened. */
        HAPPENED("happened"),
        /** Somebody showed that it can be done; nobody came to harm. */
        SHOWN("shown"),
        /** The guide made it up to think it through. */
        ASSUMED("assumed"),
        /** The text of the guide does not tell which. */
        UNCLEAR("unclear");

        private final String code;

        Reality(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public static Optional<Reality> parse(String code) {
            return Arrays.stream(values()).filter(r -> r.code.equals(code)).findFirst();
        }
    }

    /** When in the life of a product it could have been prevented: the four phases of guide 002. */
    public enum Phase {
        POLICY("policy"),
        DEVELOPMENT("development"),
        VERIFICATION("verification"),
        OPERATION("operation");

        private final String code;

        Phase(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public static Optional<Phase> parse(String code) {
            return Arrays.stream(values()).filter(p -> p.code.equals(code)).findFirst();
        }
    }

    /** What led to an incident, in the numbering of the guide's list. */
    public record Cause(String id, Text title) {}

    /** A direction in which a guide answers problems behind incidents. */
    public record Direction(
            String id,
            Text title,
            List<Text> problems,
            List<RequirementId> requirements,
            Requirement.Reading.Mark mark,
            Requirement.Source source) {
        public Direction {
            problems = List.copyOf(problems);
            requirements = List.copyOf(requirements);
        }
    }

    /**
     * What guides tell of incidents.
     *
     * @param gap what a guide prints of them and the text lacks; null if nothing
     */
    public record Told(
            List<Incident> list,
            List<Cause> causes,
            List<Direction> directions,
            @Nullable Text gap) {

        static final Told NOTHING = new Told(List.of(), List.of(), List.of(), null);

        public Told {
            list = List.copyOf(list);
            causes = List.copyOf(causes);
            directions = List.copyOf(directions);
        }
    }

    public Incident {
        causes = List.copyOf(causes);
        phases = List.copyOf(phases);
        requirements = List.copyOf(requirements);
    }
}
