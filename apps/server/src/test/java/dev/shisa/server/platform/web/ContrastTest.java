package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pair of colours that carries meaning keeps the contrast that the look states for it, in both themes, and never
 * less than WCAG 2.2 asks: 4.5 for words (1.4.3), 3 for shapes, edges and focus (1.4.11).
 */
class ContrastTest {

    private static final double WORDS = 4.5;
    private static final double SHAPES = 3.0;

    /** The look states ratios with one decimal. */
    private static final double ROUNDING = 0.05;

    private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+):\\s*([^;]+);");
    private static final Pattern COLOUR = Pattern.compile("#([0-9a-f]{6})");
    private static final Pattern REFERENCE = Pattern.compile("var\\(--([a-z0-9-]+)\\)");

    private static final String SHEET = sheet();
    private static final Map<String, String> LIGHT = block(":root {");
    private static final Map<String, String> DARK = over(LIGHT, block(":root[data-theme=\"dark\"] {"));

    /** A foreground on a background, the least ratio in light and in dark. */
    record Pair(String front, String back, double light, double dark) {}

    static Stream<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>(List.of(
                new Pair("text", "surface", 17.4, 14.6),
                new Pair("text-2", "surface", 8.5, 9.7),
                new Pair("text-3", "surface", 5.7, 7.0),
                new Pair("control", "surface", 4.5, 5.5),
                new Pair("accent", "surface", 7.1, 10.1),
                new Pair("accent-hover", "surface", 7.1, 10.1),
                new Pair("accent", "accent-soft", 6.5, 8.2),
                new Pair("on-accent", "accent", 7.1, 9.4),
                new Pair("on-accent", "accent-hover", WORDS, WORDS),
                new Pair("text", "ground", 5.3, 7.5),
                new Pair("text-2", "ground", 5.3, 7.5),
                new Pair("text-3", "ground", 5.3, 7.5),
                new Pair("accent", "ground", 5.3, 7.5),
                new Pair("accent-hover", "ground", 5.3, 7.5),
                new Pair("text", "sunken", WORDS, WORDS),
                new Pair("text-2", "sunken", WORDS, WORDS),
                new Pair("text-3", "sunken", WORDS, WORDS),
                new Pair("text", "accent-soft", WORDS, WORDS),
                new Pair("text-2", "accent-soft", WORDS, WORDS),
                new Pair("control", "ground", SHAPES, SHAPES),
                new Pair("control", "accent-soft", SHAPES, SHAPES),
                new Pair("focus-outer", "surface", 21.0, 12.0),
                new Pair("focus-outer", "ground", SHAPES, SHAPES),
                new Pair("focus-outer", "focus-inner", SHAPES, SHAPES),
                new Pair("not-met-word", "sunken", WORDS, WORDS)));
        pairs.addAll(verdict("met", 7.3, 4.7, 7.6, 6.4));
        pairs.addAll(verdict("expected", 8.3, 5.3, 8.2, 6.9));
        pairs.addAll(verdict("not-met", 6.9, 5.1, 7.7, 6.0));
        pairs.addAll(verdict("unknown", 7.6, 5.1, 8.8, 6.8));
        pairs.addAll(verdict("recheck", 7.3, 4.3, 8.1, 6.8));
        pairs.addAll(verdict("not-applicable", 8.5, 5.7, 9.7, 7.0));
        pairs.addAll(verdict("deemed", 9.1, 6.8, 9.6, 7.2));
        pairs.addAll(verdict("exempt", 9.0, 7.9, 7.9, 6.0));
        for (String filled : List.of("met", "not-met", "recheck", "deemed")) {
            pairs.add(new Pair("cut", filled, 4.9, 4.9));
        }
        return pairs.stream();
    }

    private static List<Pair> verdict(
            String state, double lightWord, double lightShape, double darkWord, double darkShape) {
        return List.of(
                new Pair(state + "-word", state + "-tint", lightWord, darkWord),
                new Pair(state, state + "-tint", lightShape, darkShape),
                new Pair("text", state + "-tint", WORDS, WORDS),
                new Pair("text-2", state + "-tint", WORDS, WORDS),
                new Pair(state + "-word", "surface", WORDS, WORDS),
                new Pair(state + "-word", "ground", WORDS, WORDS),
                new Pair(state, "surface", SHAPES, SHAPES),
                new Pair(state, "ground", SHAPES, SHAPES));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void keepsItsContrastInBothThemes(Pair pair) {
        assertThat(contrast(LIGHT, pair)).as("%s, light", pair).isGreaterThanOrEqualTo(pair.light() - ROUNDING);
        assertThat(contrast(DARK, pair)).as("%s, dark", pair).isGreaterThanOrEqualTo(pair.dark() - ROUNDING);
    }

    @Test
    void theSwitchAndTheSystemGiveTheSameDarkTheme() {
        assertThat(block(":root:not([data-theme=\"light\"]) {")).isEqualTo(block(":root[data-theme=\"dark\"] {"));
    }

    @Test
    void darkNamesNoTokenThatLightDoesNot() {
        assertThat(LIGHT.keySet())
                .containsAll(block(":root[data-theme=\"dark\"] {").keySet());
    }

    @Test
    void everyTokenUsedIsNamed() {
        List<String> local = List.of("c", "w", "t");
        assertThat(REFERENCE.matcher(SHEET).results().map(use -> use.group(1)).distinct())
                .allSatisfy(name -> assertThat(LIGHT.containsKey(name) || local.contains(name))
                        .as(name)
                        .isTrue());
    }

    @Test
    void knowsTheRatioOfBlackOnWhite() {
        Map<String, String> tokens = Map.of("black", "#000000", "white", "#ffffff");
        assertThat(contrast(tokens, new Pair("black", "white", 0, 0))).isEqualTo(21.0);
    }

    /** The ratio of WCAG 2.2, "contrast ratio". */
    private static double contrast(Map<String, String> tokens, Pair pair) {
        double front = luminance(colour(tokens, pair.front()));
        double back = luminance(colour(tokens, pair.back()));
        return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    }

    /** WCAG 2.2, "relative luminance". */
    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double value = (channel & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static int colour(Map<String, String> tokens, String name) {
        String value = tokens.get(name);
        assertThat(value).as("--%s", name).isNotNull();
        Matcher reference = REFERENCE.matcher(value);
        if (reference.matches()) {
            return colour(tokens, reference.group(1));
        }
        Matcher colour = COLOUR.matcher(value);
        assertThat(colour.matches()).as("--%s: %s", name, value).isTrue();
        return Integer.parseInt(colour.group(1), 16);
    }

    /** The tokens of the first block that opens with these words. */
    private static Map<String, String> block(String opening) {
        int start = SHEET.indexOf(opening);
        assertThat(start).as(opening).isNotNegative();
        Map<String, String> tokens = new LinkedHashMap<>();
        TOKEN.matcher(SHEET.substring(start, SHEET.indexOf('}', start)))
                .results()
                .forEach(token -> tokens.put(token.group(1), token.group(2).strip()));
        return tokens;
    }

    private static Map<String, String> over(Map<String, String> base, Map<String, String> changes) {
        Map<String, String> all = new LinkedHashMap<>(base);
        all.putAll(changes);
        return all;
    }

    private static String sheet() {
        try (InputStream in = ContrastTest.class.getResourceAsStream("/static/css/shisa.css")) {
            assertThat(in).as("/static/css/shisa.css").isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
