package dev.shisa.server.application;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks through a text that speaks of a labelled product for what the label must not claim: complete security, no
 * vulnerabilities, an endorsement by an authority, safety in any environment (IPA's guidance for the use of the label). It
 * finds known ways to say these, in Japanese and English; a text without a find is not thereby right.
 */
final class ClaimCheck {

    /** A manual's chapter; more is looked at in parts. */
    static final int CHARS_MAX = 200_000;

    /** More finds in one text nobody mends one by one. */
    static final int HITS_MAX = 200;

    private static final int AROUND = 40;

    private ClaimCheck() {}

    /**
     * A phrase that must not stand there.
     *
     * @param line from 1
     * @param before what stands before it in the line
     */
    record Hit(ForbiddenWording rule, int line, String before, String phrase, String after) {}

    /**
     * What came of it.
     *
     * @param chars how many characters were looked at
     * @param cut whether the text was longer than that, or had more finds
     */
    record Result(List<Hit> hits, int chars, boolean cut) {
        Result {
            hits = List.copyOf(hits);
        }
    }

    static Result of(String text) {
        String bounded = text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) : text;
        record At(ForbiddenWording rule, ForbiddenWording.Found found) {}
        List<At> all = new ArrayList<>();
        for (ForbiddenWording rule : ForbiddenWording.values()) {
            rule.find(bounded, HITS_MAX + 1).forEach(found -> all.add(new At(rule, found)));
        }
        all.sort(Comparator.comparingInt((At at) -> at.found().start()).thenComparing(At::rule));
        List<Hit> hits = new ArrayList<>();
        int line = 1;
        int counted = 0;
        for (At at : all.subList(0, Math.min(HITS_MAX, all.size()))) {
            for (; counted < at.found().start(); counted++) {
                if (bounded.charAt(counted) == '\n') {
                    line++;
                }
            }
            int begin = Math.max(
                    bounded.lastIndexOf('\n', Math.max(0, at.found().start() - 1)) + 1,
                    at.found().start() - AROUND);
            int newline = bounded.indexOf('\n', at.found().end());
            int end = Math.min(
                    newline < 0 ? bounded.length() : newline, at.found().end() + AROUND);
            hits.add(new Hit(
                    at.rule(),
                    line,
                    bounded.substring(
                                    Math.min(begin, at.found().start()),
                                    at.found().start())
                            .stripLeading(),
                    bounded.substring(at.found().start(), at.found().end()),
                    bounded.substring(at.found().end(), Math.max(end, at.found().end()))
                            .stripTrailing()));
        }
        return new Result(hits, bounded.length(), text.length() > CHARS_MAX || all.size() > HITS_MAX);
    }
}
