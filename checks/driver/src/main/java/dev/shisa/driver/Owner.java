package dev.shisa.driver;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the first person does with a new installation before there is anything to answer. */
public final class Owner {

    public static final String EMAIL = "owner@midorihama.example";
    public static final String PASSWORD = "plum kettle under the harbour bridge 7";

    private Owner() {}

    /** Makes the account by the link of the first start, and names the organisation. */
    public static void setUp(Client owner, String path) throws IOException, InterruptedException {
        owner.get(path).expect(200);
        redirected(owner.post(
                path, List.of(Map.entry("name", "田中 計測"), Map.entry("email", EMAIL), Map.entry("password", PASSWORD))));
        owner.get("/set-up/organisation").expect(200);
        redirected(owner.post(
                "/set-up/organisation", List.of(Map.entry("organisation", "みどり浜光機株式会社"), Map.entry("language", "ja"))));
    }

    /** Enters a value for each parameter of each guide, so that no question waits for one. */
    public static void setsParameters(Client owner) throws IOException, InterruptedException {
        String first = owner.get("/parameters").expect(200).body();
        sets(owner, first);
        for (String guide : Pattern.compile("href=\"(/parameters\\?guide=[a-z0-9-]+)\"")
                .matcher(first)
                .results()
                .map(found -> found.group(1))
                .toList()) {
            sets(owner, owner.get(guide).expect(200).body());
        }
    }

    private static void sets(Client owner, String page) throws IOException, InterruptedException {
        Form form = Form.in(page);
        Map<String, String> fields = new TreeMap<>();
        for (Form.Input input : form.inputs()) {
            if (input.name().startsWith("version-")) {
                fields.put(input.name(), input.value());
            } else if (input.name().startsWith("value-")) {
                boolean chosen = input.type().equals("radio") || input.type().equals("checkbox");
                fields.putIfAbsent(
                        input.name(), chosen ? input.value() : input.name().endsWith("edition") ? "2.1" : "10");
            } else if (input.name().startsWith("source-")) {
                fields.put(input.name(), "評価ガイド 2.1");
            }
        }
        redirected(owner.post("/parameters", List.copyOf(fields.entrySet())));
    }

    /** Enters a series of cameras. */
    public static void create(Client owner, String code, String name, List<String> models)
            throws IOException, InterruptedException {
        owner.get("/products/new").expect(200);
        redirected(owner.post(
                "/products/new",
                List.of(
                        Map.entry("name", name),
                        Map.entry("kind", "ネットワークカメラ"),
                        Map.entry("code", code),
                        Map.entry("models", String.join("\n", models)),
                        Map.entry("release", "1.0.0"))));
    }

    /** Forms that were taken lead on to a page. */
    public static void redirected(Client.Answer answer) throws IOException {
        if (answer.status() / 100 != 3) {
            answer.expect(303);
        }
    }
}
