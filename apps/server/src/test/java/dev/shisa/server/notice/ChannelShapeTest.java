package dev.shisa.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.outgoing.HttpSink;
import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import dev.shisa.server.platform.outgoing.StandardWebhook;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What each service is sent, in the shape that it documents. */
class ChannelShapeTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final ChannelShape.Told TOLD = new ChannelShape.Told(
            "0198-1",
            NOW,
            "soon",
            "[Shisa] みどり浜: 急ぎのお知らせ(2件)",
            List.of(
                    new ChannelShape.Told.Line("findings", 2, "A<b>&[toall] *x*", "https://shisa.example/products/A"),
                    new ChannelShape.Told.Line("verdict", 1, "B", "https://shisa.example/products/B")),
            "お知らせを見る",
            "https://shisa.example/notices");

    private static HttpSink.Got sent(ChannelShape shape, String secret) throws Exception {
        try (HttpSink sink = new HttpSink(200, Map.of())) {
            assertThat(shape.send(new OutsideHttp.To(URI.create(sink.url("/hook")), true), secret, TOLD, NOW))
                    .isInstanceOf(Outcome.Arrived.class);
            assertThat(sink.got()).hasSize(1);
            return sink.got().getFirst();
        }
    }

    @Test
    void slackGetsATextWhoseSignsAreEntities() throws Exception {
        HttpSink.Got got = sent(ChannelShape.SLACK, "x");
        assertThat(got.headers().get("content-type")).startsWith("application/json");
        assertThat(JSON.readTree(got.body()).path("text").asString())
                .contains("A&lt;b&gt;&amp;", "<https://shisa.example/notices|お知らせを見る>")
                .doesNotContain("<b>");
    }

    @Test
    void mattermostGetsMarkdownInWhichNothingFromOutsideIsASignAndNobodyIsCalled() throws Exception {
        ChannelShape.Told told = new ChannelShape.Told(
                "0198-2",
                NOW,
                "soon",
                "[Shisa] 急ぎ",
                List.of(new ChannelShape.Told.Line(
                        "findings", 1, "@channel ![x](http://a) ~y~", "https://shisa.example/products/A")),
                "お知らせを見る",
                "https://shisa.example/notices");
        try (HttpSink sink = new HttpSink(200, Map.of())) {
            ChannelShape.MATTERMOST.send(new OutsideHttp.To(URI.create(sink.url("/hooks/k")), true), "", told, NOW);
            assertThat(JSON.readTree(sink.got().getFirst().body()).path("text").asString())
                    .isEqualTo("**\\[Shisa\\] 急ぎ**\n\n・＠channel \\!\\[x\\]\\(http://a\\) \\~y\\~\n\n"
                            + "[お知らせを見る](https://shisa.example/notices)");
        }
    }

    @Test
    void teamsGetsAnAdaptiveCardAsTheAttachmentOfAMessage() throws Exception {
        JsonNode message = JSON.readTree(sent(ChannelShape.TEAMS, "x").body());
        assertThat(message.path("type").asString()).isEqualTo("message");
        JsonNode attachment = message.path("attachments").path(0);
        assertThat(attachment.path("contentType").asString()).isEqualTo("application/vnd.microsoft.card.adaptive");
        JsonNode card = attachment.path("content");
        assertThat(card.path("type").asString()).isEqualTo("AdaptiveCard");
        assertThat(card.path("body").path(1).path("text").asString()).contains("\\*x\\*");
        assertThat(card.path("actions").path(0).path("url").asString()).isEqualTo("https://shisa.example/notices");
    }

    @Test
    void chatworkGetsAFormWithTheTokenInItsHeaderAndNobodyIsCalledByAName() throws Exception {
        HttpSink.Got got = sent(ChannelShape.CHATWORK, "token-1");
        assertThat(got.headers()).containsEntry("x-chatworktoken", "token-1");
        assertThat(got.headers().get("content-type")).isEqualTo("application/x-www-form-urlencoded");
        String body = URLDecoder.decode(got.body(), StandardCharsets.UTF_8);
        assertThat(body).contains("body=[info][title]", "［toall］").doesNotContain("[toall]");
        assertThat(ChannelShape.chatworkRoom("123"))
                .contains(URI.create("https://api.chatwork.com/v2/rooms/123/messages"));
        assertThat(ChannelShape.chatworkRoom("123/../../me")).isEmpty();
    }

    @Test
    void lineWorksGetsTitleTextAndOneButton() throws Exception {
        JsonNode body = JSON.readTree(sent(ChannelShape.LINEWORKS, "x").body());
        assertThat(body.path("title").asString()).contains("急ぎのお知らせ");
        assertThat(body.path("body").path("text").asString()).contains("・B");
        assertThat(body.path("button").path("label").asString()).isEqualTo("お知らせを見る");
        assertThat(body.path("button").path("url").asString()).isEqualTo("https://shisa.example/notices");
    }

    @Test
    void aSystemOfOnesOwnGetsSignedJson() throws Exception {
        String secret = StandardWebhook.secret(new SecureRandom());
        HttpSink.Got got = sent(ChannelShape.JSON, secret);
        assertThat(got.headers()).containsEntry("webhook-id", "0198-1");
        assertThat(got.headers().get("webhook-signature"))
                .isEqualTo(StandardWebhook.signature(secret, "0198-1." + NOW.getEpochSecond() + "." + got.body()));
        JsonNode notices = JSON.readTree(got.body()).path("data").path("notices");
        assertThat(notices.path(0).path("count").asInt()).isEqualTo(2);
        assertThat(notices.path(1).path("url").asString()).isEqualTo("https://shisa.example/products/B");
    }

    @Test
    void whoSendsElsewhereIsNotFollowed() throws Exception {
        try (HttpSink inside = new HttpSink(200, Map.of());
                HttpSink outside = new HttpSink(307, Map.of("Location", inside.url("/admin")))) {
            Outcome outcome =
                    ChannelShape.SLACK.send(new OutsideHttp.To(URI.create(outside.url("/hook")), true), "x", TOLD, NOW);
            assertThat(outcome.code()).isEqualTo("redirected");
            assertThat(((Outcome.Failed) outcome).isRefusal()).isTrue();
            assertThat(inside.got()).isEmpty();
        }
    }

    @Test
    void aBusyReceiverIsTriedAgainAndOneThatDoesNotWantItIsNot() {
        assertThat(new Outcome.Failed("status", "host", "429").isRefusal()).isFalse();
        assertThat(new Outcome.Failed("status", "host", "503").isRefusal()).isFalse();
        assertThat(new Outcome.Failed("status", "host", "404").isRefusal()).isTrue();
        assertThat(new Outcome.Failed("mail-refused", "host", "450 later").isRefusal())
                .isFalse();
        assertThat(new Outcome.Failed("mail-refused", "host", "550 nobody").isRefusal())
                .isTrue();
    }
}
