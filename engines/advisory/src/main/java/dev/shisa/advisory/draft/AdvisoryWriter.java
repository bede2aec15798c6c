package dev.shisa.advisory.draft;

import dev.shisa.advisory.CsafVersion;
import dev.shisa.advisory.Weakness;
import dev.shisa.advisory.draft.Advisory.Issue;
import dev.shisa.advisory.draft.Advisory.Product;
import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.advisory.provider.Tlp;
import dev.shisa.vulnerability.triage.CvssVector;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an {@link Advisory} as a CSAF document of either version. It adds nothing to what was said and judges nothing: that is
 * {@link dev.shisa.advisory.CsafValidator}'s. The same advisory gives the same bytes.
 */
public final class AdvisoryWriter {

    /** The person or program that made the document (section 3.2.1.12.4). */
    public record Engine(String name, String version) {}

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Advisory advisory;
    private final CsafVersion version;

    private AdvisoryWriter(Advisory advisory, CsafVersion version) {
        this.advisory = advisory;
        this.version = version;
    }

    /** The document as JSON, in UTF-8. */
    public static byte[] write(Advisory advisory, CsafVersion version, Engine engine) {
        return JSON.writeValueAsBytes(new AdvisoryWriter(advisory, version).root(engine));
    }

    private boolean isOf20() {
        return version == CsafVersion.V2_0;
    }

    private String say(Said said) {
        return said.in(advisory.language());
    }

    private ObjectNode root(Engine engine) {
        ObjectNode root = JSON.createObjectNode();
        if (!isOf20()) {
            root.put("$schema", "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json");
        }
        document(root.putObject("document"), engine);
        boolean withdrawn = advisory.kind() == Advisory.Kind.WITHDRAWN;
        if (!advisory.products().isEmpty() && !withdrawn) {
            tree(root.putObject("product_tree"));
        }
        if (!advisory.issues().isEmpty() && !withdrawn && advisory.kind() != Advisory.Kind.INFORMATIONAL) {
            ArrayNode issues = root.putArray("vulnerabilities");
            advisory.issues().forEach(issue -> issue(issues.addObject(), issue));
        }
        return root;
    }

    // The document (section 3.2.1)

    private String category() {
        return switch (advisory.kind()) {
            case ADVISORY -> "csaf_security_advisory";
            case VEX -> "csaf_vex";
            case INFORMATIONAL -> "csaf_informational_advisory";
            // The older version has no profile of its own for it.
            case WITHDRAWN -> isOf20() ? "csaf_base" : "csaf_withdrawn";
        };
    }

    private void document(ObjectNode document, Engine engine) {
        thanks(document, advisory.thanks());
        document.put("category", category());
        document.put("csaf_version", version.number());
        if (advisory.tlp() != Tlp.UNLABELED || !isOf20()) {
            document.putObject("distribution").putObject("tlp").put("label", label());
        }
        document.put("lang", advisory.language());
        if (!isOf20()) {
            // The earlier version has no place for it.
            said(document, "license_expression", advisory.licence());
        }
        notes(document, advisory.notes());
        ObjectNode publisher = document.putObject("publisher");
        publisher.put("category", "vendor");
        said(publisher, "contact_details", advisory.publisher().contact());
        said(publisher, "issuing_authority", advisory.publisher().authority());
        publisher.put("name", advisory.publisher().name());
        publisher.put("namespace", advisory.publisher().namespace().toString());
        ArrayNode references = document.putArray("references");
        references
                .addObject()
                .put("category", "self")
                .put("summary", advisory.language().equals("ja") ? "この文書" : "This document")
                .put("url", advisory.self().toString());
        advisory.references()
                .forEach(reference -> references
                        .addObject()
                        .put("category", "external")
                        .put("summary", say(reference.summary()))
                        .put("url", reference.url().toString()));
        document.put("title", say(advisory.title()));
        tracking(document.putObject("tracking"), engine);
    }

    private String label() {
        return switch (advisory.tlp()) {
            case UNLABELED, WHITE -> isOf20() ? "WHITE" : "CLEAR";
            case GREEN, AMBER, RED -> advisory.tlp().name();
        };
    }

    private void tracking(ObjectNode tracking, Engine engine) {
        List<Advisory.Revision> revisions = advisory.revisions();
        tracking.put("current_release_date", revisions.getLast().at().toString());
        tracking.putObject("generator")
                .put("date", revisions.getLast().at().toString())
                .putObject("engine")
                .put("name", engine.name())
                .put("version", engine.version());
        tracking.put("id", advisory.id());
        tracking.put("initial_release_date", revisions.getFirst().at().toString());
        ArrayNode history = tracking.putArray("revision_history");
        for (int i = 0; i < revisions.size(); i++) {
            history.addObject()
                    .put("date", revisions.get(i).at().toString())
                    .put("number", Integer.toString(i + 1))
                    .put("summary", say(revisions.get(i).summary()));
        }
        tracking.put("status", advisory.status().name().toLowerCase(Locale.ROOT));
        tracking.put("version", Integer.toString(revisions.size()));
    }

