package dev.shisa.server.sbom;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bills of materials, as small as they can be. */
public final class TestSboms {

    private TestSboms() {}

    /** A CycloneDX list; each component is written {@code name version} and comes from {@code Acme}. */
    public static byte[] cycloneDx(String... components) {
        return cycloneDxOf(Arrays.stream(components)
                .map(c -> component(c.substring(0, c.indexOf(' ')), c.substring(c.indexOf(' ') + 1), "Acme"))
                .toArray(String[]::new));
    }

    /** One component in JSON; an empty supplier is left out. */
    public static String component(String name, String version, String supplier) {
        return """
                {"type": "library", "bom-ref": "%1$s-%2$s", "name": "%1$s", "version": "%2$s",%3$s
                 "purl": "pkg:generic/%1$s@%2$s", "licenses": [{"license": {"id": "MIT"}}]}""".formatted(
                        name, version, supplier.isEmpty() ? "" : " \"supplier\": {\"name\": \"" + supplier + "\"},");
    }

    /** A CycloneDX list of components in JSON. */
    public static byte[] cycloneDxOf(String... components) {
        return """
                {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
                 "metadata": {"timestamp": "2026-11-01T00:00:00Z", "authors": [{"name": "Build"}],
                              "component": {"type": "firmware", "bom-ref": "root", "name": "camera", "version": "2.4.1"}},
                 "components": [%s]}""".formatted(String.join(",\n", components)).getBytes(StandardCharsets.UTF_8);
    }

    /** A list of many components in the shape of a table. */
    static byte[] csv(int components) {
        return IntStream.range(0, components)
                .mapToObj(i -> "part-%06d,1.%d,Acme".formatted(i, i))
                .collect(Collectors.joining("\n", "name,version,supplier\n", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
