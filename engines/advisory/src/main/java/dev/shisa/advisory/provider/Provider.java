package dev.shisa.advisory.provider;

import java.net.URI;
import java.util.List;

/**
 * Who publishes, and where: what stays the same from document to document.
 *
 * @param canonical address of {@code provider-metadata.json}; the tree lies beside it
 * @param publisher of the documents
 * @param keys by which they are signed, the present one first
 * @param list whether aggregators may name it
 * @param mirror whether aggregators may serve copies
 */
public record Provider(URI canonical, Publisher publisher, List<Key> keys, boolean list, boolean mirror) {

    /** The name that the metadata has everywhere (requirements 7 and 9). */
    public static final String METADATA = "provider-metadata.json";

    /**
     * The publisher as its documents name it (section 3.2.1.8).
     *
     * @param namespace its web address
     * @param contact how it is reached; empty: nothing is said
     * @param authority on what it speaks; empty: nothing is said
     */
    public record Publisher(String name, URI namespace, String contact, String authority) {}

    /**
     * A public key.
     *
     * @param fingerprint hexadecimal, without spaces
     * @param armored the key as a file
     */
    public record Key(String fingerprint, String armored) {

        public Key {
            if (!fingerprint.matches("[0-9A-Fa-f]{40,64}")) {
                throw new IllegalArgumentException("no fingerprint: " + fingerprint);
            }
        }

        String path() {
            return "openpgp/" + fingerprint + ".asc";
        }
    }

    public Provider {
        keys = List.copyOf(keys);
        if (!"https".equals(canonical.getScheme()) || !canonical.getPath().endsWith("/" + METADATA)) {
            throw new IllegalArgumentException(
                    "the metadata's address is https://…/" + METADATA + ", not " + canonical);
        }
    }

    /** Address of a file of the tree. */
    String address(String path) {
        return canonical.resolve(path).toString();
    }
}