    private void notes(ObjectNode to, List<Advisory.Note> notes) {
        if (notes.isEmpty()) {
            return;
        }
        ArrayNode all = to.putArray("notes");
        for (Advisory.Note note : notes) {
            note(all, note, s -> s.in(advisory.language()));
            if (!note.text().besides(advisory.language()).isEmpty()
                    && !note.text().besides(advisory.language()).equals(say(note.text()))) {
                note(all, note, s -> s.besides(advisory.language()));
            }
        }
    }

    private static void note(ArrayNode all, Advisory.Note note, Function<Said, String> words) {
        ObjectNode one = all.addObject();
        one.put("category", note.category());
        one.put("text", words.apply(note.text()));
        said(one, "title", words.apply(note.title()));
    }

    private void thanks(ObjectNode to, List<Advisory.Thanks> thanks) {
        if (thanks.isEmpty()) {
            return;
        }
        ArrayNode all = to.putArray("acknowledgments");
        for (Advisory.Thanks one : thanks) {
            ObjectNode node = all.addObject();
            if (!one.name().isEmpty()) {
                node.putArray("names").add(one.name());
            }
            said(node, "organization", one.organization());
            if (one.summary() != null) {
                said(node, "summary", say(one.summary()));
            }
        }
    }

    // The products (section 3.2.2): vendor, series, model, version

    private void tree(ObjectNode tree) {
        branches(
                tree,
                advisory.products(),
                "vendor",
                Product::vendor,
                (vendor, ofVendor) -> branches(
                        vendor,
                        ofVendor,
                        "product_family",
                        Product::family,
                        (family, ofFamily) ->
                                branches(family, ofFamily, "product_name", Product::name, (model, ofModel) -> {
                                    ArrayNode versions = model.putArray("branches");
                                    ofModel.forEach(product -> product(versions.addObject(), product));
                                })));
    }

    private interface Inner {
        void write(ObjectNode branch, List<Product> products);
    }

    /** One branch for each word; products without one hang on the level above. */
    private static void branches(
            ObjectNode to, List<Product> products, String category, Function<Product, String> word, Inner inner) {
        Set<String> words = new TreeSet<>(products.stream().map(word).toList());
        ArrayNode branches = null;
        for (String name : words) {
            List<Product> own =
                    products.stream().filter(p -> word.apply(p).equals(name)).toList();
            if (name.isEmpty()) {
                inner.write(to, own);
                branches = to.withArray("branches");
                continue;
            }
            branches = branches == null ? to.putArray("branches") : branches;
            ObjectNode branch = branches.addObject();
            inner.write(branch, own);
            branch.put("category", category);
            branch.put("name", name);
        }
    }

    private void product(ObjectNode branch, Product product) {
        branch.put("category", product.range() ? "product_version_range" : "product_version");
        branch.put("name", product.version());
        ObjectNode named = branch.putObject("product");
        named.put("name", product.words());
        named.put("product_id", product.id());
        if (product.modelNumbers().isEmpty()
                && product.purl().isEmpty()
                && product.cpe().isEmpty()) {
            return;
        }
        ObjectNode helper = named.putObject("product_identification_helper");
        said(helper, "cpe", product.cpe());
        if (!product.modelNumbers().isEmpty()) {
            ArrayNode numbers = helper.putArray("model_numbers");
            product.modelNumbers().forEach(numbers::add);
        }
        if (!product.purl().isEmpty()) {
            if (isOf20()) {
                helper.put("purl", product.purl());
            } else {
                helper.putArray("purls").add(product.purl());
            }
        }
    }

    // The vulnerabilities (section 3.2.3)

    private void issue(ObjectNode node, Issue issue) {
        thanks(node, issue.thanks());
        said(node, "cve", issue.cve());
        if (!issue.cwe().isEmpty()) {
            Weakness weakness = Weakness.of(issue.cwe())
                    .orElseThrow(() -> new IllegalArgumentException("no weakness is called " + issue.cwe()));
            ObjectNode cwe =
                    isOf20() ? node.putObject("cwe") : node.putArray("cwes").addObject();
            cwe.put("id", weakness.id()).put("name", weakness.name());
            if (!isOf20()) {
                cwe.put("version", weakness.version());
            }
        }
        if (!isOf20() && issue.disclosed() != null) {
            node.put("disclosure_date", issue.disclosed().toString());
        }
        if (issue.discovered() != null) {
            node.put("discovery_date", issue.discovered().toString());
        }
        flags(node, issue);
        if (!issue.otherId().isEmpty()) {
            node.putArray("ids")
                    .addObject()
                    .put("system_name", issue.otherIdOf())
                    .put("text", issue.otherId());
        }
        if (!isOf20()) {
            scores(node, issue, "metrics");
        }
        notes(node, issue.notes());
        ObjectNode status = JSON.createObjectNode();
        for (Advisory.Standing standing : Advisory.Standing.values()) {
            Set<String> products = issue.standings().getOrDefault(standing, Set.of());
            if (!products.isEmpty()) {
                ids(status.putArray(standing.name().toLowerCase(Locale.ROOT)), products);
            }
        }
        if (!status.isEmpty()) {
            node.set("product_status", status);
        }
        if (isOf20() && issue.disclosed() != null) {
            node.put("release_date", issue.disclosed().toString());
        }
        actions(node, issue);
        if (isOf20()) {
            // Members stand in the order of their names (6.2.13).
            scores(node, issue, "scores");
        }
        threats(node, issue);
        said(node, "title", say(issue.title()));
    }

