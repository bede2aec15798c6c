package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.evidence.BrokenCopy;
import dev.shisa.server.evidence.SeriesRecords;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.product.NewSeries;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever stands in the records of another installation, it is taken in or refused as the file's fault, never as one of ours. */
class BrokenCopiesTest extends CompanyTest {

    private static final int DAMAGES = 60;
    private static final int MANY_DAMAGES = 600;

    private static final List<String> INSTEAD = List.of(
            "null",
            "7",
            "-1",
            "99999999999999999999",
            "true",
            "{}",
            "[]",
            "[null]",
            "\"\"",
            "\"x\"",
            "\"9999-99-99\"",
            "\"+999999999-12-31\"",
            "\"1970-01-01T00:00:00Z\"",
            "\"01900000-0000-7000-8000-000000000000\"",
            '"' + "長".repeat(100_000) + '"');

    @Autowired
    private List<SeriesRecords> capabilities;

    @Autowired
    private Products products;

    @Autowired
    private JsonMapper json;

    @Autowired
    private TransactionTemplate transaction;

    private Map<String, String> codes = Map.of();

    /** What the series with the most of it gives. */
    private record Given(Series series, JsonNode records) {}

    @Test
    void whateverStandsInTheirPlaceIsTakenInOrTheFilesFault() {
        whatever(20_261_127, DAMAGES);
    }

    @Test
    @Tag("long")
    void soItIsWithManyMore() {
        long seed = System.nanoTime();
        LoggerFactory.getLogger(BrokenCopiesTest.class).info("seed {}", seed);
        whatever(seed, MANY_DAMAGES);
    }

    private void whatever(long seed, int damages) {
        emptyDatabase();
        company();
        Person owner = person(Role.OWNER);
        codes = cameAlong();
        SplittableRandom random = new SplittableRandom(seed);
        List<String> ours = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        for (SeriesRecords capability : capabilities) {
            Given given = most(capability);
            if (given == null) {
                continue;
            }
            // Some of what the company has is only there to be shown; nobody could have entered it.
            String whole = outcome(capability, given, given.records(), owner);
            if (whole.isEmpty()) {
                taken.add(capability.name());
            } else if (!whole.startsWith("refused")) {
                ours.add(capability.name() + " as it was given: " + whole);
            }
            for (int i = 0; i < damages; i++) {
                JsonNode damaged = given.records().deepCopy();
                String damage = damage(damaged, random);
                String outcome = outcome(capability, given, damaged, owner);
                if (!outcome.isEmpty() && !outcome.startsWith("refused")) {
                    ours.add(capability.name() + " " + damage + ": " + outcome);
                }
            }
        }
        assertThat(ours).isEmpty();
        assertThat(taken)
                .as("capabilities of which all is taken in, if nothing is wrong")
                .hasSizeGreaterThan(5);
    }

    private @Nullable Given most(SeriesRecords capability) {
        Given most = null;
        for (Series series : products.every()) {
            Map<UUID, String> names =
                    products.releases(series.id()).stream().collect(Collectors.toMap(Release::id, Release::name));
            Object copy = capability.of(series, names);
            JsonNode records = copy == null ? null : json.valueToTree(copy);
            if (records != null
                    && (most == null
                            || records.toString().length()
                                    > most.records().toString().length())) {
                most = new Given(series, records);
            }
        }
        return most;
    }

    /** What becomes of it in a new series, which is then as if it had never been; empty: it is taken in. */
    private String outcome(SeriesRecords capability, Given given, JsonNode records, Person owner) {
        return Objects.requireNonNull(transaction.<String>execute(status -> {
            status.setRollbackOnly();
            try {
                Series there = products.create(
                        new NewSeries("ZZ-1", "写し", given.series().kind(), "", List.of("ZZ-1A"), "1"), owner);
                UUID release = products.releases(there.id()).getFirst().id();
                capability.bring(
                        there,
                        records,
                        new SeriesRecords.Landing(
                                products.releases(given.series().id()).stream()
                                        .collect(Collectors.toMap(Release::name, _ -> release)),
                                codes,
                                capability.files(given.series()).stream()
                                        .collect(Collectors.toMap(StoredFile::sha256, f -> f, (a, _) -> a)),
                                true,
                                "別の会社"),
                        owner);
                return "";
            } catch (BrokenCopy | Problem refused) {
                return "refused: " + refused.getMessage();
            } catch (RuntimeException ours) {
                return ours.toString().lines().findFirst().orElse("") + " at "
                        + List.of(ours.getStackTrace()).stream()
                                .filter(frame -> frame.getClassName().startsWith("dev.shisa"))
                                .limit(2)
                                .toList();
            }
        }));
    }

    /** Evidence of which nothing is known here yet, as if it had come along; what it is called here by what it was called there. */
    private Map<String, String> cameAlong() {
        String columns = String.join(", ", jdbc.sql("""
                        SELECT column_name FROM information_schema.columns
                        WHERE table_schema = current_schema() AND table_name = 'evidence' AND is_generated = 'NEVER'
                          AND is_identity = 'NO' AND column_name NOT IN ('id', 'code', 'sent_once')""").query(String.class).list());
        Map<String, String> codes = new LinkedHashMap<>();
        jdbc.sql("INSERT INTO evidence (id, code, " + columns + ") SELECT gen_random_uuid(), code || 'Z', " + columns
                        + " FROM evidence RETURNING code")
                .query(String.class)
                .list()
                .forEach(code -> codes.put(code.substring(0, code.length() - 1), code));
        return codes;
    }

    /** Puts something else somewhere, or leaves it out. */
    private String damage(JsonNode whole, SplittableRandom random) {
        List<Runnable> places = new ArrayList<>();
        List<String> names = new ArrayList<>();
        String instead = random.nextInt(8) == 0 ? "" : INSTEAD.get(random.nextInt(INSTEAD.size()));
        collect(whole, "", instead, places, names);
        int at = random.nextInt(places.size());
        places.get(at).run();
        return names.get(at) + " = " + (instead.length() > 60 ? "long" : instead);
    }

    private void collect(JsonNode node, String path, String instead, List<Runnable> places, List<String> names) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                places.add(() -> {
                    if (instead.isEmpty()) {
                        object.remove(name);
                    } else {
                        object.set(name, json.readTree(instead));
                    }
                });
                names.add(path + "/" + name);
                collect(object.get(name), path + "/" + name, instead, places, names);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                places.add(() -> {
                    if (instead.isEmpty()) {
                        array.add(array.get(index));
                    } else {
                        array.set(index, json.readTree(instead));
                    }
                });
                names.add(path + "/" + i);
                collect(array.get(i), path + "/" + i, instead, places, names);
            }
        }
    }
}
