package dev.shisa.bom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A list written in each format is valid against the official schema and says the same when it is read again. */
final class RoundTrip {

    static final BomWriter.Header HEADER = new BomWriter.Header(
            UUID.fromString("3e671687-395b-41f5-a30f-a58921a69b79"), Instant.parse("2026-11-20T08:00:00.5Z"), "シーサー電子");

    private RoundTrip() {}

    static Reading.Taken read(String name, String text) {
        return (Reading.Taken) reading(name, text);
    }

    static Reading reading(String name, String text) {
        try {
            return BomReader.read(ByteSource.of(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String cycloneDx(Bom bom) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<BomWriter.Analysis> analyses = bom.components().stream()
                .limit(1)
                .map(c -> new BomWriter.Analysis(
                        "CVE-2024-0001", "not_affected", "code_not_reachable", "not built in", List.of(c.ref())))
                .toList();
        BomWriter.cycloneDx(bom, HEADER, analyses, out);
        return out.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    static String spdx(Bom bom) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BomWriter.spdx(bom, HEADER, out);
        return out.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    static String spdx3(Bom bom) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BomWriter.spdx3(bom, HEADER, List.of(), out);
        return out.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    static void check(String name, Bom bom) {
        Reading.Taken cycloneDx = read("out.cdx.json", cycloneDx(bom));
        assertThat(cycloneDx.valid()).as(name + " " + cycloneDx.problems()).isTrue();
        assertThat(identities(cycloneDx.bom())).as(name).isEqualTo(identities(bom));
        Reading.Taken spdx = read("out.spdx.json", spdx(bom));
        assertThat(spdx.valid()).as(name + " " + spdx.problems()).isTrue();
        if (bom.components().isEmpty()) {
            return; // a document with one package lists that, and has no subject beside it
        }
        Reading.Taken spdx3 = read("out.spdx3.json", spdx3(bom));
        assertThat(spdx3.valid()).as(name + " " + spdx3.problems()).isTrue();
        for (Reading.Taken written : List.of(spdx, spdx3)) {
            assertThat(written.bom().components())
                    .as(name)
                    .hasSize(bom.components().size());
            assertThat(written.bom().components().stream().map(Component::purls).toList())
                    .as(name)
                    .isEqualTo(bom.components().stream().map(Component::purls).toList());
        }
    }

    private static List<String> identities(Bom bom) {
        return bom.components().stream()
                .map(c -> c.identity() + " " + c.title() + " " + c.version() + " " + c.ref())
                .toList();
    }
}
