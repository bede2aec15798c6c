package dev.shisa.server.conformity;

import dev.shisa.conformity.RequirementId;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Series;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Of whom pages show verdicts, and where its pages are and its questions are answered.
 *
 * @param organisation whether it is the maker itself
 * @param series where answers are given: the series itself; for the organisation, whose answers count for every series,
 *     one that the reader sees; null while there is none
 */
record Judged(
        UUID id,
        String name,
        boolean organisation,
        @Nullable Series series) {

    static Judged of(Series series) {
        return new Judged(series.id(), series.name(), false, series);
    }

    static Judged organisation(UUID id, String name, @Nullable Series answersBy) {
        return new Judged(id, name, true, answersBy);
    }

    /** The page with all of a guide. */
    String board(String framework) {
        if (organisation) {
            return "/organisation/guides/" + framework;
        }
        String base = overview() + "/conformity";
        return framework.equals(Guides.STAR1) ? base : base + "?guide=" + framework;
    }

    /** The same as a file, without what it is narrowed by. */
    String boardFile(String framework) {
        return organisation ? board(framework) + "/export.csv" : overview() + "/conformity.csv";
    }

    /** The same, limited to one part of the guide. */
    String part(String framework, int number) {
        String board = board(framework);
        return board + (board.contains("?") ? "&" : "?") + "part=" + number + "#open-h";
    }

    /** The page of one requirement. */
    String page(RequirementId id) {
        String number = encoded(id.number());
        if (organisation) {
            return board(id.framework()) + "/" + number;
        }
        return overview() + "/conformity/"
                + (id.framework().equals(Guides.STAR1) ? number : id.framework() + "/" + number);
    }

    /** Where forms about one requirement are sent, up to the name of the act. */
    String acts(RequirementId id) {
        String number = encoded(id.number());
        return organisation
                ? board(id.framework()) + "/" + number
                : overview() + "/conformity/" + id.framework() + "/" + number;
    }

    /** The questions of one requirement. */
    String questions(RequirementId id) {
        return answers("questions?requirement=" + asking(id));
    }

    /** A page of the series where answers and evidence are given; while there is none, the list in which it is registered. */
    String answers(String page) {
        return series == null ? "/products" : overview() + "/" + page;
    }

    /** Where a value that a guide leaves open is set; from there one comes back. */
    static String parameter(String id, String back) {
        return "/parameters/" + encoded(id) + "?back=" + encoded(back);
    }

    /** Where stronger evidence is added for an answer. */
    String evidenceFor(String slot) {
        return answers("evidence/new?fact=" + encoded(slot));
    }

    /** Whose product it is; empty while it is the organisation. */
    Set<UUID> scope() {
        return organisation || series == null ? Set.of() : Set.of(series.id());
    }

    /** What waits for a second person. */
    String confirm() {
        return organisation || series == null ? "/confirm" : "/confirm?series=" + encoded(series.code());
    }

    /** How {@link Asking} reads a requirement. */
    static String asking(RequirementId id) {
        return encoded(id.framework().equals(Guides.STAR1) ? id.number() : id.toString());
    }

    /** The series itself; while there is none, the list in which it is registered. */
    String overview() {
        return series == null ? "/products" : "/products/" + encoded(series.code());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