    private static void ids(ArrayNode to, Collection<String> ids) {
        new TreeSet<>(ids).forEach(to::add);
    }

    private static void flags(ObjectNode node, Issue issue) {
        ArrayNode flags = JSON.createArrayNode();
        for (Advisory.Unaffected one : issue.unaffected()) {
            if (!one.label().isEmpty()) {
                ObjectNode flag = flags.addObject();
                flag.put("label", one.label());
                ids(flag.putArray("product_ids"), one.products());
            }
        }
        if (!flags.isEmpty()) {
            node.set("flags", flags);
        }
    }

    private void threats(ObjectNode node, Issue issue) {
        ArrayNode threats = JSON.createArrayNode();
        Said exploited = issue.exploited();
        if (exploited != null) {
            both(exploited)
                    .forEach(words -> threats.addObject()
                            .put("category", "exploit_status")
                            .put("details", words));
        }
        for (Advisory.Unaffected one : issue.unaffected()) {
            Said words = one.words();
            if (words != null) {
                both(words).forEach(said -> {
                    ObjectNode threat = threats.addObject();
                    threat.put("category", "impact").put("details", said);
                    ids(threat.putArray("product_ids"), one.products());
                });
            }
        }
        if (!threats.isEmpty()) {
            node.set("threats", threats);
        }
    }

    private void actions(ObjectNode node, Issue issue) {
        if (issue.actions().isEmpty()) {
            return;
        }
        ArrayNode all = node.putArray("remediations");
        for (Advisory.Action action : issue.actions()) {
            both(action.details()).forEach(words -> action(all.addObject(), action, words));
        }
    }

    private static void action(ObjectNode node, Advisory.Action action, String words) {
        node.put("category", action.remedy().name().toLowerCase(Locale.ROOT));
        if (action.date() != null) {
            node.put("date", action.date().toString());
        }
        node.put("details", words);
        ids(node.putArray("product_ids"), action.products());
        if (action.url() != null) {
            node.put("url", action.url().toString());
        }
    }

    /** What is said in the document's language, and what is said besides in the other one: each stands by itself, as notes do. */
    private List<String> both(Said said) {
        String own = say(said);
        String besides = said.besides(advisory.language());
        return besides.isEmpty() || besides.equals(own) ? List.of(own) : List.of(own, besides);
    }

    /** Version 2.0 has no place for CVSS 4.0. What several versions of CVSS say of the same products stands together. */
    private void scores(ObjectNode node, Issue issue, String name) {
        Map<Set<String>, List<SortedMap<String, String>>> all = new LinkedHashMap<>();
        for (Advisory.Score score : issue.scores()) {
            String member = member(parsed(score.vector()));
            if (isOf20() && member.equals("cvss_v4")) {
                continue;
            }
            List<SortedMap<String, String>> own = all.computeIfAbsent(score.products(), _ -> new ArrayList<>());
            SortedMap<String, String> free = own.stream()
                    .filter(one -> !one.containsKey(member))
                    .findFirst()
                    .orElse(null);
            if (free == null) {
                free = new TreeMap<>();
                own.add(free);
            }
            free.put(member, score.vector());
        }
        all.forEach((products, own) -> own.forEach(vectors -> {
            ObjectNode one = node.withArray(name).addObject();
            ObjectNode content = isOf20() ? one : one.putObject("content");
            vectors.forEach((member, vector) -> cvss(content.putObject(member), parsed(vector), vector));
            ids(one.putArray("products"), products);
        }));
    }

    private static CvssVector parsed(String vector) {
        return CvssVector.parse(vector).orElseThrow(() -> new IllegalArgumentException("no CVSS vector: " + vector));
    }

    private static String member(CvssVector vector) {
        return switch (vector.version()) {
            case V2_0 -> "cvss_v2";
            case V3_0, V3_1 -> "cvss_v3";
            case V4_0 -> "cvss_v4";
        };
    }

    private static void cvss(ObjectNode to, CvssVector vector, String text) {
        to.put("baseScore", BigDecimal.valueOf(vector.baseScore()));
        if (!member(vector).equals("cvss_v2")) {
            to.put("baseSeverity", vector.version().severity(vector.baseScore()));
        }
        to.put("vectorString", text);
        to.put("version", vector.version().number());
    }

    private static void said(ObjectNode to, String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            to.put(name, text);
        }
    }
}
