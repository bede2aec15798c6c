package dev.shisa.server.webhook;

import java.util.Set;

/** What the pages about webhooks show. */
public final class WebhookView {

    private WebhookView() {}

    /** One address; {@code state} is {@code untried}, {@code well}, {@code missed}, {@code failing} or {@code paused}, {@code shape} its sign. */
    public record Row(
            String id, String name, String url, String events, String state, String shape, String words, String made) {}

    /** One attempt. */
    public record Told(String at, String number, String event, String shape, String words, boolean byItself) {}

    /** What stands in the form. */
    public record Form(String name, String url, boolean inside, Set<String> events) {}
}
