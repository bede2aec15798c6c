package dev.shisa.advisory;

import dev.shisa.vulnerability.version.Vers;
import dev.shisa.vulnerability.version.VersionScheme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a branch of category {@code product_version_range}: VERS, or VERS without scheme and type ("vls"), whose versions have no
 * order that one could rely on. One that begins like VERS and has no type is read as such.
 *
 * @param type the VERS type; empty for vls
 */
record VersionRange(String type, VersionScheme scheme, List<Vers.Constraint> constraints) {

    private static final int RANGE_CHARS_MAX = 2_000;
    private static final Pattern CONSTRAINT = Pattern.compile("(>=|<=|!=|<|>|=)?([^\\s<>=!|*,]+)");
    private static final Pattern VERS = Pattern.compile("vers:([a-z][a-z0-9.-]*|)/(.+)");

    /** An end of an interval; no version means that there is none. */
    private record End(@Nullable String version, boolean isIncluded) {}

    private record Interval(End from, End to) {}

    VersionRange {
        constraints = List.copyOf(constraints);
    }

    boolean isVers() {
        return !type.isEmpty();
    }

    /** Reads a range of either notation, canonical or not; empty if it is neither. */
    static Optional<VersionRange> parse(String text) {
        if (text.length() > RANGE_CHARS_MAX) {
            return Optional.empty();
        }
        Matcher vers = VERS.matcher(text);
        String type = vers.matches() ? vers.group(1) : "";
        String list = vers.matches() ? vers.group(2) : text;
        if (text.startsWith("vers:") && !vers.matches()) {
            return Optional.empty();
        }
        if (list.equals("*")) {
            return type.equals("all") || type.equals("none")
                    ? Optional.of(new VersionRange(type, VersionScheme.GENERIC, List.of()))
                    : Optional.empty();
        }
        List<Vers.Constraint> constraints = new ArrayList<>();
        for (String part : list.split("\\|", -1)) {
            Matcher m = CONSTRAINT.matcher(part);
            if (!m.matches()) {
                return Optional.empty();
            }
            constraints.add(new Vers.Constraint(sign(m.group(1)), m.group(2)));
        }
        return type.equals("all") || type.equals("none")
                ? Optional.empty()
                : Optional.of(new VersionRange(type, Vers.scheme(type).orElse(VersionScheme.GENERIC), constraints));
    }

    private static Vers.Sign sign(@Nullable String sign) {
        return switch (sign == null ? "" : sign) {
            case "!=" -> Vers.Sign.NOT_EQUAL;
            case "<" -> Vers.Sign.LESS;
            case "<=" -> Vers.Sign.LESS_OR_EQUAL;
            case ">" -> Vers.Sign.GREATER;
            case ">=" -> Vers.Sign.GREATER_OR_EQUAL;
            default -> Vers.Sign.EQUAL;
        };
    }

    /** Whether it obeys the rules of its notation; of a type that is not known, the order of its versions is not judged. */
    static boolean isCanonical(String text) {
        Optional<VersionRange> range = parse(text);
        if (range.isEmpty() || !range.get().isVers()) {
            return range.isPresent();
        }
        Set<String> versions = new HashSet<>();
        for (Vers.Constraint constraint : range.get().constraints) {
            if (!versions.add(constraint.version())) {
                return false;
            }
        }
        String list = text.substring(text.indexOf('/') + 1);
        if (list.startsWith("=") || list.contains("|=")) {
            return false;
        }
        String type = range.get().type;
        if (type.equals("datetime")) {
            return !range.get().hasRedundantEnds()
                    && versions.stream().allMatch(v -> Timestamp.lenient(v).isPresent());
        }
        if (Vers.scheme(type).isEmpty()) {
            return true;
        }
        try {
            Vers.parse(text);
            return !range.get().hasRedundantEnds();
        } catch (Vers.Malformed e) {
            return false;
        }
    }

    /** Two ends in the same direction with none of the other between: one says nothing, where the order is known. */
    private boolean hasRedundantEnds() {
        Vers.@Nullable Sign before = null;
        for (Vers.Constraint constraint : constraints) {
            Vers.Sign sign = constraint.comparator();
            if (sign == Vers.Sign.NOT_EQUAL || sign == Vers.Sign.EQUAL) {
                continue;
            }
            if (before != null && isUpper(before) == isUpper(sign)) {
                return true;
            }
            before = sign;
        }
        return false;
    }

