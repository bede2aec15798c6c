package dev.shisa.server.tracker;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How one kind of tracker is spoken to. It asks and reads, and keeps nothing. */
sealed interface Adapter permits Backlog, GitHub, GitLab, Jira, Redmine {

    /**
     * What is to be done there.
     *
     * @param due null: there is no day
     */
    record Draft(String title, String text, @Nullable LocalDate due) {}

    /**
     * An issue as the tracker tells it.
     *
     * @param ref by which it is asked for again, also when it was moved or renamed where the tracker knows such an id
     * @param key what people call it
     * @param url its page; empty: the tracker tells none that may be followed
     * @param state in the words of the tracker
     * @param assignee who has it there, as the tracker calls them; empty: nobody
     */
    record There(String ref, String key, String url, String state, boolean closed, String assignee) {

        /** Longer words are cut: they are shown in a line. */
        private static final int WORDS_MAX = 200;

        public There {
            state = cut(state);
            assignee = cut(assignee);
            key = cut(key);
        }

        private static String cut(String words) {
            return words.length() > WORDS_MAX ? words.substring(0, WORDS_MAX) : words;
        }
    }

    /** The name of the project, as the tracker calls it. */
    String project(Wire wire) throws Trouble, InterruptedException;

    /** Makes an issue. */
    There create(Wire wire, Draft draft) throws Trouble, InterruptedException;

    /** How issues are now, by their ref; those that the tracker does not know any more are not among them. */
    Map<String, There> read(Wire wire, List<String> refs) throws Trouble, InterruptedException;

    /** An issue of what the tracker said of it. */
    There there(Wire wire, JsonNode said) throws Trouble;

    /** Who asks, beside the token. */
    Map<String, String> headers(Wire wire);

    /** The address that begins that of each request. */
    default String api(Wire wire) {
        return wire.base();
    }

    /** Where the page of an issue lies; empty where what the tracker says leads elsewhere than to a page of the web. */
    static String page(JsonNode said, String field) {
        String url = said.path(field).asString("");
        try {
            URI uri = URI.create(url);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return url.length() <= 2_000 && web && uri.getHost() != null && uri.getRawUserInfo() == null ? url : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** What is known of each, where a tracker is asked for one after the other. */
    interface One {
        Optional<There> read(String ref) throws Trouble, InterruptedException;
    }

    static Map<String, There> each(List<String> refs, One one) throws Trouble, InterruptedException {
        SortedMap<String, There> all = new TreeMap<>();
        for (String ref : refs) {
            one.read(ref).ifPresent(there -> all.put(ref, there));
        }
        return all;
    }

    /** What is known of each, where a tracker tells many at once. */
    static Map<String, There> all(List<There> found) {
        SortedMap<String, There> all = new TreeMap<>();
        found.forEach(there -> all.put(there.ref(), there));
        return all;
    }

    /** The elements of an array that the answer has to be. */
    static List<JsonNode> elements(JsonNode array) throws Trouble {
        if (!array.isArray()) {
            throw Trouble.unreadable();
        }
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    /** A text or number that the answer has to have. */
    static String must(JsonNode said, String field) throws Trouble {
        String value = said.path(field).asString("");
        if (value.isEmpty()) {
            throw Trouble.unreadable();
        }
        return value;
    }
}
