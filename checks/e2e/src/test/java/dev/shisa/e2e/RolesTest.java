package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, and how far. */
@Tag("browser")
@Order(4)
@OnStage
class RolesTest {

    private static final String PASSWORD = "yuki-no-asa-no-eki-5";

    @Test
    void anAuditorReadsEverythingAndChangesNothing(Stage.Scene scene) {
        FirstTenMinutes story = scene.after(Words.JA);
        String link = new Maker(story.owner().browser()).invites("監査 花子", "kansa@example.com", List.of("auditor"));
        try (Visitor auditor = scene.visitor(story.shisa(), Words.JA)) {
            new Maker(auditor).acceptsTheInvitation(link, PASSWORD);
            String series = "/products/" + Camera.SERIES;

            for (String path :
                    List.of("/", "/products", series, series + "/conformity", series + "/evidence", "/audit")) {
                assertThat(auditor.statusOf(path)).as(path).isEqualTo(200);
            }
            for (String path : List.of(
                    "/products/new",
                    series + "/questions",
                    series + "/evidence/new",
                    "/confirm",
                    "/settings/people",
                    "/settings/people/new")) {
                assertThat(auditor.statusOf(path)).as(path).isEqualTo(403);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "executive", "psirt", "operator", "auditor"})
    void noLinkEndsInARefusal(String role, Stage.Scene scene) {
        FirstTenMinutes story = scene.after(Words.JA);
        String link = new Maker(story.owner().browser()).invites(role, role + "@example.com", List.of(role));
        try (Visitor visitor = scene.visitor(story.shisa(), Words.JA)) {
            new Maker(visitor).acceptsTheInvitation(link, PASSWORD);

            assertThat(Crawl.from(visitor, "/").troubles())
                    .as("what one may not do is not offered")
                    .isEmpty();
        }
    }

    @Test
    void whoSignsOutIsOut(Stage.Scene scene) {
        try (Visitor owner = scene.ownerReading(Words.JA)) {
            owner.opens("/products");
            new Maker(owner).signsOut();

            assertThat(owner.path()).startsWith("/sign-in");
            assertThat(owner.statusOf("/products")).isEqualTo(302);
        }
    }

    @Test
    void nothingIsShownToWhoIsNotSignedIn(Stage.Scene scene) {
        FirstTenMinutes story = scene.after(Words.JA);
        try (Visitor stranger = scene.visitor(story.shisa(), Words.JA)) {
            for (String path :
                    List.of("/", "/products", "/evidence", "/settings", "/parameters", "/audit", "/search?q=a")) {
                assertThat(stranger.statusOf(path)).as(path).isEqualTo(302);
            }
            assertThat(stranger.statusOf(story.shisa().setUpPath()))
                    .as("the set-up link works once")
                    .isGreaterThanOrEqualTo(400);
        }
    }
}
