package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures of every page into target/screens, and of the board into docs/img: with {@code -Dshisa.screens=true}. */
@Tag("browser")
@Order(8)
@OnStage
class ScreensTest {

    private static final int WIDE = 1280;
    private static final int NARROW = 390;

    /** For the README. */
    private static final long PICTURE_BYTES_MAX = 300_000;

    static List<Words> languages() {
        return List.of(Words.JA, Words.EN);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void ofEveryPage(Words words, Stage.Scene scene) {
        Path folder = ShisaProcess.home().resolve("checks/e2e/target/screens/" + words);
        try (Visitor owner = scene.ownerReading(words)) {
            for (Map.Entry<String, String> route :
                    Crawl.from(owner, "/").routes().entrySet()) {
                String name = route.getKey().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
                for (int width : List.of(WIDE, NARROW)) {
                    owner.page().setViewportSize(width, 900);
                    owner.opens(route.getValue());
                    for (String theme : List.of("light", "dark")) {
                        wears(owner, theme);
                        owner.page()
                                .screenshot(new Page.ScreenshotOptions()
                                        .setFullPage(true)
                                        .setPath(folder.resolve((name.isEmpty() ? "home" : name) + "-" + theme + "-"
                                                + width + ".png")));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void ofTheBoardForTheReadme(Words words, Stage.Scene scene) throws IOException {
        FirstTenMinutes story = scene.after(words);
        try (Visitor owner = scene.visitor(story.shisa(), words)) {
            owner.speaks(words);
            Maker maker = new Maker(owner);
            maker.signsIn(story.owner().email(), story.owner().password());
            owner.page().setViewportSize(WIDE, 860);
            maker.opensTheBoard(Camera.SERIES);
            Path picture = ShisaProcess.home().resolve("docs/img/board-" + words + ".png");
            owner.page().screenshot(new Page.ScreenshotOptions().setPath(picture));
            assertThat(Files.size(picture)).isLessThan(PICTURE_BYTES_MAX);
        }
    }

    private static void wears(Visitor visitor, String theme) {
        visitor.page().evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme);
    }
}
