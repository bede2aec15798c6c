package dev.shisa.advisory.provider;

import dev.shisa.advisory.CsafVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every file of a CSAF trusted provider (CSAF 2.0, section 7.2.3): the metadata, for each label a folder by year with {@code
 * index.txt} and {@code changes.csv} as well as a ROLIE feed with all of its documents, beside each document two hashes and a
 * signature, and the keys. The same documents give the same bytes, whatever their order, so that what did not change keeps
 * its signature.
 */
public final class ProviderTree {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final Comparator<IssuedDocument> NEWEST_FIRST =
            Comparator.comparing(IssuedDocument::current).reversed().thenComparing(IssuedDocument::path);

    private final Provider provider;
    private final CsafVersion version;
    private final Set<Tlp> labels;
    private final Function<byte[], String> signer;
    private final Function<String, Optional<byte[]>> before;

    private ProviderTree(
            Provider provider,
            CsafVersion version,
            Set<Tlp> labels,
            Function<byte[], String> signer,
            Function<String, Optional<byte[]>> before) {
        this.provider = provider;
        this.version = version;
        this.labels = labels;
        this.signer = signer;
        this.before = before;
    }

    /**
     * The tree of all documents of one version of CSAF; whoever publishes in both has two trees (CSAF 2.1, section 7.4).
     *
     * @param version whose metadata it has; documents of the other one are left out
     * @param documents each tracking id once
     * @param labels whose documents belong into it; for what everybody may read, those that are public
     * @param signer makes an armoured, detached OpenPGP signature (requirement 19)
     * @param before a file as it was published last, by its path; its signature is kept while the document is the same. Whoever
     *     changes the key gives nothing here
     * @param now for the metadata of a provider that has published nothing yet
     * @return the files by their paths beside {@code provider-metadata.json}
     */
    public static SortedMap<String, byte[]> of(
            Provider provider,
            CsafVersion version,
            List<IssuedDocument> documents,
            Set<Tlp> labels,
            Function<byte[], String> signer,
            Function<String, Optional<byte[]>> before,
            Instant now) {
        return new ProviderTree(provider, version, Set.copyOf(labels), signer, before).all(documents, now);
    }

    private SortedMap<String, byte[]> all(List<IssuedDocument> documents, Instant now) {
        List<IssuedDocument> shown = documents.stream()
                .filter(document -> document.version() == version && labels.contains(document.tlp()))
                .sorted(NEWEST_FIRST)
                .toList();
        Set<String> names = new TreeSet<>();
        shown.forEach(document -> {
            if (!names.add(document.fileName())) {
                throw new IllegalArgumentException("two documents are called " + document.fileName());
            }
        });
        SortedMap<String, byte[]> files = new TreeMap<>();
        Set<Tlp> used = shown.stream().map(this::label).collect(Collectors.toCollection(TreeSet::new));
        if (labels.contains(Tlp.WHITE)) {
            // Whoever reads before the first document finds a feed, though an empty one.
            used.add(Tlp.WHITE);
        }
        for (Tlp tlp : used) {
            List<IssuedDocument> own =
                    shown.stream().filter(document -> label(document) == tlp).toList();
            folder(tlp, own, files);
            files.put(feedPath(tlp), json(feed(tlp, own, now)));
        }
        files.put("service.json", json(service(used)));
        provider.keys().forEach(key -> files.put(key.path(), text(key.armored())));
        Instant updated = updated(shown, now);
        files.put(Provider.METADATA, json(isOf20() ? metadata(used, updated) : metadata21(used, shown, now)));
        return files;
    }

    private boolean isOf20() {
        return version == CsafVersion.V2_0;
    }

    private static Instant updated(List<IssuedDocument> newestFirst, Instant now) {
        return newestFirst.stream().findFirst().map(IssuedDocument::current).orElse(now);
    }

    /** Every document of version 2.1 has a label. */
    private Tlp label(IssuedDocument document) {
        return !isOf20() && document.tlp() == Tlp.UNLABELED ? Tlp.WHITE : document.tlp();
    }