    private static boolean isUpper(Vers.Sign sign) {
        return sign == Vers.Sign.LESS || sign == Vers.Sign.LESS_OR_EQUAL;
    }

    /** Whether exactly one version is in it. */
    boolean isSingleVersion() {
        List<Vers.Constraint> including = constraints.stream()
                .filter(c -> c.comparator() != Vers.Sign.NOT_EQUAL)
                .toList();
        if (including.size() == 1) {
            return including.getFirst().comparator() == Vers.Sign.EQUAL;
        }
        return including.size() == 2
                && including.get(0).version().equals(including.get(1).version())
                && including.stream()
                        .allMatch(c -> c.comparator() == Vers.Sign.GREATER_OR_EQUAL
                                || c.comparator() == Vers.Sign.LESS_OR_EQUAL);
    }

    /** Whether it goes on without an end. */
    boolean isOpenAbove() {
        Vers.@Nullable Sign last = null;
        for (Vers.Constraint constraint : constraints) {
            if (constraint.comparator() != Vers.Sign.NOT_EQUAL) {
                last = constraint.comparator();
            }
        }
        return last == Vers.Sign.GREATER || last == Vers.Sign.GREATER_OR_EQUAL;
    }

    /** Whether a version lies within; false if that cannot be told. */
    boolean includes(String version) {
        for (Vers.Constraint constraint : constraints) {
            OptionalInt order = scheme.compare(constraint.version(), version);
            if (order.isEmpty()) {
                return false;
            }
            if (constraint.comparator() == Vers.Sign.NOT_EQUAL && order.getAsInt() == 0) {
                return false;
            }
        }
        Interval point = new Interval(new End(version, true), new End(version, true));
        return type.equals("all") || intervals().stream().anyMatch(i -> meet(i, point));
    }

    /** Whether some version lies in both; false if that cannot be told, as between different types. */
    boolean overlaps(VersionRange other) {
        if (type.equals("all") || other.type.equals("all")) {
            return !type.equals("none") && !other.type.equals("none");
        }
        if (!type.equals(other.type)) {
            return false;
        }
        for (Interval mine : intervals()) {
            for (Interval theirs : other.intervals()) {
                boolean isPoint = mine.from.equals(mine.to) || theirs.from.equals(theirs.to);
                if (meet(mine, theirs) && (!isPoint || bothInclude(mine, theirs, other))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean bothInclude(Interval mine, Interval theirs, VersionRange other) {
        String point = mine.from.equals(mine.to) ? mine.from.version : theirs.from.version;
        return point != null && includes(point) && other.includes(point);
    }

    /** By the algorithm of VERS: each lower end opens an interval that the next upper end closes. */
    private List<Interval> intervals() {
        List<Interval> intervals = new ArrayList<>();
        List<Vers.Constraint> sorted = new ArrayList<>(constraints);
        sorted.sort((a, b) -> scheme.sort(a.version(), b.version()));
        End below = new End(null, false);
        boolean isOpen = true;
        boolean hasLower = false;
        for (Vers.Constraint constraint : sorted) {
            String version = constraint.version();
            switch (constraint.comparator()) {
                case EQUAL -> intervals.add(new Interval(new End(version, true), new End(version, true)));
                case NOT_EQUAL -> {}
                case GREATER, GREATER_OR_EQUAL -> {
                    if (!hasLower) {
                        below = new End(version, constraint.comparator() == Vers.Sign.GREATER_OR_EQUAL);
                        hasLower = true;
                        isOpen = true;
                    }
                }
                case LESS, LESS_OR_EQUAL -> {
                    if (isOpen) {
                        intervals.add(new Interval(
                                below, new End(version, constraint.comparator() == Vers.Sign.LESS_OR_EQUAL)));
                        isOpen = false;
                        hasLower = false;
                    }
                }
            }
        }
        if (hasLower) {
            intervals.add(new Interval(below, new End(null, false)));
        }
        return intervals;
    }

    private boolean meet(Interval a, Interval b) {
        return isBefore(a.from, b.to) && isBefore(b.from, a.to);
    }

    private boolean isBefore(End from, End to) {
        if (from.version == null || to.version == null) {
            return true;
        }
        OptionalInt order = scheme.compare(from.version, to.version);
        return order.isPresent()
                && (order.getAsInt() < 0 || (order.getAsInt() == 0 && from.isIncluded && to.isIncluded));
    }
}
