package dev.shisa.server.tracker;

import org.jspecify.annotations.Nullable;

/** What the pages about trackers show. */
public final class TrackerView {

    private TrackerView() {}

    /** A connected project; {@code state} is {@code new}, {@code well} or {@code trouble}, {@code shape} its sign. */
    public record Row(
            String id,
            String name,
            String kind,
            String project,
            String called,
            String state,
            String shape,
            String words,
            String made) {}

    /** What stands in the form; the token never does. */
    public record Form(String name, String kind, String url, boolean inside, String project, String login) {}

    /**
     * One thing that was sent.
     *
     * @param seen when the tracker last told of it; null: never
     */
    public record One(
            String id,
            String title,
            String tracker,
            String key,
            String url,
            String shape,
            String words,
            String assignee,
            String sent,
            @Nullable String seen) {}

    /**
     * What can be done with it.
     *
     * @param task address of the thing in the inbox; null: it does not wait for this reader
     * @param changed what has changed here since and was not told there; empty: nothing
     */
    public record Acts(
            boolean looked,
            boolean again,
            boolean leave,
            @Nullable String task,
            String changed) {}
}
