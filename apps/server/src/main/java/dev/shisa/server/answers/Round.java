package dev.shisa.server.answers;

import dev.shisa.conformity.NextQuestion;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the reader is in a round of questions; all of it stands in the address.
 *
 * @param requirement to what it is limited; empty: to nothing
 * @param skipped what was put off, as {@link #name} names it
 * @param opened what was decided before it and is open since
 */
record Round(String requirement, Set<String> skipped, Set<RequirementId> opened) {

    /** Questions put off in one round; an address with more would be too long for a browser. */
    static final int SKIPPED_MAX = 60;

    /** Requirements that one round opens; more are seen on the board. */
    private static final int OPENED_MAX = 20;

    private static final Pattern VALUE = Pattern.compile("value:[a-z0-9.-]{1,100}");

    Round {
        skipped = new LinkedHashSet<>(skipped);
        opened = new TreeSet<>(opened);
    }

    static Round of(@Nullable String requirement, @Nullable List<String> skip, @Nullable List<String> opened) {
        return new Round(
                requirement == null ? "" : requirement,
                skip == null
                        ? Set.of()
                        : skip.stream()
                                .filter(s -> VALUE.matcher(s).matches()
                                        || Slot.parse(s).isPresent())
                                .limit(SKIPPED_MAX)
                                .collect(Collectors.toCollection(LinkedHashSet::new)),
                opened == null
                        ? Set.of()
                        : opened.stream()
                                .flatMap(text -> RequirementId.parse(text).stream())
                                .limit(OPENED_MAX)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** What a question is called in the address; a value of a guide is one too. */
    static String name(NextQuestion question) {
        return question.slot() == null ? "value:" + question.parameter() : String.valueOf(question.slot());
    }

    /** Those that were not put off. */
    List<NextQuestion> left(List<NextQuestion> open) {
        return open.stream().filter(q -> !skipped.contains(name(q))).toList();
    }

    /** The query of a round about another requirement, in which what was put off here stays put off. */
    String of(RequirementId other) {
        return "?requirement=" + encoded(other.toString())
                + skipped.stream().map(s -> "&skip=" + encoded(s)).collect(Collectors.joining());
    }

    /** Where this round goes on. */
    String address(String series, Collection<String> changed) {
        StringBuilder to = new StringBuilder("/products/")
                .append(encoded(series))
                .append("/questions?requirement=")
                .append(encoded(requirement));
        // Of more than an address holds, those put off last stay: else the same question would come again at once.
        skipped.stream()
                .skip(Math.max(0, skipped.size() - SKIPPED_MAX))
                .forEach(s -> to.append("&skip=").append(encoded(s)));
        changed.forEach(c -> to.append("&changed=").append(encoded(c)));
        opened.stream().limit(OPENED_MAX).forEach(id -> to.append("&opened=").append(encoded(id.toString())));
        return to.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
