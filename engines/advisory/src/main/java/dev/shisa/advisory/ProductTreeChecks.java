package dev.shisa.advisory;

import dev.shisa.vulnerability.Purl;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Tests of the product tree: its ids, groups, branches and what identifies its products. */
final class ProductTreeChecks {

    private static final int BRANCHES_DEEP_MAX = 30;
    private static final Pattern RANGE_WORDS =
            Pattern.compile("(^|\\s)(after|all|before|earlier|later|prior|versions)(\\s|$)");
    private static final Pattern V_BEFORE_VERSION = Pattern.compile("[vV][0-9].*");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int STRONG_HASH_CHARS = 64;

    /** The algorithms that section 3.1.4.2 of CSAF 2.1 names. */
    private static final Set<String> HASHES = Set.of(
            "blake2b512",
            "blake2s256",
            "md5",
            "md5-sha1",
            "ripemd",
            "ripemd160",
            "rmd160",
            "sha1",
            "sha224",
            "sha256",
            "sha3-224",
            "sha3-256",
            "sha3-384",
            "sha3-512",
            "sha384",
            "sha512",
            "sha512-224",
            "sha512-256",
            "shake128",
            "shake256",
            "sm3",
            "ssl3-md5",
            "ssl3-sha1",
            "whirlpool");

    private ProductTreeChecks() {}

    /** 6.1.1: Missing Definition of Product ID. */
    static void missingDefinitionOfProductId(Subject subject, Report report) {
        Set<String> defined = new HashSet<>();
        subject.products().forEach(p -> defined.add(p.id()));
        for (Place reference : subject.productReferences()) {
            if (!reference.text().isEmpty() && !defined.contains(reference.text())) {
                report.add(reference, "product.undefined", reference.text());
            }
        }
    }

    /** 6.1.2: Multiple Definition of Product ID. */
    static void multipleDefinitionOfProductId(Subject subject, Report report) {
        Set<String> defined = new HashSet<>();
        for (Product product : subject.products()) {
            if (!product.id().isEmpty() && !defined.add(product.id())) {
                report.add(product.name().at("product_id"), "product.twice", product.id());
            }
        }
    }

    /** 6.1.3: Circular Definition of Product ID. */
    static void circularDefinitionOfProductId(Subject subject, Report report) {
        Map<String, Set<String>> madeOf = new HashMap<>();
        for (Place combination : subject.combinations()) {
            Set<String> parts = madeOf.computeIfAbsent(
                    combination.at("full_product_name").text("product_id"), _ -> new LinkedHashSet<>());
            subject.parts(combination).forEach(p -> parts.add(p.text()));
        }
        // Whatever does not go away by taking those that are made of nothing unsolved stands in a circle, or upon one.
        Map<String, Set<String>> users = new HashMap<>();
        Map<String, Integer> open = new HashMap<>();
        Deque<String> solved = new ArrayDeque<>();
        madeOf.forEach((id, parts) -> {
            int count = 0;
            for (String part : parts) {
                if (madeOf.containsKey(part)) {
                    users.computeIfAbsent(part, _ -> new LinkedHashSet<>()).add(id);
                    count++;
                }
            }
            open.put(id, count);
            if (count == 0) {
                solved.add(id);
            }
        });
        while (!solved.isEmpty()) {
            String id = solved.remove();
            open.remove(id);
            for (String user : users.getOrDefault(id, Set.of())) {
                if (open.merge(user, -1, Integer::sum) == 0) {
                    solved.add(user);
                }
            }
        }
        for (Place combination : subject.combinations()) {
            Place id = combination.at("full_product_name", "product_id");
            if (open.containsKey(id.text())) {
                report.add(id, "product.circle", id.text());
            }
        }
    }

    /** 6.1.4: Missing Definition of Product Group ID. */
    static void missingDefinitionOfProductGroupId(Subject subject, Report report) {
        Set<String> defined = new HashSet<>();
        subject.tree().each("product_groups").forEach(g -> defined.add(g.text("group_id")));
        for (Place reference : subject.groupReferences()) {
            if (!reference.text().isEmpty() && !defined.contains(reference.text())) {
                report.add(reference, "group.undefined", reference.text());
            }
        }
    }

    /** 6.1.5: Multiple Definition of Product Group ID. */
    static void multipleDefinitionOfProductGroupId(Subject subject, Report report) {
        Set<String> defined = new HashSet<>();
        for (Place group : subject.tree().each("product_groups")) {
            Place id = group.at("group_id");
            if (!id.text().isEmpty() && !defined.add(id.text())) {
                report.add(id, "group.twice", id.text());
            }
        }
    }

    /** 6.1.13: PURL. */
    static void purl(Subject subject, Report report) {
        for (Product product : subject.products()) {
            for (Place purl : subject.purls(product)) {
                if (!purl.text().isEmpty()) {
                    PurlRules.fault(purl.text()).ifPresent(code -> report.add(purl, code, purl.text()));
                }
            }
        }
    }

