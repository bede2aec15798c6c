package dev.shisa.server.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.advisory.CsafVersion;
import dev.shisa.advisory.draft.Advisory;
import dev.shisa.advisory.provider.Tlp;
import dev.shisa.server.advisory.NamedVersions.As;
import dev.shisa.server.product.Release;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The signed document, what is held against triage and what keeps a version from leaving the house never say different things of a
 * version. The test knows in which order the versions were really made, reads the document as a stranger does, and compares.
 */
class NamedVersionsTest {

    private static final int ROUNDS = 1_000;
    private static final UUID SERIES = new UUID(0, 1);
    private static final Issuer ISSUER = new Issuer(
            "見本電機", "Mihon Electric", "https://mihon.example", "psirt@mihon.example", "", "MHK", "", "", "", "");

    /** A register as somebody entered it: shuffled, with names that are no numbers, and with some origins missing. */
    private record Register(List<Release> entered, List<UUID> order) {

        static Register random(Random random) {
            int size = 1 + random.nextInt(7);
            List<Release> made = new ArrayList<>();
            String sign = random.nextInt(4) == 0 ? "v" : "";
            for (int i = 0; i < size; i++) {
                String name = switch (random.nextInt(4)) {
                    case 0 -> "build-" + (char) ('z' - random.nextInt(20)) + i;
                    case 1 -> sign + "1." + i + ".0";
                    default -> sign + "1." + i;
                };
                UUID before = i == 0 || random.nextBoolean()
                        ? null
                        : made.get(random.nextInt(i)).id();
                made.add(new Release(new UUID(i + 1, random.nextLong()), SERIES, name, null, "", before, 1));
            }
            List<UUID> order = made.stream().map(Release::id).toList();
            Collections.shuffle(made, random);
            return new Register(List.copyOf(made), order);
        }

        boolean isBefore(UUID a, UUID b) {
            return order.indexOf(a) < order.indexOf(b);
        }

