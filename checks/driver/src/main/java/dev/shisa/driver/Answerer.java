package dev.shisa.driver;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Fills question pages in as a person would: with one of the offered choices, or a plausible number, day or text. */
public final class Answerer {

    private static final String VALUE = "answer-value";

    private final Catalogue catalogue;
    private final SplittableRandom random;

    public Answerer(Catalogue catalogue, SplittableRandom random) {
        this.catalogue = catalogue;
        this.random = random;
    }

    /** Whether the page asks anything; the flow ends with one that does not. */
    public static boolean asks(Client.Answer page) {
        return Form.in(page.body()).value("key").isPresent();
    }

    /** What the fact is about that a page asks for; empty where it asks for none. */
    public static Optional<Subject.Kind> scope(Catalogue catalogue, Client.Answer page) {
        return asked(catalogue, Form.in(page.body())).map(FactDefinition::scope);
    }

    /** Whether answers that contradict each other are both so is asked as well, and is no fact: that is for whoever knows the product. */
    private static Optional<FactDefinition> asked(Catalogue catalogue, Form form) {
        return form.value("key").flatMap(key -> catalogue.fact(new FactKey(key)));
    }

    /**
     * Sends an answer to the question of a page.
     *
     * @param document whether a document is attached
     */
    public Client.Answer answer(Client client, String series, Client.Answer page, boolean document)
            throws IOException, InterruptedException {
        byte[] file = ("記録 " + random.nextLong()).getBytes(StandardCharsets.UTF_8);
        return answer(client, series, page, document ? file : new byte[0]).answer();
    }

    /**
     * An answer that was sent.
     *
     * @param answer of the server
     * @param complete whether it held a value and the document; otherwise it said "later"
     */
    public record Sent(Client.Answer answer, boolean complete) {}

    /**
     * Sends an answer to the question of a page.
     *
     * @param document to attach; none if empty
     */
    public Sent answer(Client client, String series, Client.Answer page, byte[] document)
            throws IOException, InterruptedException {
        Form form = Form.in(page.body());
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String hidden : List.of("key", "item", "flow", "requirement", "once")) {
            form.value(hidden).ifPresent(value -> fields.add(Map.entry(hidden, value)));
        }
        form.inputs().stream()
                .filter(i -> i.name().equals("skip"))
                .forEach(i -> fields.add(Map.entry("skip", i.value())));
        Optional<List<Map.Entry<String, String>>> filled = filled(form);
        if (filled.isEmpty()) {
            fields.add(Map.entry("later", "1"));
        } else {
            fields.addAll(filled.get());
        }
        boolean attached = document.length > 0 && filled.isPresent();
        if (attached) {
            fields.add(Map.entry("place", random.nextInt(1, 90) + "ページ"));
        }
        Client.Answer answer =
                client.postParts("/products/" + series + "/questions", fields, attached ? "test.txt" : "", document);
        return new Sent(answer, filled.isPresent());
    }

    /** Empty when there is nothing to choose from yet, or no fact is asked for. */
    private Optional<List<Map.Entry<String, String>>> filled(Form form) {
        Optional<FactDefinition> asked = asked(catalogue, form);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        FactDefinition definition = asked.get();
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        // One that stands for "not chosen yet" is none.
        List<String> choices =
                form.choices(VALUE).stream().filter(choice -> !choice.isEmpty()).toList();
        switch (definition.type()) {
            case SET -> {
                fields.addAll(choices.stream().map(c -> Map.entry(VALUE, c)).toList());
                int more = choices.isEmpty() ? 1 + random.nextInt(3) / 2 : 0;
                List<String> names = new ArrayList<>();
                for (int i = 0; i < more; i++) {
                    names.add("項目 " + (i + 1));
                }
                fields.add(Map.entry("add", String.join("\n", names)));
            }
            case FLAG, WORD, REF, WORDS -> {
                if (choices.isEmpty()) {
                    return Optional.empty();
                }
                // The first choices are the usual ones.
                int at = Math.min(random.nextInt(choices.size()), random.nextInt(choices.size()));
                fields.add(Map.entry(VALUE, choices.get(at)));
            }
            case WHOLE -> {
                Long min = definition.min();
                fields.add(Map.entry(VALUE, Long.toString((min == null ? 0 : min) + random.nextInt(13))));
            }
            case DAY ->
                fields.add(Map.entry(VALUE, ((definition.past() ? 2020 : 2027) + random.nextInt(6)) + "-04-01"));
            case TEXT -> fields.add(Map.entry(VALUE, "設計書 " + random.nextInt(1, 9) + " 章のとおりです。"));
        }
        if (form.has("answer-detail")) {
            fields.add(Map.entry("answer-detail", "設計書 " + random.nextInt(1, 9) + " 章"));
        }
        return Optional.of(fields);
    }
}