    private String folder(Tlp tlp) {
        return tlp.folder(version);
    }

    /** Requirements 11 to 13 and 18 and 19. */
    private void folder(Tlp tlp, List<IssuedDocument> documents, SortedMap<String, byte[]> files) {
        StringBuilder changes = new StringBuilder();
        Set<String> index = new TreeSet<>();
        for (IssuedDocument document : documents) {
            String path = folder(tlp) + "/" + document.path();
            files.put(path, document.bytes());
            files.put(path + ".sha256", hash("SHA-256", document));
            files.put(path + ".sha512", hash("SHA-512", document));
            files.put(path + ".asc", signature(path, document));
            index.add(document.path());
            // Requirement 13: with quotation marks in version 2.0, without them in 2.1.
            String quote = isOf20() ? "\"" : "";
            changes.append(quote)
                    .append(document.path())
                    .append(quote)
                    .append(',')
                    .append(quote)
                    .append(time(document.current()))
                    .append(quote)
                    .append('\n');
        }
        files.put(
                folder(tlp) + "/index.txt",
                text(index.stream().map(p -> p + "\n").collect(Collectors.joining())));
        files.put(folder(tlp) + "/changes.csv", text(changes.toString()));
    }

    private byte[] signature(String path, IssuedDocument document) {
        Optional<byte[]> same = before.apply(path).filter(document::hasBytes);
        return same.flatMap(kept -> before.apply(path + ".asc")).orElseGet(() -> text(signer.apply(document.bytes())));
    }