    /** 6.1.25: Multiple Use of Same Hash Algorithm. */
    static void multipleUseOfSameHashAlgorithm(Subject subject, Report report) {
        for (Product product : subject.products()) {
            for (Place file : product.helper().each("hashes")) {
                Set<String> used = new HashSet<>();
                for (Place hash : file.each("file_hashes")) {
                    String algorithm = hash.text("algorithm");
                    if (!algorithm.isEmpty() && !used.add(algorithm)) {
                        report.add(hash.at("algorithm"), "hash.twice", algorithm);
                    }
                }
            }
        }
    }

    /** 6.1.31: Version Range in Product Version. */
    static void versionRangeInProductVersion(Subject subject, Report report) {
        for (Place branch : subject.allBranches()) {
            String name = branch.text("name").toLowerCase(Locale.ROOT);
            if (branch.text("category").equals("product_version")
                    && (name.indexOf('<') >= 0
                            || name.indexOf('>') >= 0
                            || RANGE_WORDS.matcher(name).find())) {
                report.add(branch.at("name"), "branch.range-in-version", branch.text("name"));
            }
        }
    }

    /** 6.1.34: Branches Recursion Depth. */
    static void branchesRecursionDepth(Subject subject, Report report) {
        for (Product product : subject.products()) {
            if (product.path().size() > BRANCHES_DEEP_MAX) {
                report.add(product.name(), "branch.too-deep", product.path().size(), BRANCHES_DEEP_MAX);
            }
        }
    }

    /** 6.1.42: PURL Qualifiers. */
    static void purlQualifiers(Subject subject, Report report) {
        for (Product product : subject.products()) {
            Set<List<String>> different = new HashSet<>();
            for (Place place : subject.purls(product)) {
                Purl.parse(place.text())
                        .map(p -> List.of(p.type(), p.namespace(), p.name(), p.version(), p.subpath()))
                        .ifPresent(different::add);
            }
            if (different.size() > 1) {
                report.add(product.helper().at("purls"), "purl.differ");
            }
        }
    }

    /** 6.1.43: Use of Multiple Stars in Model Number. */
    static void multipleStarsInModelNumber(Subject subject, Report report) {
        stars(subject, "model_numbers", report);
    }

    /** 6.1.44: Use of Multiple Stars in Serial Number. */
    static void multipleStarsInSerialNumber(Subject subject, Report report) {
        stars(subject, "serial_numbers", report);
    }

    /** 6.1.61: Use of Multiple Stars in SKU. */
    static void multipleStarsInSku(Subject subject, Report report) {
        stars(subject, "skus", report);
    }

    private static void stars(Subject subject, String list, Report report) {
        for (Product product : subject.products()) {
            for (Place number : product.helper().each(list)) {
                int stars = 0;
                for (int i = 0; i < number.text().length(); i++) {
                    char c = number.text().charAt(i);
                    if (c == '\\') {
                        i++;
                    } else if (c == '*') {
                        stars++;
                    }
                }
                if (stars > 1) {
                    report.add(number, "helper.stars", number.text());
                }
            }
        }
    }

    /** 6.1.57: Stacked Branch Categories. */
    static void stackedBranchCategories(Subject subject, Report report) {
        Set<String> told = new HashSet<>();
        for (Product product : subject.products()) {
            Set<String> used = new HashSet<>();
            for (Place branch : product.path()) {
                String category = branch.text("category");
                if (!category.equals("product_family") && !used.add(category) && told.add(branch.pointer())) {
                    report.add(branch.at("category"), "branch.stacked", category);
                }
            }
        }
    }

    /** 6.1.58: Use of product_version in one Path with product_version_range. */
    static void productVersionInOnePathWithRange(Subject subject, Report report) {
        for (Product product : subject.products()) {
            List<String> categories =
                    product.path().stream().map(b -> b.text("category")).toList();
            if (categories.contains("product_version") && categories.contains("product_version_range")) {
                report.add(product.name(), "branch.version-and-range", product.id());
            }
        }
    }

    /** 6.2.1: Unused Definition of Product ID; not for informational advisories, which refer to no product. */
    static void unusedDefinitionOfProductId(Subject subject, Report report) {
        if (subject.category().equals("csaf_informational_advisory")) {
            return;
        }
        Set<String> used = new HashSet<>();
        subject.productReferences().forEach(r -> used.add(r.text()));
        for (Product product : subject.products()) {
            if (!product.id().isEmpty() && !used.contains(product.id())) {
                report.add(product.name().at("product_id"), "product.unused", product.id());
            }
        }
    }

    /** 6.2.8: Use of MD5 as the only Hash Algorithm. */
    static void md5Only(Subject subject, Report report) {
        onlyHash(subject, "md5", report);
    }

    /** 6.2.9: Use of SHA-1 as the only Hash Algorithm. */
    static void sha1Only(Subject subject, Report report) {
        onlyHash(subject, "sha1", report);
    }

