package dev.shisa.bench;

import dev.shisa.vulnerability.Configuration;
import dev.shisa.vulnerability.Cpe;
import dev.shisa.vulnerability.CpeMatch;
import dev.shisa.vulnerability.Part;
import dev.shisa.vulnerability.Vulnerability;
import dev.shisa.vulnerability.Vulnerability.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Records in the number and shape of NVD's, from a seed: few products have many of them and many have few (the first of them some
 * twentieth of all, as the Linux kernel has), most records name one range of versions, some name dozens, a tenth also where the
 * product must run. And lists of components that are looked up in them.
 */
final class MadeUpRecords {

    /** What NVD has (November 2026). */
    static final int RECORDS = 345_000;

    private static final int PRODUCTS = 60_000;
    private static final int COMMON_FROM = 20;
    private static final int COMMON_TO = 2_000;
    private static final int MAJORS = 12;
    private static final int MINORS = 40;
    private static final List<String> PLATFORMS = List.of(
            "cpe:2.3:o:microsoft:windows:-:*:*:*:*:*:*:*",
            "cpe:2.3:o:linux:linux_kernel:-:*:*:*:*:*:*:*",
            "cpe:2.3:o:apple:macos:-:*:*:*:*:*:*:*",
            "cpe:2.3:o:google:android:-:*:*:*:*:*:*:*",
            "cpe:2.3:h:acme:router:-:*:*:*:*:*:*:*");

    private final SplittableRandom random;
    private final Map<Integer, Cpe> names = new HashMap<>();
    private int made;

    MadeUpRecords(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The rank of a product: each power of the number of products is as likely as the next (Zipf's law). */
    private int product() {
        return (int) Math.pow(PRODUCTS, random.nextDouble()) - 1;
    }

    private static String name(int product, String version) {
        return product == 0
                ? "cpe:2.3:o:linux:linux_kernel:" + version + ":*:*:*:*:*:*:*"
                : String.format(
                        Locale.ROOT, "cpe:2.3:a:vendor%d:%s:%s:*:*:*:*:*:*:*", product / 3, title(product), version);
    }

    private static String title(int product) {
        return product == 0 ? "linux_kernel" : "product" + product;
    }

    private String version() {
        return version(random.nextInt(MAJORS));
    }

    private String version(int major) {
        String version = major + "." + random.nextInt(MINORS) + "." + random.nextInt(60);
        return random.nextInt(10) == 0 ? version + (char) ('a' + random.nextInt(26)) : version;
    }

    /** The name of all versions of a product, one for all records: so many would not fit into memory otherwise. */
    private Cpe all(int product) {
        return names.computeIfAbsent(product, p -> cpe(name(p, "*")));
    }

    private static Cpe withVersion(Cpe all, String version) {
        return new Cpe(
                all.part(),
                all.vendor(),
                all.product(),
                version,
                Cpe.ANY,
                Cpe.ANY,
                Cpe.ANY,
                Cpe.ANY,
                Cpe.ANY,
                Cpe.ANY,
                Cpe.ANY);
    }

    private static Cpe cpe(String name) {
        return Cpe.parse(name).orElseThrow();
    }

    Vulnerability record() {
        return record(product());
    }

    /** A record about one product. */
    Vulnerability record(int product) {
        int dice = random.nextInt(100);
        int criteria = dice < 60
                ? 1
                : dice < 80 ? 2 + random.nextInt(2) : dice < 95 ? 4 + random.nextInt(7) : 11 + random.nextInt(30);
        List<CpeMatch> matches = new ArrayList<>();
        for (int i = 0; i < criteria; i++) {
            matches.add(criterion(product));
        }
        List<Configuration.Node> nodes = new ArrayList<>();
        nodes.add(new Configuration.Node(false, false, matches));
        boolean platform = random.nextInt(10) == 0;
        if (platform) {
            Cpe where = cpe(PLATFORMS.get(random.nextInt(PLATFORMS.size())));
            nodes.add(new Configuration.Node(false, false, List.of(new CpeMatch(where, false, "", "", "", ""))));
        }
        made++;
        return new Vulnerability(
                Source.NVD,
                "CVE-2026-" + (100_000 + made),
                List.of(),
                "2026-11-20T00:00:00.000",
                "",
                List.of(),
                false,
                List.of(new Configuration(platform, false, nodes)),
                List.of());
    }

    private CpeMatch criterion(int product) {
        if (random.nextInt(4) == 0) {
            return new CpeMatch(withVersion(all(product), version()), true, "", "", "", "");
        }
        Cpe all = all(product);
        int major = random.nextInt(MAJORS);
        String end = version(major);
        String start = major == 0 || random.nextInt(2) == 0 ? "" : random.nextInt(major) + "." + random.nextInt(MINORS);
        return random.nextInt(5) == 0
                ? new CpeMatch(all, true, start, "", end, "")
                : new CpeMatch(all, true, start, "", "", end);
    }

    /** A component of a product. */
    Part part(int product, String ref) {
        String version = version();
        return new Part(
                ref,
                title(product),
                version,
                List.of("pkg:generic/" + title(product) + "@" + version),
                List.of(name(product, version)),
                List.of(),
                "",
                List.of());
    }

    /** The list of a device: a kernel, many products that everybody uses, the rest seldom met, some unknown to all records. */
    List<Part> list(int components) {
        List<Part> parts = new ArrayList<>();
        parts.add(part(0, "c0"));
        for (int i = 1; i < components; i++) {
            int product = i % 7 == 0
                    ? COMMON_FROM + random.nextInt(COMMON_TO - COMMON_FROM)
                    : i % 3 == 0 ? PRODUCTS + random.nextInt(PRODUCTS) : random.nextInt(PRODUCTS);
            parts.add(part(product, "c" + i));
        }
        return parts;
    }

    /** A product of a component, from the most to the least common. */
    int common() {
        return (int) Math.pow(COMMON_TO, random.nextDouble()) - 1;
    }

    int number(int below) {
        return random.nextInt(below);
    }
}
