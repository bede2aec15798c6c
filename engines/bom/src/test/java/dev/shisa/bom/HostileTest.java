package dev.shisa.bom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.bom.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lists as long as a file may be: they are read in bounded memory, and what was not taken is told. */
@Tag("long")
class HostileTest {

    private static final int MILLION = 1_000_000;

    /** A source that is made while it is read. */
    private static ByteSource source(String head, IntFunction<String> piece, int pieces, String tail) {
        return new ByteSource("x", BomReader.FILE_BYTES_MAX, () -> {
            List<InputStream> parts = new ArrayList<>();
            parts.add(bytes(head));
            int each = 10_000;
            for (int from = 0; from < pieces; from += each) {
                int first = from;
                parts.add(new Late(() -> {
                    StringBuilder text = new StringBuilder();
                    for (int i = first; i < Math.min(first + each, pieces); i++) {
                        text.append(piece.apply(i));
                    }
                    return text.toString();
                }));
            }
            parts.add(bytes(tail));
            return new SequenceInputStream(Collections.enumeration(parts));
        });
    }

    private static InputStream bytes(String text) {
        return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Text that is made when it is first asked for, and let go when it was read. */
    private static final class Late extends InputStream {
        private final java.util.function.Supplier<String> text;
        private InputStream made = InputStream.nullInputStream();
        private boolean asked;

        Late(java.util.function.Supplier<String> text) {
            this.text = text;
        }

        private InputStream made() {
            if (!asked) {
                asked = true;
                made = bytes(text.get());
            }
            return made;
        }

        @Override
        public int read() throws IOException {
            return made().read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = made().read(into, from, length);
            if (read < 0) {
                made = InputStream.nullInputStream();
            }
            return read;
        }
    }

    private static Reading.Taken taken(ByteSource source) throws IOException {
        Reading.Taken taken = (Reading.Taken) BomReader.read(source);
        assertThat(taken.bom().components()).hasSizeLessThanOrEqualTo(150_000);
        assertThat(taken.problems()).hasSizeLessThanOrEqualTo(Reading.PROBLEMS_MAX);
        assertThat(taken.valid()).isFalse();
        return taken;
    }

    @Test
    void aMillionComponentsAreTakenUpToTheBoundAndToldInEveryFormat() throws IOException {
        List<ByteSource> sources = List.of(
                source(
                        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[",
                        i -> "{\"type\":\"library\",\"name\":\"n" + i + "\"}" + (i < MILLION - 1 ? "," : ""),
                        MILLION,
                        "]}"),
                source("name,version,supplier\n", i -> "n" + i + ",1,s\n", MILLION, ""),
                source("C:Q1x=\nP:a\nV:1\n\n", i -> "P:n" + i + "\nV:1\n\n", MILLION, ""),
                source(
                        "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\n",
                        i -> "PackageName: n" + i + "\nSPDXID: SPDXRef-" + i + "\n",
                        MILLION,
                        ""));
        for (ByteSource source : sources) {
            Reading.Taken taken = taken(source);
            assertThat(taken.bom().components()).hasSize(150_000);
            assertThat(taken.problems()).extracting(Problem::kind).contains(Kind.TOO_MANY);
        }
    }

    @Test
    void aMillionThingsInRdfEndAtTheBound() throws IOException {
        Reading reading = BomReader.read(source(
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:spdx=\"http://spdx.org/rdf/terms#\">"
                        + "<spdx:SpdxDocument rdf:about=\"urn:x#SPDXRef-DOCUMENT\"/>",
                i -> "<spdx:Package rdf:about=\"urn:x#SPDXRef-" + i + "\"><spdx:name>n</spdx:name></spdx:Package>",
                MILLION,
                "</rdf:RDF>"));
        assertThat(((Reading.Taken) reading).problems())
                .extracting(Problem::kind)
                .contains(Kind.BROKEN_OFF);
    }

    @Test
    void aChainOfDependenciesThatClosesIsACircleHoweverLongItIs() throws IOException {
        int links = 100_000;
        Reading.Taken taken = (Reading.Taken) BomReader.read(source(
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[",
                i -> i < links
                        ? "{\"type\":\"library\",\"bom-ref\":\"%d\",\"name\":\"n%d\"}%s"
                                .formatted(i, i, i < links - 1 ? "," : "],\"dependencies\":[")
                        : "{\"ref\":\"%d\",\"dependsOn\":[\"%d\"]}%s"
                                .formatted(i - links, (i - links + 1) % links, i < 2 * links - 1 ? "," : ""),
                2 * links,
                "]}"));
        assertThat(taken.bom().components()).hasSize(links);
        assertThat(taken.problems()).extracting(Problem::kind).containsExactly(Kind.CYCLE);
    }

    @Test
    void aTextOfAHundredMegabytesNeitherFillsTheMemoryNorPassesForSound() throws IOException {
        String tenKilobytes = "a".repeat(10_000);
        taken(source(
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\",\"name\":\"x\"},"
                        + "{\"type\":\"library\",\"name\":\"",
                _ -> tenKilobytes,
                10_000,
                "\"}]}"));
        taken(source("name,version,supplier\nzlib,1,s\n", _ -> tenKilobytes, 10_000, "\n"));
    }
}
