package dev.shisa.advisory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The document that is judged, with what several tests ask of it. Reads a document of any shape; what is not sound is not there. */
final class Subject {

    private static final List<String> AFFECTED = List.of("first_affected", "known_affected", "last_affected");
    private static final List<String> FIXED = List.of("first_fixed", "fixed");

    /** The groups of product status that contradict each other, with the lists that form them. */
    static final Map<String, List<String>> STATUS_GROUPS = Map.of(
            "affected", AFFECTED,
            "not affected", List.of("known_not_affected"),
            "fixed", FIXED,
            "under investigation", List.of("under_investigation"),
            "unknown", List.of("unknown"));

    /** Products that all references to groups together may stand for; far beyond any honest document. */
    static final long GROUP_MEMBERS_MAX = 2_000_000;

    private final CsafDocument document;
    private final Instant now;
    private final Place root;
    private final Structure.Result structure;
    private final List<Product> products = new ArrayList<>();
    private final Map<String, Set<String>> groups = new HashMap<>();
    private final List<Place> productReferences = new ArrayList<>();
    private final List<Place> groupReferences = new ArrayList<>();
    private final List<Revision> revisions = new ArrayList<>();
    private final boolean tooManyGroupMembers;

    /** An item of the revision history. */
    record Revision(Place place, Instant date, DocumentVersion number) {}

    Subject(CsafDocument document, Instant now) {
        this.document = document;
        this.now = now;
        this.root = new Place(document.root(), "");
        this.structure = Structure.check(document);
        branches(tree().at("branches"), List.of());
        for (Place name : tree().each("full_product_names")) {
            define(name, Product.Origin.NAME, List.of());
        }
        for (Place combination : combinations()) {
            define(combination.at("full_product_name"), Product.Origin.COMBINATION, List.of());
        }
        for (Place group : tree().each("product_groups")) {
            groups.computeIfAbsent(group.text("group_id"), _ -> new LinkedHashSet<>())
                    .addAll(group.texts("product_ids"));
        }
        references();
        tooManyGroupMembers = groupReferences.stream()
                        .mapToLong(r -> groups.getOrDefault(r.text(), Set.of()).size())
                        .sum()
                > GROUP_MEMBERS_MAX;
        if (tooManyGroupMembers) {
            groups.clear();
        }
        for (Place revision : tracking().each("revision_history")) {
            Optional<Instant> date = Timestamp.lenient(revision.text("date"));
            Optional<DocumentVersion> number = DocumentVersion.parse(revision.text("number"));
            if (date.isPresent() && number.isPresent()) {
                revisions.add(new Revision(revision, date.get(), number.get()));
            }
        }
        revisions.sort(Comparator.comparing(Revision::date).thenComparing(Revision::number));
    }

    private void branches(Place branches, List<Place> above) {
        for (Place branch : branches.each()) {
            List<Place> path = new ArrayList<>(above);
            path.add(branch);
            if (branch.has("product")) {
                define(branch.at("product"), Product.Origin.BRANCH, path);
            }
            branches(branch.at("branches"), path);
        }
    }

    private void define(Place name, Product.Origin origin, List<Place> path) {
        products.add(new Product(name.text("product_id"), name, origin, path));
    }

    private void references() {
        for (Place group : tree().each("product_groups")) {
            productReferences.addAll(group.each("product_ids"));
        }
        for (Place combination : combinations()) {
            productReferences.addAll(parts(combination));
        }
        for (Place note : document().each("notes")) {
            referring(note);
        }
        for (Place vulnerability : vulnerabilities()) {
            for (String list : List.of(
                    "first_known_exploitation_dates",
                    "flags",
                    "ids",
                    "involvements",
                    "notes",
                    "remediations",
                    "threats")) {
                vulnerability.each(list).forEach(this::referring);
            }
            for (Place metric : metrics(vulnerability)) {
                productReferences.addAll(metric.each("products"));
            }
            Place status = vulnerability.at("product_status");
            for (String list : status.names()) {
                productReferences.addAll(status.each(list));
            }
        }
    }

    private void referring(Place item) {
        productReferences.addAll(item.each("product_ids"));
        groupReferences.addAll(item.each("group_ids"));
    }

    /** Whether groups are so many and large that they were not looked into. */
    boolean hasTooManyGroupMembers() {
        return tooManyGroupMembers;
    }

    boolean is21() {
        return document.version() == CsafVersion.V2_1;
    }

    /** The instant of the judgement. */
    Instant now() {
        return now;
    }

    Structure.Result structure() {
        return structure;
    }

    Place root() {
        return root;
    }

    Place document() {
        return root.at("document");
    }

    Place tracking() {
        return root.at("document", "tracking");
    }

    Place tree() {
        return root.at("product_tree");
    }

    List<Place> vulnerabilities() {
        return root.each("vulnerabilities");
    }

    String category() {
        return document().text("category");
    }

    String language() {
        return document().text("lang");
    }

    String status() {
        return tracking().text("status");
    }

