package dev.shisa.server.verification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The checklists for reviews of documents: data, {@code reviews.json}, each point with where it comes from. */
@Component
class Reviews {

    /**
     * @param id of its title in the messages: {@code verification.review.<id>}
     */
    record Checklist(String id, List<Point> points) {

        Checklist {
            points = List.copyOf(points);
        }
    }

    /** @param source where a guide asks for it */
    record Point(String id, String ja, String en, String source) {

        String in(Locale locale) {
            return locale.getLanguage().equals("en") ? en : ja;
        }
    }

    /** What a reviewer says of a point. */
    enum Judgement {
        MET,
        FINDING,
        /** With a note that says why. */
        INAPPLICABLE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Judgement> parse(String id) {
            return List.of(values()).stream().filter(j -> j.id().equals(id)).findFirst();
        }
    }

    /** @param note what was found, or why the point does not apply */
    record Judged(Judgement judgement, String note) {}

    private final Map<String, Checklist> all = new LinkedHashMap<>();

    Reviews() {
        try (InputStream in = Reviews.class.getResourceAsStream("reviews.json")) {
            if (in == null) {
                throw new IllegalStateException("reviews.json is not in the program");
            }
            for (JsonNode node : JsonMapper.builder().build().readTree(in)) {
                List<Point> points = new ArrayList<>();
                node.path("items")
                        .forEach(p ->
                                points.add(new Point(text(p, "id"), text(p, "ja"), text(p, "en"), text(p, "source"))));
                all.put(text(node, "id"), new Checklist(text(node, "id"), points));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reviews.json cannot be read", e);
        }
    }

    List<Checklist> all() {
        return List.copyOf(all.values());
    }

    Optional<Checklist> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    private static String text(JsonNode node, String name) {
        String value = node.path(name).asString("");
        if (value.isEmpty()) {
            throw new IllegalStateException("reviews.json: no " + name + " in " + node);
        }
        return value;
    }
}
