package dev.shisa.bom.internal;

import dev.shisa.bom.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Lists that come within an object of somebody else: GitHub's API gives an SPDX document as {@code {"sbom": {…}}}, and an attestation
 * (in-toto) has the list as its {@code predicate}. The list is read where it stands in the file; its places are told as those of a file
 * of its own.
 */
final class JsonWrapper {

    private static final Set<String> WRAPPERS = Set.of("sbom", "predicate");

    /** By these a list is known, so nothing is around it. */
    private static final Set<String> LISTS = Set.of(
            "bomFormat",
            "specVersion",
            "spdxVersion",
            "SPDXID",
            "@context",
            "@graph",
            "components",
            "packages",
            "dependencies",
            "metadata");

    private JsonWrapper() {}

    /** The list within a file, or the file itself if nothing is around it. */
    static ByteSource inside(ByteSource source) throws IOException {
        try (InputStream in = source.open();
                JsonParser parser = BoundedJson.MAPPER.createParser(in)) {
            parser.nextToken();
            String field;
            while ((field = parser.nextName()) != null && !LISTS.contains(field)) {
                JsonToken token = parser.nextToken();
                long from = parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                long to = parser.currentLocation().getByteOffset();
                // Only of bytes that are read as they are it is known where they stand.
                if (WRAPPERS.contains(field) && token == JsonToken.START_OBJECT && from >= 0 && to > from) {
                    return new ByteSource(source.name(), to - from, () -> part(source, from, to));
                }
            }
        } catch (JacksonException e) {
            return source; // whoever reads it tells where it breaks
        }
        return source;
    }

    private static InputStream part(ByteSource source, long from, long to) throws IOException {
        InputStream in = source.open();
        in.skipNBytes(from);
        return new Part(in, to - from);
    }

    /** As many bytes of a file as belong to the part. */
    private static final class Part extends InputStream {
        private final InputStream in;
        private long left;

        Part(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = left == 0 ? -1 : in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
