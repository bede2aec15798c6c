package dev.shisa.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading, and documents that mean harm. */
class CsafDocumentTest {

    private static final int MUTANTS = 400;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "[]",
                "{}",
                "{\"document\":{\"csaf_version\":\"3.0\"}}",
                "{\"document\":{\"csaf_version\":2.0}}",
                "{\"document\":{\"csaf_version\":\"2.0\"}} {}",
                "{\"document\":{\"csaf_version\":\"2.0\"},\"score\":3e33333333333333}",
                "{\"document\":{\"csaf_version\":\"2.0\",\"csaf_version\":\"2.1\"}}",
                "{\"document\":{\"csaf_version\":\"2.0\""
            })
    void whatIsNoDocumentIsRefusedInOneSentence(String text) {
        assertThatExceptionOfType(UnreadableCsafException.class)
                .isThrownBy(() -> CsafDocument.read(text.getBytes(StandardCharsets.UTF_8)))
                .satisfies(e -> {
                    assertThat(Sentences.in(Locale.ENGLISH).say(e))
                            .endsWith(".")
                            .doesNotContain("{0}");
                    assertThat(Sentences.in(Locale.JAPANESE).say(e)).endsWith("。");
                });
    }

    @Test
    void bytesDepthAndLengthsAreBounded() {
        String deep = "{\"document\":{\"csaf_version\":\"2.0\"},\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        String longText = "{\"document\":{\"csaf_version\":\"2.0\",\"title\":\"" + "x".repeat(2 << 20) + "\"}}";
        for (byte[] hostile : List.of(
                deep.getBytes(StandardCharsets.UTF_8),
                longText.getBytes(StandardCharsets.UTF_8),
                new byte[CsafDocument.BYTES_MAX + 1])) {
            assertThatExceptionOfType(UnreadableCsafException.class).isThrownBy(() -> CsafDocument.read(hostile));
        }
    }

    @Test
    void branchesAsDeepAsCanBeReadAreToldAndNotFatal() throws Exception {
        JsonNode document = Cases.base(CsafVersion.V2_1);
        ObjectNode branch =
                Cases.JSON.createObjectNode().put("category", "product_name").put("name", "leaf");
        branch.putObject("product").put("name", "leaf").put("product_id", "LEAF");
        for (int i = 0; i < 190; i++) {
            ObjectNode above = Cases.JSON.createObjectNode();
            above.putArray("branches").add(branch);
            above.put("category", "product_family").put("name", "f" + i);
            branch = above;
        }
        ((ArrayNode) document.at("/product_tree/branches")).add(branch);
        assertThat(Cases.judged(document)).extracting(Finding::test).contains("6.1.34");
    }

    @Test
    void longValuesInEveryFormThatIsSearchedEndSoon() throws Exception {
        for (String fill : List.of("a", "a-", "x:", "\\*", "-a1", "|>1", "/a", "(", "MIT OR ")) {
            for (String pointer : List.of(
                    "/document/lang",
                    "/document/category",
                    "/document/license_expression",
                    "/document/tracking/version",
                    "/document/tracking/initial_release_date",
                    "/product_tree/branches/0/branches/0/branches/0/name",
                    "/product_tree/branches/0/branches/0/branches/0/product/product_identification_helper/purls/0",
                    "/vulnerabilities/0/metrics/0/content/cvss_v3/vectorString")) {
                JsonNode document = Cases.base(CsafVersion.V2_1);
                int slash = pointer.lastIndexOf('/');
                JsonNode parent = document.at(pointer.substring(0, slash));
                String text = fill.repeat(100_000 / fill.length());
                if (parent instanceof ObjectNode object) {
                    object.put(pointer.substring(slash + 1), text);
                } else {
                    ((ArrayNode) parent).set(0, text);
                }
                assertThat(CsafValidator.isValid(Cases.judged(document)))
                        .as(pointer)
                        .isIn(true, false);
            }
        }
        for (String cpe : List.of("cpe:2.3:", "cpe:/")) {
            assertThat(CpeName.isWellFormed(cpe + "a".repeat(100_000))).isFalse();
        }
    }

    @Test
    void groupsThatMultiplyAreToldAndNotLookedInto() throws Exception {
        JsonNode document = Cases.base(CsafVersion.V2_1);
        ArrayNode members = (ArrayNode) document.at("/product_tree/product_groups/0/product_ids");
        ArrayNode remediations = (ArrayNode) document.at("/vulnerabilities/0/remediations");
        for (int i = 0; i < 20_000; i++) {
            members.add("N" + i);
            remediations
                    .addObject()
                    .put("category", "mitigation")
                    .put("details", "x")
                    .putArray("group_ids")
                    .add("G1");
        }
        assertThat(Cases.judged(document)).extracting(Finding::code).contains("groups.too-many");
    }

    @Test
    void rangesThatMultiplyAreComparedAsFarAsThatEndsSoon() throws Exception {
        JsonNode document = Cases.base(CsafVersion.V2_1);
        ArrayNode siblings = (ArrayNode) document.at("/product_tree/branches/0/branches/0/branches");
        for (int i = 0; i < 1_000; i++) {
            ObjectNode branch = siblings.addObject()
                    .put("category", "product_version_range")
                    .put("name", ">" + i);
            branch.putObject("product").put("name", "n").put("product_id", "N" + i);
        }
        assertThat(Cases.judged(document)).extracting(Finding::code).contains("range.too-many");
    }

    /** Wrong types, missing and doubled parts everywhere: findings, or the engine's own refusal, and nothing else. */
    @ParameterizedTest
    @EnumSource(CsafVersion.class)
    void mutantsAreJudgedOrRefused(CsafVersion version) {
        Random random = new Random(20_261_121);
        List<Cases.Case> cases =
                Cases.all().stream().filter(c -> c.version() == version).toList();
        int judged = 0;
        for (int i = 0; i < MUTANTS; i++) {
            JsonNode document = cases.get(random.nextInt(cases.size())).document();
            int changes = 1 + random.nextInt(6);
            for (int k = 0; k < changes; k++) {
                mutate(document, random);
            }
            try {
                assertThat(Cases.judged(document)).doesNotContainNull();
                judged++;
            } catch (UnreadableCsafException e) {
                assertThat(e.code()).startsWith("unreadable.");
            }
        }
        assertThat(judged).isGreaterThan(MUTANTS / 2);
    }

    private static void mutate(JsonNode document, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(document, containers);
        JsonNode at = containers.get(random.nextInt(containers.size()));
        if (at instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = List.copyOf(object.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, value(containers, random));
            }
        } else if (at instanceof ArrayNode array) {
            if (!array.isEmpty() && random.nextBoolean()) {
                array.set(random.nextInt(array.size()), value(containers, random));
            } else {
                array.add(value(containers, random));
            }
        }
    }

    private static JsonNode value(List<JsonNode> containers, Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> Cases.JSON.getNodeFactory().nullNode();
            case 1 -> Cases.JSON.getNodeFactory().numberNode(random.nextLong());
            case 2 -> Cases.JSON.getNodeFactory().numberNode(new java.math.BigDecimal("1e40"));
            case 3 -> Cases.JSON.getNodeFactory().booleanNode(true);
            case 4 -> Cases.JSON.getNodeFactory().stringNode("");
            case 5 ->
                Cases.JSON
                        .getNodeFactory()
                        .stringNode("\u0000 {0} '' %zz pkg: vers: CVSS:3.1/ 9999-99-99T99:99:99Z \ud800");
            case 6 -> Cases.JSON.createArrayNode();
            case 7 -> Cases.JSON.createObjectNode();
            default -> containers.get(random.nextInt(containers.size())).deepCopy();
        };
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer() && containers.size() < 2_000) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}