        String name(UUID id) {
            return entered.stream()
                    .filter(one -> one.id().equals(id))
                    .map(Release::name)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static <T> T pick(Random random, T[] of) {
        return of[random.nextInt(of.length)];
    }

    private static AdvisoryContent content(Random random, AdvisoryContent.Concerned concerned) {
        AdvisoryContent plain = AdvisoryContent.about(new Advisory.Said("題名", "Title"), List.of(), null);
        AdvisoryContent.Kind kind = pick(random, AdvisoryContent.Kind.values());
        AdvisoryContent.Remedy remedy = pick(random, AdvisoryContent.Remedy.values());
        return new AdvisoryContent(
                kind,
                plain.title(),
                plain.note(),
                new Advisory.Said("内容", "Summary"),
                "CVE-2026-1000",
                "",
                "",
                "",
                List.of(concerned),
                remedy,
                new Advisory.Said("更新", "Update"),
                plain.workaround(),
                "",
                "",
                kind == AdvisoryContent.Kind.UNAFFECTED ? "component_not_present" : "",
                List.of(),
                Tlp.WHITE,
                null,
                false,
                null);
    }

    private static AdvisoryContent.Concerned concerned(Random random, Register register) {
        List<UUID> affected = new ArrayList<>();
        UUID fixed = random.nextInt(3) == 0
                ? null
                : register.entered.get(random.nextInt(register.entered.size())).id();
        for (Release one : register.entered) {
            if (!one.id().equals(fixed) && random.nextInt(5) == 0) {
                affected.add(one.id());
            }
        }
        AdvisoryContent.Offer own = random.nextInt(3) == 0
                ? new AdvisoryContent.Offer(pick(random, AdvisoryContent.Remedy.values()), AdvisoryContent.NOTHING, "")
                : AdvisoryContent.Offer.SAME;
        return new AdvisoryContent.Concerned(SERIES, List.of(), random.nextBoolean(), affected, fixed, own);
    }

    /** As what the document names a version, read as a stranger does who knows which version comes before which. */
    private static Set<String> read(byte[] document, Register register, UUID version) {
        JsonNode json = JsonMapper.shared().readTree(document);
        Map<String, String> names = new TreeMap<>();
        collect(json.path("product_tree"), names);
        Set<String> exactly = new TreeSet<>();
        Set<String> within = new TreeSet<>();
        json.path("vulnerabilities")
                .path(0)
                .path("product_status")
                .properties()
                .forEach(status -> status.getValue().forEach(id -> {
                    String named = String.valueOf(names.get(id.asString()));
                    if (named.equals(register.name(version))) {
                        exactly.add(status.getKey());
                    } else if (Set.of("vers:generic/*", "vers:all/*").contains(named)) {
                        within.add(status.getKey());
                    } else if (named.startsWith("vers:generic/<")) {
                        String to = named.substring("vers:generic/<".length());
                        UUID limit = register.entered.stream()
                                .filter(one -> one.name().equals(to))
                                .findFirst()
                                .orElseThrow()
                                .id();
                        if (register.isBefore(version, limit)) {
                            within.add(status.getKey());
                        }
                    }
                }));
        return exactly.isEmpty() ? within : exactly;
    }

    private static void collect(JsonNode node, Map<String, String> names) {
        if (Set.of("product_version", "product_version_range")
                .contains(node.path("category").asString(""))) {
            names.put(
                    node.path("product").path("product_id").asString(""),
                    node.path("name").asString());
            node.path("branches")
                    .forEach(below -> versionOf(below, node.path("name").asString(), names));
        }
        node.forEach(below -> collect(below, names));
    }

    private static void versionOf(JsonNode node, String version, Map<String, String> names) {
        names.put(node.path("product").path("product_id").asString(""), version);
        node.path("branches").forEach(below -> versionOf(below, version, names));
    }

    private static Set<String> statuses(NamedVersions.@Nullable Said said) {
        return said == null
                ? Set.of()
                : Set.of(
                        switch (said.as()) {
                            case NOT_AFFECTED -> "known_not_affected";
                            case FIXED -> "fixed";
                            case INVESTIGATED -> "under_investigation";
                            case AFFECTED -> "known_affected";
                        });
    }

    @Test
    void documentClaimsAndGateNeverContradict() {
        long seed = 20_261_123L;
        Random random = new Random(seed);
        Set<String> seen = new TreeSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            Register register = Register.random(random);
            AdvisoryContent.Concerned concerned = concerned(random, register);
            AdvisoryContent content = content(random, concerned);
            ConcernedProduct product = new ConcernedProduct(
                    SERIES,
                    "MC-200",
                    "カメラ",
                    "",
                    List.of(),
                    concerned.earlier(),
                    concerned.affected().stream().map(register::name).toList(),
                    concerned.fixed() == null ? null : register.name(concerned.fixed()),
                    concerned.own());
            CsafVersion version = pick(random, CsafVersion.values());
            byte[] document = new CsafText(
                            content,
                            List.of(product),
                            ISSUER,
                            version,
                            "https://mihon.example",
                            "MHK-2026-001",
                            List.of(new Advisory.Revision(
                                    Instant.parse("2026-11-23T00:00:00Z"), new Advisory.Said("初版", "First"))))
                    .write();
            Map<Release, NamedVersions.Said> all = NamedVersions.among(content, concerned, register.entered);
            for (Release release : register.entered) {
                String which = "seed " + seed + ", round " + round + ", " + release.name() + " of "
                        + register.order.stream().map(register::name).collect(Collectors.joining(" < ")) + "\n"
                        + concerned + "\n" + new String(document, StandardCharsets.UTF_8);
                Set<String> read = read(document, register, release.id());
                NamedVersions.Said said = all.get(release);
                if (said == null || said.certain()) {
                    assertThat(statuses(said)).as(which).isEqualTo(read);
                } else {
                    assertThat(statuses(said)).as(which).containsAll(read);
                }
                AdvisoryGround.Against against =
                        AdvisoryGround.against(content, concerned, register.entered, release, null);
                if (against == null) {
                    assertThat(read).as(which).doesNotContain("known_affected", "under_investigation");
                } else if (against == AdvisoryGround.Against.NO) {
                    assertThat(read).as(which).containsExactly("known_affected");
                }
                seen.add((said == null ? "nothing" : said.as() + (said.certain() ? "" : " perhaps")) + " " + against);
            }
        }
        assertThat(seen)
                .as("all that can be said was seen, and nothing else")
                .containsExactlyInAnyOrder(
                        "AFFECTED NO",
                        "AFFECTED perhaps UNCLEAR",
                        "FIXED null",
                        "INVESTIGATED INVESTIGATED",
                        "INVESTIGATED perhaps INVESTIGATED",
                        "NOT_AFFECTED null",
                        "NOT_AFFECTED perhaps null",
                        "nothing null");
    }

    @Test
    void theOrderInWhichVersionsWereEnteredSaysNothing() {
        List<Release> entered = List.of(release("1.3"), release("1.1"), release("night"), release("1.2"));
        AdvisoryContent.Concerned concerned = new AdvisoryContent.Concerned(
                SERIES, List.of(), true, List.of(), entered.getLast().id(), AdvisoryContent.Offer.SAME);
        AdvisoryContent content = AdvisoryContent.about(new Advisory.Said("題名", ""), List.of(), null);
        Map<String, NamedVersions.Said> said = new TreeMap<>();
        NamedVersions.among(content, concerned, entered).forEach((release, one) -> said.put(release.name(), one));
        assertThat(said)
                .isEqualTo(Map.of(
                        "1.1", new NamedVersions.Said(As.AFFECTED, true),
                        "1.2", new NamedVersions.Said(As.FIXED, true),
                        "night", new NamedVersions.Said(As.AFFECTED, false)));
        assertThat(NamedVersions.among(content.withdrawn(new Advisory.Said("誤り", "")), concerned, entered))
                .isEmpty();
    }

    private static Release release(String name) {
        return new Release(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), SERIES, name, null, "", null, 1);
    }
}
