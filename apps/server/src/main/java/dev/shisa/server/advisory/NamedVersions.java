package dev.shisa.server.advisory;

import dev.shisa.server.product.Release;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which versions an advisory names, and as what: the one place that knows. The document, the words on pages, the comparison with triage
 * and the gate for what leaves the house all ask here, so that none of them can say something else than what is signed.
 *
 * <p>An advisory names {@linkplain Span spans}: versions one by one, all before the fixed one, or every one. Which releases of the
 * register lie in a span is certain where a release is named itself, where one was made from the other, or where both are called by
 * plain numbers; otherwise it cannot be told, and is not guessed from the order in which somebody entered them.
 */
final class NamedVersions {

    /** The same sign before both, if any, then numbers: {@code 2.4.1}, {@code v2.4.1}. */
    private static final Pattern NUMBERS =
            Pattern.compile("((?:v|ver)?\\.? ?)(\\d{1,9}(?:\\.\\d{1,9}){0,9})", Pattern.CASE_INSENSITIVE);

    private NamedVersions() {}

    /** As what versions are named; the strictest last. */
    enum As {
        /** A known vulnerability does not concern it. */
        NOT_AFFECTED,
        FIXED,
        /** Whether it is affected is not known yet. */
        INVESTIGATED,
        AFFECTED
    }

    /** Some versions of a series. */
    sealed interface Span<V> {

        /** One version. */
        record One<V>(V version) implements Span<V> {}

        /** Every version before another one, without that. */
        record Before<V>(V fixed) implements Span<V> {}

        /** Every version. */
        record Every<V>() implements Span<V> {}
    }

    /** Some versions, and as what they are named. */
    record Named<V>(Span<V> span, As as) {}

    /**
     * What is said of a release.
     *
     * @param certain false: it cannot be told whether it is meant
     */
    record Said(As as, boolean certain) {}

    /** What it names of a product, in the order in which it is written. */
    static List<Named<String>> of(AdvisoryContent content, ConcernedProduct product) {
        return of(content, product.own(), product.earlier(), product.affected(), product.fixed());
    }

    private static <V> List<Named<V>> of(
            AdvisoryContent content, AdvisoryContent.Offer own, boolean earlier, List<V> affected, @Nullable V fixed) {
        As rest = switch (content.kind()) {
            case ADVISORY -> content.isInvestigated(own) ? As.INVESTIGATED : As.AFFECTED;
            case UNAFFECTED -> As.NOT_AFFECTED;
            case INFORMATION -> null;
        };
        if (rest == null) {
            return List.of();
        }
        List<Named<V>> named = new ArrayList<>();
        affected.forEach(one -> named.add(new Named<>(new Span.One<>(one), rest)));
        if (earlier && fixed != null) {
            named.add(new Named<>(new Span.Before<>(fixed), rest));
        } else if (affected.isEmpty()) {
            named.add(new Named<>(new Span.Every<>(), rest));
        }
        if (fixed != null && content.kind() == AdvisoryContent.Kind.ADVISORY) {
            named.add(new Named<>(new Span.One<>(fixed), As.FIXED));
        }
        return named;
    }

    /**
     * What it says of each release of a series; of those that are not in the answer it says nothing. One that was taken back says
     * nothing of any.
     *
     * @param register all releases of that series
     */
    static Map<Release, Said> among(AdvisoryContent content, AdvisoryContent.Concerned one, List<Release> register) {
        if (content.withdrawn()) {
            return Map.of();
        }
        List<Named<UUID>> named = of(content, one.own(), one.earlier(), one.affected(), one.fixed());
        Map<UUID, Release> all = new HashMap<>();
        register.forEach(release -> all.put(release.id(), release));
        Map<Release, Said> said = new LinkedHashMap<>();
        for (Release release : register) {
            Said itself = null;
            Said within = null;
            for (Named<UUID> each : named) {
                switch (each.span()) {
                    case Span.One<UUID>(UUID version) -> {
                        if (version.equals(release.id())) {
                            itself = stricter(itself, new Said(each.as(), true));
                        }
                    }
                    case Span.Before<UUID>(UUID fixed) -> {
                        Order order = order(release, fixed, all);
                        if (order != Order.NOT_BEFORE) {
                            within = stricter(within, new Said(each.as(), order == Order.BEFORE));
                        }
                    }
                    case Span.Every<UUID>() -> within = stricter(within, new Said(each.as(), true));
                }
            }
            // Whoever names a version means that one, whatever range it lies in.
            Said counts = itself != null ? itself : within;
            if (counts != null) {
                said.put(release, counts);
            }
        }
        return said;
    }

    private static Said stricter(@Nullable Said a, Said b) {
        return a != null && a.as().compareTo(b.as()) > 0 ? a : b;
    }

    private enum Order {
        BEFORE,
        NOT_BEFORE,
        UNKNOWN
    }

    private static Order order(Release release, UUID fixed, Map<UUID, Release> all) {
        if (release.id().equals(fixed) || isMadeFrom(all, release.id(), fixed)) {
            return Order.NOT_BEFORE;
        }
        if (isMadeFrom(all, fixed, release.id())) {
            return Order.BEFORE;
        }
        Release to = all.get(fixed);
        Matcher left = NUMBERS.matcher(release.name());
        Matcher right = NUMBERS.matcher(to == null ? "" : to.name());
        if (!left.matches()
                || !right.matches()
                || !String.valueOf(left.group(1)).equals(String.valueOf(right.group(1)))) {
            return Order.UNKNOWN;
        }
        return compare(String.valueOf(left.group(2)), String.valueOf(right.group(2))) < 0
                ? Order.BEFORE
                : Order.NOT_BEFORE;
    }

    private static boolean isMadeFrom(Map<UUID, Release> all, UUID later, UUID earlier) {
        Set<UUID> passed = new HashSet<>();
        Release at = all.get(later);
        while (at != null && at.predecessor() != null && passed.add(at.id())) {
            if (at.predecessor().equals(earlier)) {
                return true;
            }
            at = all.get(at.predecessor());
        }
        return false;
    }

    private static int compare(String a, String b) {
        String[] left = a.split("\\.", -1);
        String[] right = b.split("\\.", -1);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int by = new BigInteger(i < left.length ? left[i] : "0")
                    .compareTo(new BigInteger(i < right.length ? right[i] : "0"));
            if (by != 0) {
                return by;
            }
        }
        return 0;
    }
}
