package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody registers a passkey and signs in with nothing else, at a browser with an authenticator of its own. */
@Tag("browser")
@Order(9)
@OnStage
class PasskeySignInTest {

    static Stream<Words> languages() {
        return Stream.of(Words.JA, Words.EN);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void aPasskeyIsMadeUsedAndRemoved(Words words, Stage.Scene scene) {
        FirstTenMinutes story = scene.after(Words.JA);
        try (Visitor visitor = scene.trusting(story.shisa(), words)) {
            visitor.speaks(words);
            Page page = visitor.page();
            CDPSession devTools = page.context().newCDPSession(page);
            devTools.send("WebAuthn.enable");
            devTools.send("WebAuthn.addVirtualAuthenticator", authenticator());
            Maker maker = new Maker(visitor);
            maker.signsIn(story.owner().email(), story.owner().password());
            visitor.opens("/account/sign-ins");
            visitor.forgetComplaints();

            visitor.types(words.say("passkey.name"), "e2e " + words.language());
            visitor.types(words.say("account.password.present"), story.owner().password());
            visitor.presses(words.say("passkey.add"));
            page.waitForURL("**/account/sign-ins?done=added");
            assertThat(visitor.sees("e2e " + words.language())).isTrue();

            maker.signsOut();
            visitor.opens("/sign-in");
            visitor.presses(words.say("passkey.sign-in"));
            page.waitForURL("**/");
            visitor.opens("/account/sign-ins");
            assertThat(visitor.sees("e2e " + words.language())).isTrue();
            assertThat(visitor.complaints()).isEmpty();

            page.locator("summary")
                    .filter(new Locator.FilterOptions().setHasText(words.say("passkey.remove")))
                    .first()
                    .click();
            page.locator("details[open] button.btn-danger").first().click();
            page.waitForURL("**/account/sign-ins?done=removed");
            assertThat(visitor.sees("e2e " + words.language())).isFalse();
        }
    }

    /** One built into the device, with a finger that is always the right one. */
    private static JsonObject authenticator() {
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject request = new JsonObject();
        request.add("options", options);
        return request;
    }
}
