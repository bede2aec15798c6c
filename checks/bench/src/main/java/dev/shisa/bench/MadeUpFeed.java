package dev.shisa.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Records as NVD publishes them (CVE API 2.0), made up: descriptions in two languages, scores, weaknesses, references and
 * configurations, about 5.6 kB each on average as the real ones have. A tenth is of the kernel's kind, with dozens of ranges; one in
 * twenty is rejected.
 */
final class MadeUpFeed {

    private static final int PRODUCTS = 30_000;
    private static final String[] WORDS =
            ("a vulnerability in the web management interface of this product allows an unauthenticated"
                            + " remote attacker to execute arbitrary code via a crafted request because input is not validated before it"
                            + " is copied into a buffer of fixed size which leads to memory corruption and a denial of service condition")
                    .split(" ");

    private final SplittableRandom random;

    MadeUpFeed(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Writes records with these numbers; returns the bytes of the file. */
    long write(Path file, int from, int count, String modified) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("{\"resultsPerPage\":" + count + ",\"startIndex\":0,\"totalResults\":" + count
                    + ",\"format\":\"NVD_CVE\",\"version\":\"2.0\",\"timestamp\":\"" + modified
                    + "\",\"vulnerabilities\":[");
            for (int i = 0; i < count; i++) {
                out.write(i == 0 ? "\n" : ",\n");
                out.write(record(from + i, modified));
            }
            out.write("\n]}\n");
        }
        return Files.size(file);
    }

    private String record(int number, String modified) {
        String id = "CVE-" + (2000 + number % 27) + "-" + String.format(Locale.ROOT, "%05d", number);
        StringBuilder json = new StringBuilder(6_000);
        boolean rejected = random.nextInt(20) == 0;
        json.append("{\"cve\":{\"id\":\"")
                .append(id)
                .append("\",\"sourceIdentifier\":\"cve@example.org\",\"published\":\"2024-01-01T00:00:00.000\",");
        json.append("\"lastModified\":\"").append(modified).append("\",\"vulnStatus\":\"");
        json.append(rejected ? "Rejected" : "Analyzed").append("\",\"cveTags\":[],\"descriptions\":[");
        json.append("{\"lang\":\"en\",\"value\":\"")
                .append(words(60))
                .append("\"},{\"lang\":\"es\",\"value\":\"")
                .append(words(60))
                .append("\"}],");
        json.append("\"metrics\":{\"cvssMetricV31\":[");
        for (int i = 0; i < 2; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"source\":\"nvd@nist.gov\",\"type\":\"")
                    .append(i == 0 ? "Primary" : "Secondary")
                    .append(
                            "\",\"cvssData\":{\"version\":\"3.1\",\"vectorString\":\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\","
                                    + "\"baseScore\":9.8,\"baseSeverity\":\"CRITICAL\",\"attackVector\":\"NETWORK\",\"attackComplexity\":\"LOW\","
                                    + "\"privilegesRequired\":\"NONE\",\"userInteraction\":\"NONE\",\"scope\":\"UNCHANGED\","
                                    + "\"confidentialityImpact\":\"HIGH\",\"integrityImpact\":\"HIGH\",\"availabilityImpact\":\"HIGH\"},"
                                    + "\"exploitabilityScore\":3.9,\"impactScore\":5.9}");
        }
        json.append(
                        "]},\"weaknesses\":[{\"source\":\"nvd@nist.gov\",\"type\":\"Primary\",\"description\":[{\"lang\":\"en\",\"value\":\"CWE-")
                .append(random.nextInt(1, 1_400))
                .append("\"}]}],\"configurations\":[");
        if (!rejected) {
            configurations(json);
        }
        json.append("],\"references\":[");
        int references = 4 + random.nextInt(12);
        for (int i = 0; i < references; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"url\":\"https://example.org/advisories/")
                    .append(id)
                    .append('/')
                    .append(i)
                    .append("\",\"source\":\"cve@example.org\",\"tags\":[\"Third Party Advisory\",\"Patch\"]}");
        }
        return json.append("]}}").toString();
    }

    private void configurations(StringBuilder json) {
        boolean kernel = random.nextInt(10) == 0;
        String product = kernel ? "kernel_0" : "product_" + random.nextInt(1, PRODUCTS);
        int ranges = kernel ? 20 + random.nextInt(20) : 1 + random.nextInt(5);
        json.append("{\"nodes\":[{\"operator\":\"OR\",\"negate\":false,\"cpeMatch\":[");
        for (int i = 0; i < ranges; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"vulnerable\":true,\"criteria\":\"cpe:2.3:")
                    .append(kernel ? "o" : "a")
                    .append(":maker_")
                    .append(product.hashCode() & 0xfff)
                    .append(':')
                    .append(product)
                    .append(":*:*:*:*:*:*:*:*\",\"versionStartIncluding\":\"")
                    .append(i)
                    .append(".0\",\"versionEndExcluding\":\"")
                    .append(i)
                    .append('.')
                    .append(1 + random.nextInt(300))
                    .append("\",\"matchCriteriaId\":\"")
                    .append(new java.util.UUID(random.nextLong(), random.nextLong()))
                    .append("\"}");
        }
        json.append("]}]}");
    }

    private String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