    private static byte[] hash(String algorithm, IssuedDocument document) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm).digest(document.bytes());
            return text(HexFormat.of().formatHex(hash) + "  " + document.fileName() + "\n");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    // ROLIE (RFC 8322, in its JSON form of section 7.1.15)

    private String feedPath(Tlp tlp) {
        return folder(tlp) + "/csaf-feed-tlp-" + folder(tlp) + ".json";
    }

    private ObjectNode feed(Tlp tlp, List<IssuedDocument> documents, Instant now) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode feed = root.putObject("feed");
        feed.put("id", "csaf-feed-tlp-" + folder(tlp));
        feed.put("title", provider.publisher().name() + ": TLP:" + tlp.label(version));
        link(feed.putArray("link"), "self", feedPath(tlp));
        link((ArrayNode) feed.get("link"), "service", "service.json");
        feed.putArray("category")
                .addObject()
                .put("scheme", "urn:ietf:params:rolie:category:information-type")
                .put("term", "csaf");
        feed.put("updated", time(updated(documents, now)));
        ArrayNode entries = feed.putArray("entry");
        documents.forEach(document -> entry(entries.addObject(), folder(tlp) + "/" + document.path(), document));
        return root;
    }

    private void entry(ObjectNode entry, String path, IssuedDocument document) {
        entry.put("id", document.trackingId());
        entry.put("title", document.title());
        ArrayNode links = entry.putArray("link");
        link(links, "self", path);
        link(links, "hash", path + ".sha256");
        link(links, "hash", path + ".sha512");
        link(links, "signature", path + ".asc");
        entry.put("published", time(document.initial()));
        entry.put("updated", time(document.current()));
        if (!document.summary().isEmpty()) {
            entry.putObject("summary").put("content", document.summary());
        }
        entry.putObject("content").put("type", "application/json").put("src", provider.address(path));
        entry.putObject("format")
                .put("schema", schema(document.version()))
                .put("version", document.version().number());
    }

    private static String schema(CsafVersion version) {
        return switch (version) {
            case V2_0 -> "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json";
            case V2_1 -> "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json";
        };
    }

    private void link(ArrayNode links, String relation, String path) {
        links.addObject().put("rel", relation).put("href", provider.address(path));
    }

    /** Requirement 16. */
    private ObjectNode service(Set<Tlp> used) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode workspace = root.putObject("service").putArray("workspace").addObject();
        workspace.put("title", "CSAF feeds of " + provider.publisher().name());
        ArrayNode collections = workspace.putArray("collection");
        for (Tlp tlp : used) {
            ObjectNode collection = collections.addObject();
            collection.put("title", "TLP:" + tlp.label(version));
            collection.put("href", provider.address(feedPath(tlp)));
            collection
                    .putObject("categories")
                    .putArray("category")
                    .addObject()
                    .put("scheme", "urn:ietf:params:rolie:category:information-type")
                    .put("term", "csaf");
        }
        return root;
    }

    /** Requirement 7 (section 7.1.7). */
    private ObjectNode metadata(Set<Tlp> used, Instant updated) {
        ObjectNode root = JSON.createObjectNode();
        root.put("canonical_url", provider.canonical().toString());
        ArrayNode distributions = root.putArray("distributions");
        for (Tlp tlp : used) {
            distributions.addObject().put("directory_url", provider.address(folder(tlp) + "/"));
        }
        ObjectNode rolie = distributions.addObject().putObject("rolie");
        ArrayNode feeds = rolie.putArray("feeds");
        for (Tlp tlp : used) {
            feeds.addObject()
                    .put("summary", "TLP:" + tlp + ", " + provider.publisher().name())
                    .put("tlp_label", tlp.name())
                    .put("url", provider.address(feedPath(tlp)));
        }
        rolie.putArray("services").add(provider.address("service.json"));
        common(root, updated);
        return root;
    }

    /** The same by the schema of version 2.1. */
    private ObjectNode metadata21(Set<Tlp> used, List<IssuedDocument> shown, Instant now) {
        ObjectNode root = JSON.createObjectNode();
        root.put("$schema", "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/provider.json");
        root.put("canonical_url", provider.canonical().toString());
        ArrayNode distributions = root.putArray("distributions");
        for (Tlp tlp : used) {
            distributions
                    .addObject()
                    .putObject("directory")
                    .put("tlp_label", tlp.label(version))
                    .put("url", provider.address(folder(tlp) + "/"));
        }
        ObjectNode rolie = distributions.addObject().putObject("rolie");
        ArrayNode feeds = rolie.putArray("feeds");
        for (Tlp tlp : used) {
            List<IssuedDocument> own =
                    shown.stream().filter(document -> label(document) == tlp).toList();
            feeds.addObject()
                    .put("last_updated", time(updated(own, now)))
                    .put(
                            "summary",
                            "TLP:" + tlp.label(version) + ", "
                                    + provider.publisher().name())
                    .put("tlp_label", tlp.label(version))
                    .put("url", provider.address(feedPath(tlp)));
        }
        rolie.putArray("services").add(provider.address("service.json"));
        common(root, updated(shown, now));
        return root;
    }

    private void common(ObjectNode root, Instant updated) {
        root.put("last_updated", time(updated));
        root.put("list_on_CSAF_aggregators", provider.list());
        root.put("metadata_version", version.number());
        root.put("mirror_on_CSAF_aggregators", provider.mirror());
        ArrayNode keys = root.putArray("public_openpgp_keys");
        provider.keys()
                .forEach(key -> keys.addObject()
                        .put("fingerprint", key.fingerprint())
                        .put("url", provider.address(key.path())));
        ObjectNode publisher = root.putObject("publisher");
        publisher.put("category", "vendor");
        publisher.put("name", provider.publisher().name());
        publisher.put("namespace", provider.publisher().namespace().toString());
        said(publisher, "contact_details", provider.publisher().contact());
        said(publisher, "issuing_authority", provider.publisher().authority());
        root.put("role", "csaf_trusted_provider");
    }

    private static void said(ObjectNode to, String name, String text) {
        if (!text.isEmpty()) {
            to.put(name, text);
        }
    }

    /** What is served no more: files of the last tree that this one lacks. */
    public static Set<String> gone(Set<String> before, Set<String> now) {
        Set<String> gone = new TreeSet<>(before);
        gone.removeAll(now);
        return gone;
    }

    private static String time(Instant instant) {
        return instant.toString();
    }

    private static byte[] json(ObjectNode root) {
        byte[] bytes = JSON.writeValueAsBytes(root);
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        return line;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
