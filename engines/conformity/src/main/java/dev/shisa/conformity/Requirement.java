package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a framework asks, and how it is decided.
 *
 * @param shortName the tile of the board, at most 14 characters in Japanese
 * @param applies null: always
 * @param notApplicable the reason when {@code applies} is false; present when {@code applies} is
 */
public record Requirement(
        RequirementId id,
        Text title,
        Text shortName,
        Text text,
        @Nullable Text easy,
        Scope scope,
        Source source,
        List<Text> evidence,
        List<Reading> readings,
        List<String> related,
        List<Route> routes,
        @Nullable Rule applies,
        @Nullable Text notApplicable,
        Rule rule) {

    /** What the requirement is asked of. */
    public enum Scope {
        DEVICE("device"),
        PRODUCT("product"),
        SERVICE("service"),
        MAKER("maker");

        private final String code;

        Scope(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        public static Optional<Scope> parse(String code) {
            return Arrays.stream(values()).filter(s -> s.code.equals(code)).findFirst();
        }
    }

    public record Source(String doc, String place) {}

    /** How the text is read, and on what that rests. */
    public record Reading(Mark mark, Text text) {

        public enum Mark {
            GUIDE("g"),
            WEB("w"),
            JUDGEMENT("m");

            private final String code;

            Mark(String code) {
                this.code = code;
            }

            public String code() {
                return code;
            }

            public static Optional<Mark> parse(String code) {
                return Arrays.stream(values()).filter(m -> m.code.equals(code)).findFirst();
            }
        }
    }

    /**
     * Another way by which the requirement is settled.
     *
     * @param verdict {@link VerdictState#EXEMPT} or {@link VerdictState#DEEMED}
     */
    public record Route(VerdictState verdict, Text name, Rule when) {
        public Route {
            if (verdict != VerdictState.EXEMPT && verdict != VerdictState.DEEMED) {
                throw new IllegalArgumentException("a route leads to exempt or deemed, not " + verdict.code());
            }
        }
    }

    public Requirement {
        evidence = List.copyOf(evidence);
        readings = List.copyOf(readings);
        related = List.copyOf(related);
        routes = List.copyOf(routes);
    }

    /** The routes', the applicability's and the rule's trees. */
    public List<Rule> trees() {
        List<Rule> trees = new ArrayList<>();
        routes.forEach(route -> trees.add(route.when()));
        if (applies != null) {
            trees.add(applies);
        }
        trees.add(rule);
        return trees;
    }

    /** How it is decided, without words: equal for two that are decided alike. */
    public String decides() {
        return routes.stream()
                        .map(route ->
                                route.verdict().code() + " " + route.when().decides() + "; ")
                        .collect(Collectors.joining())
                + (applies == null ? "" : "applies " + applies.decides() + "; ")
                + rule.decides();
    }
}
