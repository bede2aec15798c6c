package dev.shisa.advisory;

import dev.shisa.vulnerability.Cpe;
import dev.shisa.vulnerability.Purl;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Test of what identifies a product of the tree against the branches that lead to it (2.1, 6.2.42). */
final class HelperChecks {

    /** Types of package URL whose namespace stands for the vendor. */
    private static final Set<String> VENDOR_IS_NAMESPACE =
            Set.of("alpm", "apk", "bitbucket", "composer", "deb", "github", "huggingface", "qpkg", "rpm", "swift");

    private HelperChecks() {}

    /** 6.2.42: Inconsistent Product Identification Helper. */
    static void inconsistentProductIdentificationHelper(Subject subject, Report report) {
        for (Product product : subject.products()) {
            if (product.origin() == Product.Origin.BRANCH) {
                Map<String, String> named = new HashMap<>();
                product.path().forEach(branch -> named.put(branch.text("category"), branch.text("name")));
                Place cpe = product.helper().at("cpe");
                Cpe.parse(cpe.text()).ifPresent(name -> cpe(name, cpe, named, report));
                for (Place purl : product.helper().each("purls")) {
                    Purl.parse(purl.text()).ifPresent(name -> purl(name, purl, named, report));
                }
            }
        }
    }

    private static void cpe(Cpe cpe, Place place, Map<String, String> named, Report report) {
        String version = named.getOrDefault("product_version", "");
        boolean tellsVersion = !version.isEmpty();
        boolean versionHasUpdate =
                tellsVersion && isSet(cpe.update()) && bare(version).equals(bare(cpe.version() + cpe.update()));
        String update = named.getOrDefault("service_pack", named.getOrDefault("patch_level", ""));
        boolean tellsUpdate = versionHasUpdate || !update.isEmpty();
        covers("vendor", cpe.vendor(), named, place, report);
        covers("product_name", cpe.product(), named, place, report);
        covers("language", cpe.language(), named, place, report);
        covers("architecture", cpe.targetHardware(), named, place, report);
        if (tellsVersion
                && (!isSet(cpe.version())
                        || (!versionHasUpdate && !bare(version).equals(bare(cpe.version()))))) {
            report.add(place, "helper.version", version);
        }
        if (tellsUpdate && !isSet(cpe.update())) {
            report.add(place, "helper.less", update);
        }
        if (!tellsVersion && !named.containsKey("product_version_range")) {
            extra(cpe.version(), place, report);
        }
        if (!tellsUpdate) {
            extra(cpe.update(), place, report);
        }
        if (!named.containsKey("language")) {
            extra(cpe.language(), place, report);
        }
        if (!named.containsKey("architecture")) {
            extra(cpe.targetHardware(), place, report);
        }
        extra(cpe.edition(), place, report);
        extra(cpe.softwareEdition(), place, report);
        extra(cpe.targetSoftware(), place, report);
        extra(cpe.other(), place, report);
    }

    private static void purl(Purl purl, Place place, Map<String, String> named, Report report) {
        if (named.containsKey("vendor")
                && VENDOR_IS_NAMESPACE.contains(purl.type())
                && purl.namespace().isEmpty()) {
            report.add(place, "helper.less", named.getOrDefault("vendor", ""));
        }
        String version = named.getOrDefault("product_version", "");
        String withEpoch = purl.qualifier("epoch") + purl.version();
        if (!version.isEmpty()
                && !bare(version).equals(bare(purl.version()))
                && !bare(version).equals(bare(withEpoch))) {
            report.add(place, "helper.version", version);
        }
    }

    /** Reports an attribute that says less than the branch of this category. */
    private static void covers(String category, String value, Map<String, String> named, Place place, Report report) {
        String name = named.getOrDefault(category, "");
        if (!name.isEmpty() && !isSet(value) && !name.contains("*")) {
            report.add(place, "helper.less", name);
        }
    }

    private static void extra(String value, Place place, Report report) {
        if (isSet(value)) {
            report.add(place, "helper.more", value);
        }
    }

    private static boolean isSet(String value) {
        return !value.isEmpty()
                && !value.equals(Cpe.ANY)
                && !value.equals(Cpe.NONE)
                && value.chars().allMatch(c -> c >= ' ');
    }

    /** Without what differs by writing only: case, separators, a leading v. */
    private static String bare(String version) {
        String letters = version.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}+~]", "");
        return letters.matches("v[0-9].*") ? letters.substring(1) : letters;
    }
}
