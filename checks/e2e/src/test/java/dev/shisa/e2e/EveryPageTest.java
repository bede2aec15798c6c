package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every page that an owner can reach, in both languages, after the first ten minutes. */
@Tag("browser")
@Order(2)
@OnStage
class EveryPageTest {

    private static final Map<Words, Crawl> CRAWLS = new HashMap<>();

    static List<Words> languages() {
        return List.of(Words.JA, Words.EN);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void isReachableAndSaysWhatItIs(Words words, Stage.Scene scene) {
        Crawl crawl = crawl(words, scene);

        assertThat(crawl.troubles()).isEmpty();
        assertThat(crawl.routes()).as("pages of all capabilities").hasSizeGreaterThan(40);
    }

    /** Each route in one of the languages and one of the themes: the make of a page is the same in all, and axe takes its time. */
    @ParameterizedTest
    @MethodSource("languages")
    void isLegibleOnAPhoneAndAccessible(Words words, Stage.Scene scene) {
        Words other = words.isJapanese() ? Words.EN : Words.JA;
        isJudged(words, scene, route -> {
            boolean here = words.isJapanese() == (route.hashCode() % 2 == 0)
                    || !crawl(other, scene).routes().containsKey(route);
            return here ? List.of(route.hashCode() / 2 % 2 == 0 ? "light" : "dark") : List.of();
        });
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("languages")
    void isAccessibleInBothThemes(Words words, Stage.Scene scene) {
        isJudged(words, scene, route -> List.of("light", "dark"));
    }

    private static void isJudged(Words words, Stage.Scene scene, Function<String, List<String>> themes) {
        List<String> troubles = new ArrayList<>();
        try (Visitor owner = scene.ownerReading(words, Axe.needs())) {
            owner.opens("/");
            for (Map.Entry<String, String> route : crawl(words, scene).routes().entrySet()) {
                String address = route.getValue();
                owner.shows(address);
                for (String theme : themes.apply(route.getKey())) {
                    owner.page().evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme);
                    Axe.violations(owner.page())
                            .forEach(violation -> troubles.add(address + " (" + theme + "): " + violation));
                }
                for (int width : Measures.PHONES) {
                    owner.page().setViewportSize(width, 800);
                    Measures.sideways(owner.page())
                            .forEach(what -> troubles.add(address + " at " + width + " px: " + what));
                }
                owner.page().setViewportSize(Measures.DESK, 900);
            }
            assertThat(troubles).isEmpty();
            assertThat(owner.complaints()).isEmpty();
        }
    }

    private static Crawl crawl(Words words, Stage.Scene scene) {
        return CRAWLS.computeIfAbsent(words, w -> {
            try (Visitor owner = scene.ownerReading(w)) {
                return Crawl.from(owner, "/");
            }
        });
    }
}