    boolean isReleased() {
        return status().equals("final") || status().equals("interim");
    }

    String tlp() {
        return document().at("distribution", "tlp").text("label");
    }

    /** Relationships (2.0) or product paths (2.1). */
    List<Place> combinations() {
        return tree().each(is21() ? "product_paths" : "relationships");
    }

    /** The references that a combination is made of, in its order. */
    List<Place> parts(Place combination) {
        List<Place> parts = new ArrayList<>();
        if (is21()) {
            parts.add(combination.at("beginning_product_reference"));
            combination.each("subpaths").forEach(s -> parts.add(s.at("next_product_reference")));
        } else {
            parts.add(combination.at("product_reference"));
            parts.add(combination.at("relates_to_product_reference"));
        }
        return parts;
    }

    /** Scores (2.0) or metrics (2.1). */
    List<Place> metrics(Place vulnerability) {
        return vulnerability.each(is21() ? "metrics" : "scores");
    }

    /** What a metric says. */
    Place content(Place metric) {
        return is21() ? metric.at("content") : metric;
    }

    /** The CVSS objects of a metric. */
    List<Place> cvss(Place metric) {
        List<Place> objects = new ArrayList<>();
        for (String name : is21() ? List.of("cvss_v2", "cvss_v3", "cvss_v4") : List.of("cvss_v2", "cvss_v3")) {
            if (content(metric).has(name)) {
                objects.add(content(metric).at(name));
            }
        }
        return objects;
    }

    List<Place> allCvss() {
        List<Place> objects = new ArrayList<>();
        for (Place vulnerability : vulnerabilities()) {
            metrics(vulnerability).forEach(m -> objects.addAll(cvss(m)));
        }
        return objects;
    }

    /** The weaknesses of a vulnerability. */
    List<Place> weaknesses(Place vulnerability) {
        return is21()
                ? vulnerability.each("cwes")
                : vulnerability.has("cwe") ? List.of(vulnerability.at("cwe")) : List.of();
    }

    /** In the order of the document: branches, names, combinations. */
    List<Product> products() {
        return products;
    }

    List<Place> purls(Product product) {
        Place helper = product.helper();
        return is21() ? helper.each("purls") : helper.has("purl") ? List.of(helper.at("purl")) : List.of();
    }

    /** Everything that refers to a product by its id. */
    List<Place> productReferences() {
        return productReferences;
    }

    List<Place> groupReferences() {
        return groupReferences;
    }

    /** The products that an item names, itself or by groups. */
    Set<String> namedBy(Place item) {
        Set<String> ids = new LinkedHashSet<>(item.texts("product_ids"));
        item.texts("group_ids").forEach(g -> ids.addAll(groups.getOrDefault(g, Set.of())));
        return ids;
    }

    /** The products that any of some items name. */
    Set<String> namedByAny(List<Place> items) {
        Set<String> ids = new LinkedHashSet<>();
        items.forEach(i -> ids.addAll(namedBy(i)));
        return ids;
    }

    /** The products of a group of status ({@link #STATUS_GROUPS}). */
    static Set<String> inStatus(Place vulnerability, String group) {
        Set<String> ids = new LinkedHashSet<>();
        for (String list : STATUS_GROUPS.getOrDefault(group, List.of(group))) {
            ids.addAll(vulnerability.at("product_status").texts(list));
        }
        return ids;
    }

    /** The revision history by date, then number; items without either are not in it. */
    List<Revision> revisions() {
        return revisions;
    }

    Optional<Instant> newestRevision() {
        return revisions.isEmpty()
                ? Optional.empty()
                : Optional.of(revisions.getLast().date());
    }

    /** The document's own version. */
    Optional<DocumentVersion> version() {
        return DocumentVersion.parse(tracking().text("version"));
    }

    /** The lists of extensions (2.1), wherever they may stand. */
    List<Place> extensionLists() {
        List<Place> lists = new ArrayList<>();
        lists.add(document().at("x_extensions"));
        products.forEach(p -> lists.add(p.name().at("x_extensions")));
        for (Place vulnerability : vulnerabilities()) {
            metrics(vulnerability).forEach(m -> lists.add(content(m).at("x_extensions")));
            lists.add(vulnerability.at("x_extensions"));
        }
        lists.add(root.at("x_extensions"));
        lists.removeIf(l -> !l.exists());
        return lists;
    }

    /** The branches of the tree, each with the list that it stands in. */
    List<Place> allBranches() {
        List<Place> all = new ArrayList<>();
        List<Place> open = new ArrayList<>(tree().each("branches"));
        while (!open.isEmpty()) {
            Place branch = open.removeLast();
            all.add(branch);
            open.addAll(branch.each("branches"));
        }
        return all;
    }

    /** The lists of branches that stand side by side. */
    List<List<Place>> siblings() {
        List<List<Place>> lists = new ArrayList<>();
        lists.add(tree().each("branches"));
        allBranches().forEach(b -> lists.add(b.each("branches")));
        return lists;
    }
}
