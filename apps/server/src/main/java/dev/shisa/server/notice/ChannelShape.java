package dev.shisa.server.notice;

import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.outgoing.Outcome;
import dev.shisa.server.platform.outgoing.OutsideHttp;
import dev.shisa.server.platform.outgoing.StandardWebhook;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a service wants a message to look like, as of the middle of 2026.
 *
 * <ul>
 *   <li>Slack: incoming webhook, {@code text} in which {@code & < >} are written as entities.
 *   <li>Mattermost: incoming webhook, {@code text} in Markdown.
 *   <li>Teams: a workflow that starts when a webhook request is received, with an Adaptive Card as the attachment of a message.
 *   <li>Chatwork: {@code POST /v2/rooms/{room}/messages}, a form, the token in a header.
 *   <li>LINE WORKS: the app Incoming Webhook, title, text and one button.
 *   <li>JSON: our own, signed as Standard Webhooks 1.0 says.
 * </ul>
 */
enum ChannelShape {
    SLACK,
    MATTERMOST,
    TEAMS,
    CHATWORK,
    LINEWORKS,
    JSON;

    /** Slack cuts a text at 40,000 characters, Teams a card at 28 kB, LINE WORKS a text at 2,000. */
    private static final int TEXT_CHARS_MAX = 1_900;

    private static final int TITLE_CHARS_MAX = 100;
    private static final JsonMapper WRITER = JsonMapper.builder().build();

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ChannelShape> of(String id) {
        return Arrays.stream(values()).filter(shape -> shape.id().equals(id)).findFirst();
    }

    /** Whether the address itself is the secret, as with all services that tell nobody apart but by it. */
    boolean addressIsSecret() {
        return this != CHATWORK && this != JSON;
    }

    /** The address of a room of Chatwork, of its number. */
    static Optional<URI> chatworkRoom(String number) {
        return number.matches("[0-9]{1,20}")
                ? Optional.of(URI.create("https://api.chatwork.com/v2/rooms/" + number + "/messages"))
                : Optional.empty();
    }

    /**
     * What is told.
     *
     * @param id the same when it is sent again
     * @param lines sentences of what happened
     * @param href the page that shows all of it, with host
     */
    record Told(String id, Instant at, String sort, String title, List<Line> lines, String button, String href) {

        /** One sentence with the address of its page. */
        record Line(String kind, int count, String sentence, String href) {}

        Told {
            lines = List.copyOf(lines);
        }

        private String text(String between) {
            return Cut.to(
                    String.join(
                            between,
                            lines.stream().map(line -> "・" + line.sentence()).toList()),
                    TEXT_CHARS_MAX);
        }
    }

    /** Sends it, in a bounded time, without following redirects. */
    Outcome send(OutsideHttp.To to, String secret, Told told, Instant now) throws InterruptedException {
        return switch (this) {
            case SLACK ->
                post(
                        to,
                        Map.of(
                                "text",
                                "*" + slack(told.title()) + "*\n" + slack(told.text("\n")) + "\n<" + told.href() + "|"
                                        + slack(told.button()) + ">"));
            case MATTERMOST ->
                post(
                        to,
                        Map.of(
                                "text",
                                "**" + mattermost(told.title()) + "**\n\n" + mattermost(told.text("\n")) + "\n\n["
                                        + mattermost(told.button()) + "](" + told.href() + ")"));
            case TEAMS -> post(to, card(told));
            case LINEWORKS ->
                post(
                        to,
                        Map.of(
                                "title",
                                Cut.to(told.title(), TITLE_CHARS_MAX),
                                "body",
                                Map.of("text", told.text("\n")),
                                "button",
                                Map.of("label", Cut.to(told.button(), 20), "url", told.href())));
            case CHATWORK ->
                post(
                        to,
                        Map.of("Content-Type", "application/x-www-form-urlencoded", "X-ChatWorkToken", secret),
                        "self_unread=1&body="
                                + URLEncoder.encode(
                                        "[info][title]" + chatwork(told.title()) + "[/title]"
                                                + chatwork(told.text("\n")) + "\n" + told.href() + "[/info]",
                                        StandardCharsets.UTF_8));
            case JSON ->
                StandardWebhook.send(
                        to, secret, told.id(), now, "application/json", WRITER.writeValueAsString(own(told)));
        };
    }

    private static Outcome post(OutsideHttp.To to, Map<String, ?> body) throws InterruptedException {
        return post(
                to,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                WRITER.writeValueAsString(new TreeMap<>(body)));
    }

    private static Outcome post(OutsideHttp.To to, Map<String, String> headers, String body)
            throws InterruptedException {
        try {
            OutsideHttp.Answer answer = OutsideHttp.post(to, headers, body.getBytes(StandardCharsets.UTF_8));
            return answer.status() / 100 == 2
                    ? new Outcome.Arrived("")
                    : OutsideHttp.unexpected(to.uri(), answer.status());
        } catch (OutsideHttp.NoAnswer e) {
            return e.why();
        }
    }

    private static Map<String, Object> card(Told told) {
        List<Map<String, Object>> body = Stream.concat(
                        Stream.of(block(told.title(), "Bolder")), Stream.of(block(teams(told.text("\n\n")), "Default")))
                .toList();
        Map<String, Object> content = new TreeMap<>(Map.of(
                "$schema", "http://adaptivecards.io/schemas/adaptive-card.json",
                "type", "AdaptiveCard",
                "version", "1.4",
                "body", body,
                "actions", List.of(Map.of("type", "Action.OpenUrl", "title", told.button(), "url", told.href()))));
        return Map.of(
                "type",
                "message",
                "attachments",
                List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", content)));
    }

    private static Map<String, Object> block(String text, String weight) {
        return new TreeMap<>(Map.of("type", "TextBlock", "text", text, "wrap", true, "weight", weight));
    }

    private static Map<String, Object> own(Told told) {
        TreeMap<String, Object> data = new TreeMap<>();
        data.put("sort", told.sort());
        data.put("title", told.title());
        data.put("url", told.href());
        data.put(
                "notices",
                told.lines().stream()
                        .map(line -> new TreeMap<String, Object>(Map.of(
                                "kind",
                                line.kind(),
                                "count",
                                line.count(),
                                "text",
                                line.sentence(),
                                "url",
                                line.href())))
                        .toList());
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("type", "notice");
        body.put("timestamp", told.at().toString());
        body.put("data", data);
        return body;
    }

    private static String slack(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** What a series is called must not become one of Chatwork's marks, such as one that calls everybody in the room. */
    private static String chatwork(String text) {
        return text.replace('[', '［').replace(']', '］');
    }

    /** The same for the Markdown of a card. */
    private static String teams(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]()#])", "\\\\$1");
    }

    /** All of its Markdown, and the sign by which everybody in a room is called. */
    private static String mattermost(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]()#~|>!])", "\\\\$1").replace('@', '＠');
    }
}