    private static void onlyHash(Subject subject, String algorithm, Report report) {
        for (Product product : subject.products()) {
            for (Place file : product.helper().each("hashes")) {
                List<Place> hashes = file.each("file_hashes");
                if (!hashes.isEmpty()
                        && hashes.stream().allMatch(h -> h.text("algorithm").equalsIgnoreCase(algorithm))) {
                    report.add(file.at("file_hashes"), "hash.weak", algorithm);
                }
            }
        }
    }

    /** 6.2.16: Missing Product Identification Helper. */
    static void missingProductIdentificationHelper(Subject subject, Report report) {
        for (Product product : subject.products()) {
            if (!product.helper().exists()) {
                report.add(product.name(), "helper.missing", product.id());
            }
        }
    }

    /** 6.2.31: Hardware and Software. */
    static void hardwareAndSoftware(Subject subject, Report report) {
        Set<String> combined = new HashSet<>();
        for (Place combination : subject.combinations()) {
            subject.parts(combination).forEach(p -> combined.add(p.text()));
        }
        for (Product product : subject.products()) {
            boolean isHardware =
                    product.helper().has("serial_numbers") || product.helper().has("model_numbers");
            if (isHardware && !combined.contains(product.id())) {
                report.add(product.helper(), "helper.hardware-alone", product.id());
            }
        }
    }

    /** 6.2.32: Use of same Product Identification Helper for different Products. */
    static void sameProductIdentificationHelper(Subject subject, Report report) {
        Map<String, Map<JsonNode, String>> owners = new HashMap<>();
        for (Product product : subject.products()) {
            for (String kind : product.helper().names()) {
                Place value = product.helper().at(kind);
                for (Place each : value.node().isArray() ? value.each() : List.of(value)) {
                    String owner =
                            owners.computeIfAbsent(kind, _ -> new HashMap<>()).putIfAbsent(each.node(), product.id());
                    if (owner != null && !owner.equals(product.id())) {
                        report.add(each, "helper.shared", owner, product.id());
                    }
                }
            }
        }
    }

    /** 6.2.48: Misuse at Vendor Name. */
    static void misuseAtVendorName(Subject subject, Report report) {
        for (Place branch : subject.allBranches()) {
            if (branch.text("category").equals("vendor")
                    && SPACES.matcher(branch.text("name")).replaceAll("").equalsIgnoreCase("opensource")) {
                report.add(branch.at("name"), "branch.open-source");
            }
        }
    }

    /** 6.2.52: Unknown Hash Algorithm. */
    static void unknownHashAlgorithm(Subject subject, Report report) {
        for (Product product : subject.products()) {
            for (Place file : product.helper().each("hashes")) {
                for (Place hash : file.each("file_hashes")) {
                    String algorithm = hash.text("algorithm");
                    if (!algorithm.isEmpty() && !HASHES.contains(algorithm)) {
                        report.add(hash.at("algorithm"), "hash.unknown", algorithm);
                    }
                }
            }
        }
    }

    /** 6.3.5: Use of Short Hash. */
    static void shortHash(Subject subject, Report report) {
        for (Product product : subject.products()) {
            for (Place file : product.helper().each("hashes")) {
                for (Place hash : file.each("file_hashes")) {
                    int length = hash.text("value").length();
                    if (length > 0 && length < STRONG_HASH_CHARS) {
                        report.add(hash.at("value"), "hash.short", length);
                    }
                }
            }
        }
    }

    /** 6.3.9: Branch Categories. */
    static void branchCategories(Subject subject, Report report) {
        for (Product product : subject.products()) {
            if (product.origin() == Product.Origin.BRANCH) {
                int stage = 0;
                List<String> wanted = List.of("vendor", "product_name", "product_version");
                for (Place branch : product.path()) {
                    if (stage < wanted.size() && branch.text("category").equals(wanted.get(stage))) {
                        stage++;
                    }
                }
                if (stage < wanted.size()) {
                    report.add(product.name(), "branch.category-missing", product.id(), wanted.get(stage));
                }
            }
        }
    }

    /** 6.3.10: Usage of Product Version Range. */
    static void usageOfProductVersionRange(Subject subject, Report report) {
        for (Place branch : subject.allBranches()) {
            if (branch.text("category").equals("product_version_range")) {
                report.add(branch.at("category"), "branch.range");
            }
        }
    }

    /** 6.3.11: Usage of V as Version Indicator. */
    static void usageOfV(Subject subject, Report report) {
        for (Place branch : subject.allBranches()) {
            if (branch.text("category").equals("product_version")
                    && V_BEFORE_VERSION.matcher(branch.text("name")).matches()) {
                report.add(branch.at("name"), "branch.v", branch.text("name"));
            }
        }
    }

    /** 6.3.22: Nested Product Path. */
    static void nestedProductPath(Subject subject, Report report) {
        Set<String> combined = new HashSet<>();
        subject.combinations()
                .forEach(c -> combined.add(c.at("full_product_name").text("product_id")));
        for (Place combination : subject.combinations()) {
            for (Place part : subject.parts(combination)) {
                if (combined.contains(part.text())) {
                    report.add(part, "product.nested", part.text());
                }
            }
        }
    }
}
