package dev.shisa.advisory;

import static dev.shisa.advisory.Shape.list;
import static dev.shisa.advisory.Shape.object;
import static dev.shisa.advisory.Shape.oneOf;
import static dev.shisa.advisory.Shape.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An extension whose schema and metadata are known (2.1, section 2.3). These are the ones that the specification itself has for
 * documentation and tests; there is no official one.
 *
 * @param schema the URL that stands for it
 * @param shape what its schema demands of an item
 * @param most how often it may stand in one list, by the place of the list; as often as one likes where nothing is said
 * @param incompatible schemas that may not stand in the same document
 */
record Extension(String schema, Shape shape, Map<Where, Integer> most, Set<String> incompatible) {

    /** Where a list of extensions may stand. */
    enum Where {
        DOCUMENT("/document/x_extensions"),
        BRANCH("/product_tree/branches/.*/product/x_extensions"),
        FULL_PRODUCT_NAME("/product_tree/full_product_names/[0-9]+/x_extensions"),
        PRODUCT_PATH("/product_tree/product_paths/[0-9]+/full_product_name/x_extensions"),
        METRIC("/vulnerabilities/[0-9]+/metrics/[0-9]+/content/x_extensions"),
        VULNERABILITY("/vulnerabilities/[0-9]+/x_extensions"),
        ROOT("/x_extensions");

        private final String pattern;

        Where(String pattern) {
            this.pattern = pattern;
        }

        static Optional<Where> of(Place list) {
            return List.of(values()).stream()
                    .filter(w -> list.pointer().matches(w.pattern))
                    .findFirst();
        }
    }

    private static final String START =
            "https://raw.githubusercontent.com/oasis-tcs/csaf/refs/heads/master/csaf_2.1/extension/data/valid/documentation-";
    private static final String ELEVEN = START + "11/documentation-11-content_1.0.0.json";
    private static final String TWELVE = START + "12/documentation-12-content_1.0.0.json";
    private static final String THIRTEEN = START + "13/documentation-13-content_1.0.0.json";

    /** By its schema. */
    static final Map<String, Extension> KNOWN = Map.of(
            ELEVEN,
            new Extension(
                    ELEVEN,
                    item(false, object().atLeast(1).closed(true).may("documentation", documentation())),
                    Map.of(
                            Where.DOCUMENT, 1,
                            Where.BRANCH, 1,
                            Where.FULL_PRODUCT_NAME, 1,
                            Where.PRODUCT_PATH, 1,
                            Where.METRIC, 1,
                            Where.VULNERABILITY, 1,
                            Where.ROOT, 1),
                    Set.of(TWELVE)),
            TWELVE,
            new Extension(
                    TWELVE,
                    item(
                            false,
                            object().atLeast(1)
                                    .closed(true)
                                    .must("documentation", documentation())
                                    .may("notes", list(text()))),
                    Map.of(
                            Where.DOCUMENT, 4096,
                            Where.BRANCH, 4096,
                            Where.FULL_PRODUCT_NAME, 10,
                            Where.PRODUCT_PATH, 2,
                            Where.METRIC, 0,
                            Where.VULNERABILITY, 4096,
                            Where.ROOT, 4096),
                    Set.of(ELEVEN)),
            THIRTEEN,
            new Extension(
                    THIRTEEN,
                    item(true, object().atLeast(1).closed(true).may("configuration_tree", configurations())),
                    Map.of(
                            Where.DOCUMENT, 0,
                            Where.BRANCH, 0,
                            Where.FULL_PRODUCT_NAME, 0,
                            Where.PRODUCT_PATH, 0,
                            Where.METRIC, 0,
                            Where.VULNERABILITY, 0,
                            Where.ROOT, 1),
                    Set.of()));

    Extension {
        most = Map.copyOf(most);
        incompatible = Set.copyOf(incompatible);
    }

    private static Shape item(boolean critical, Shape content) {
        return object().closed(true)
                .must("$schema", text())
                .must("category", oneOf("essential", "significant", "supplementary"))
                .must("critical", (place, faults) -> {
                    if (!place.node().isBoolean() || place.node().booleanValue() != critical) {
                        faults.broken(place, "shape.one-of", place.node(), critical);
                    }
                })
                .must("content", content);
    }

    private static Shape documentation() {
        return oneOf(
                "This extension is for documentation and test purposed only. It is valid. It is not allowed to be used in a"
                        + " production CSAF.");
    }

    private static Shape configurations() {
        Shape configuration =
                object().closed(true).must("configuration_id", text()).must("details", text());
        Shape relationship = object().closed(true)
                .must("configuration_reference", text())
                .must("full_product_name", object().must("name", text()).must("product_id", text()))
                .must("product_reference", text());
        return object().must("configurations", Shape.set(configuration)).must("relationships", Shape.set(relationship));
    }
}
